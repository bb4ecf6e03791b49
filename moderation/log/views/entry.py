"""The quick entry: an action logged in under twenty seconds, and the next one after it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.items.models import Item
from moderation.log.action_form import KINDS, ActionForm
from moderation.log.actions import log_action
from moderation.log.forms.entry import EntryForm
from moderation.log.looking import known_at, look_up
from moderation.log.models import ModerationAction
from moderation.log.views.records import find_item

#: What the session remembers: the last account and action, by council.
LAST = "log_last"
AGAIN = "{} was on the record already. It stays as it is; what you typed stands in the new entry."
ENQUIRE = "raise an enquiry"
#: What somebody may be blocked after.
BLOCKED_NEXT = (
    *(ModerationAction.Kind.HIDDEN, ModerationAction.Kind.DELETED, ModerationAction.Kind.WARNED),
    *(ModerationAction.Kind.RESTRICTED, ModerationAction.Kind.REPORTED),
    ModerationAction.Kind.BLOCKED,
)


@member_view(Duty.LOG_MODERATION)
def new(request: MemberRequest) -> HttpResponse:
    """What the public posted and what was done about it."""
    form = EntryForm(
        request.POST or None,
        request.FILES or None,
        council=request.council,
        initial=remembered(request),
    )
    return log_it(request, form, "new")


@member_view(Duty.LOG_MODERATION)
def add(request: MemberRequest, number: int) -> HttpResponse:
    """Another action on what is on the record; `?kind=` chooses it beforehand."""
    item = find_item(request, number)
    kind = request.GET.get("kind", "")
    form = ActionForm(
        request.POST or None,
        request.FILES or None,
        council=request.council,
        item=item,
        initial={"kind": kind} if kind in KINDS else {},
    )
    return log_it(request, form, "add", item)


def log_it(
    request: MemberRequest, form: ActionForm, page: str, item: Item | None = None
) -> HttpResponse:
    """Shows the form; once it was sent, logs what it says.

    Args:
        page: names the template.
        item: what it is about, where that is on the record.
    """
    refused, known = 0, None
    if form.is_bound:
        form.keep_files(request.user)
        if form.is_valid():
            try:
                entry = log_action(
                    council=request.council, item=item, actor=request.user, **form.values
                )
                return done(request, form, entry)
            except AlreadyDone as error:
                if was_sent_before(error, form):
                    return done(request, form, error.there)
                refused, known = refuse(form, error), error.there.item
            except RuleBroken as error:
                refused = refuse(form, error)
    context = {"form": form, "item": item, "known": known}
    status = page_status(form, refused)
    return render(request, f"moderation/log/{page}.html", context, status=status)


@require_POST
@member_view(Duty.LOG_MODERATION)
def lookup(request: MemberRequest) -> HttpResponse:
    """What an address tells, for the page's script: POST, so that it stands in no log of ours."""
    found = look_up(request.council, request.POST.get("url", "")[:2_000])
    known = known_at(request.council, found.url)
    return JsonResponse(
        {
            "url": found.url,
            "account": str(found.account.pk) if found.account else "",
            "platform": found.platform or "",
            "said": found.said,
            "known": known
            and {
                "reference": known.reference,
                "page": known.get_absolute_url(),
                "add": reverse("log:add", args=[request.council.slug, known.number]),
                "kind": known.get_kind_display().lower(),
            },
        }
    )


def was_sent_before(error: AlreadyDone, form: ActionForm) -> bool:
    """Whether this very form is on the record: its answer was lost on the way."""
    key = form.cleaned_data["form_key"]
    return key is not None and error.there.form_key == key


def remembered(request: MemberRequest) -> dict[str, Any]:
    """The last account and action of this session in this council."""
    last = request.session.get(LAST, {}).get(request.council.slug, {})
    return {name: last[name] for name in ("account", "kind") if name in last}


def done(request: MemberRequest, form: ActionForm, entry: ModerationAction) -> HttpResponse:
    """Says what was saved and goes on: to a new entry, or to the record.

    A script that sent the form learns where to go; followed by itself, it would use up the message.
    """
    item, slug = entry.item, request.council.slug
    goes_on = "next" in request.POST
    if isinstance(form, EntryForm):
        last = {"account": form.cleaned_data["account_choice"], "kind": entry.kind}
        before = request.session.get(LAST, {})
        if before.get(slug) != last:  # each change of a session is written
            request.session[LAST] = before | {slug: last}
        if form.cleaned_data["again"]:
            messages.warning(request, AGAIN.format(item.reference))
    messages.success(request, said_of(slug, entry, goes_on=goes_on))
    if form.warning:
        messages.warning(request, form.warning)
    there = reverse("log:new", args=[slug]) if goes_on else item.get_absolute_url()
    if entry.kind == ModerationAction.Kind.BLOCKED and item.author_id and not goes_on:
        there = proposing(slug, entry)  # the entry alone is no proposal that anybody decides
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"there": there})
    return redirect(there)


def said_of(slug: str, entry: ModerationAction, *, goes_on: bool) -> str:
    """The reference, with what often comes next: its record where the next page is another one."""
    item = entry.item
    links = [(item.get_absolute_url(), f"open {item.reference}")] if goes_on else []
    if not entry.is_prohibited:
        links.append((f"{reverse('enquiries:new', args=[slug])}?item={item.number}", ENQUIRE))
        if item.author_id and entry.kind in BLOCKED_NEXT:
            links.append((proposing(slug, entry), "propose a block"))
    said = format_html("{} is on the record.", item.reference)
    if not links:
        return said
    named = format_html_join(", ", '<a class="govuk-link" href="{}">{}</a>', links)
    return format_html("{} You can: {}.", said, named)


def proposing(slug: str, entry: ModerationAction) -> str:
    """Where a block is proposed from an entry, in one step (FTC-6.5-l)."""
    return f"{reverse('blocks:propose', args=[slug])}?entry={entry.pk}"
