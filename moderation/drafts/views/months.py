"""What was posted on the author's own authority, month by month, for the council to note."""

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.dates import LONDON, today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from moderation.drafts.actions.months import next_month, note_month, own_authority_in
from moderation.drafts.forms.second_look import NoteMonthForm
from moderation.drafts.models import Decision

#: As many months as the list shows.
SHOWN = 36


@member_view(Duty.AUTHORISE_POSTS)
def months(request: MemberRequest) -> HttpResponse:
    """Each month that has such approvals, newest first. Those who authorise posts see it."""
    counted = (
        request.council.decisions.on_own_authority()
        .annotate(month=TruncMonth("decided_at", tzinfo=LONDON))
        .values("month")
        .annotate(approvals=Count("pk"))
        .order_by("-month")
    )
    noted = {row.month: row for row in request.council.noted_months.all()}
    rows = [
        {
            "month": row["month"].date(),
            "approvals": row["approvals"],
            "noted": noted.get(row["month"].date()),
            "over": next_month(row["month"].date()) <= today(),
        }
        for row in counted[:SHOWN]
    ]
    return render(request, "moderation/drafts/month_list.html", {"rows": rows})


@member_view(Duty.AUTHORISE_POSTS)
def month(request: MemberRequest, month: date) -> HttpResponse:
    """One month's list, to print; and the minute that notes it.

    Those who authorise posts record the minute: in a council with one officer that is the clerk,
    who minutes the meeting, and the minute itself is the council's proof.
    """
    if month > today():
        raise Http404
    form = NoteMonthForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            note_month(
                council=request.council, month=month, actor=request.user, **form.cleaned_data
            )
        except AlreadyDone:
            pass  # the form was sent twice
        except RuleBroken as error:
            refused = refuse(form, error)
        if not refused:
            messages.success(request, f"{month:%B %Y} is noted. Its list is closed.")
            return redirect("drafts:month", request.council.slug, month)
    decisions = own_authority_in(request.council, month).for_council_list()
    book = request.council.rulebook
    context = {
        "month": month,
        "last_day": next_month(month) - timedelta(days=1),
        "rule": book.source_if_set("second_person"),
        "decisions": decisions,
        "form": form,
        "noted": request.council.noted_months.filter(month=month).first(),
        "over": next_month(month) <= today(),
    }
    return render(
        request, "moderation/drafts/month.html", context, status=page_status(form, refused)
    )


def on_the_list(decision: Decision) -> SafeString:
    """What is said of words that their author approved: on which list the council reads them."""
    month = decision.decided_at.astimezone(LONDON).date().replace(day=1)
    return format_html(
        'approved. It goes on <a class="govuk-link" href="{}">{}’s list</a> for the council',
        reverse("drafts:month", args=[decision.council.slug, month]),
        f"{month:%B}",
    )
