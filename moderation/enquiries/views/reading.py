"""Which enquiries there are, and one of them with all that was done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from moderation.enquiries.answers import posted_replies, was_answered
from moderation.enquiries.forms.raising import FilterForm
from moderation.enquiries.models import Enquiry
from moderation.enquiries.owning import may_handle, may_reply


@member_view(Duty.SUBMIT_DRAFTS)
def enquiry_list(request: MemberRequest) -> HttpResponse:
    """The open ones by due day; closed ones the newest first."""
    form = FilterForm(request.GET, council=request.council)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = request.council.enquiries.visible_to(request.membership)
    show = asked.get("show", "")
    if show == "overdue":
        rows = rows.overdue(today())
    elif show == "closed":
        rows = rows.filter(closed_at__isnull=False)
    elif show != "all":
        rows = rows.open()
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("office"):
        rows = rows.filter(office=asked["office"])
    if asked.get("mine"):
        rows = rows.owned_by(request.membership)
    by_due = show in ("", "overdue")
    page = keyset_page(
        rows.select_related("office", "owner__person"),
        request,
        order=("due_by", "pk") if by_due else ("-pk",),
    )
    context = {
        "page": page,
        "form": form,
        "filtered": any(asked.values()),
        "by_due": by_due,
    }
    return render(request, "moderation/enquiries/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    enquiry = enquiry_of(request, number)
    handles = may_handle(enquiry, request.membership)
    posts = posted_replies(enquiry)
    entries = enquiry.entries.select_related("by", "office", "draft__council")
    book = request.council.rulebook
    context = {
        "enquiry": enquiry,
        "shown": enquiry.shown,
        "entries": [(entry, posts.get(entry.draft_id or 0)) for entry in entries],
        "others": enquiry.duplicates.select_related("council").order_by("pk"),
        "handles": handles,
        "replies": may_reply(enquiry, request.membership),
        "own": enquiry.owner_id == request.membership.pk,
        "answered": was_answered(enquiry, posts),
        "notice_source": book.source_if_set("notice_served") if enquiry.is_notice else "",
        "concern": enquiry.kind == Enquiry.Kind.SAFEGUARDING,
        "reads_log": reads_log(request),
    }
    return render(request, "moderation/enquiries/detail.html", context)


def enquiry_of(request: MemberRequest, number: int) -> Enquiry:
    """One that this member may see; 404 for any other."""
    rows = request.council.enquiries.visible_to(request.membership).select_related(
        "council", "topic", "item__account", "item__author", "office", "owner__person"
    )
    return get_object_or_404(
        rows.select_related("raised_by", "duplicate_of__council"), number=number
    )


def reads_log(request: MemberRequest) -> bool:
    """Whether the pages of the moderation log are open to this member."""
    member = request.membership
    return member.allows(Duty.LOG_MODERATION) or member.allows(Duty.READ_TRAIL)
