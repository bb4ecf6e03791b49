"""The pages on which something is done about an enquiry: one form each, all alike."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from accounts.people.models import Membership
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.enquiries import actions
from moderation.enquiries.forms import handling
from moderation.enquiries.models import Enquiry
from moderation.enquiries.owning import may_handle
from moderation.enquiries.views.reading import enquiry_of


@dataclass(frozen=True)
class Step:
    """One thing that is done about an enquiry.

    Args:
        heading: of the page.
        button: its words.
        form: what is asked.
        act: the action.
        said: what the next page says.
    """

    heading: str
    button: str
    form: type[handling.EnquiryForm]
    act: Callable[..., Any]
    said: str


STEPS = {
    "acknowledge": Step(
        "Acknowledge it",
        "Record that it was acknowledged",
        handling.AcknowledgeForm,
        actions.acknowledge,
        "Acknowledged.",
    ),
    "pass-on": Step(
        "Pass it on",
        "Record that it was passed on",
        handling.PassOnForm,
        actions.pass_on,
        "Passed on.",
    ),
    "signpost": Step(
        "Say who deals with it",
        "Record it",
        handling.SignpostForm,
        actions.signpost,
        "Recorded who deals with it.",
    ),
    "note": Step("Add a note", "Add the note", handling.NoteForm, actions.add_note, "Note added."),
    "reassign": Step(
        "Give it to another owner",
        "Give it to them",
        handling.ReassignForm,
        actions.reassign,
        "It has another owner, who was told.",
    ),
    "take": Step("Take it", "Take it", handling.TakeForm, actions.take, "It is yours now."),
    "kind": Step(
        "It is something else",
        "Change what it is",
        handling.KindForm,
        actions.change_kind,
        "Changed. Its due day follows what it is.",
    ),
    "close": Step(
        "Record outcome", "Close it", handling.CloseForm, actions.close_enquiry, "Closed."
    ),
    "reopen": Step(
        "Reopen it", "Reopen it", handling.ReopenForm, actions.reopen_enquiry, "Open again."
    ),
}


@member_view(Duty.SUBMIT_DRAFTS)
def step(request: MemberRequest, number: int, name: str) -> HttpResponse:
    """Does one of `STEPS`."""
    if name not in STEPS:
        raise Http404
    chosen, enquiry = STEPS[name], theirs(request, number)
    form = chosen.form(
        request.POST if request.method == "POST" else None,
        council=request.council,
        enquiry=enquiry,
        initial={"outcome": request.GET.get("outcome", "")} if name == "close" else {},
    )
    return take_step(
        request,
        form,
        partial(chosen.act, enquiry=enquiry, actor=request.user),
        "moderation/enquiries/step.html",
        said=chosen.said,
        then=enquiry,
        enquiry=enquiry,
        heading=chosen.heading,
        button=chosen.button,
    )


def theirs(
    request: MemberRequest,
    number: int,
    may: Callable[[Enquiry, Membership], bool] = may_handle,
) -> Enquiry:
    """One that this member sees and may do something about; else 404 or 403."""
    enquiry = enquiry_of(request, number)
    if not may(enquiry, request.membership):
        raise PermissionDenied(Duty.LOG_MODERATION.label)
    return enquiry
