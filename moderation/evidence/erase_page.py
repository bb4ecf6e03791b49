"""What a page says and asks on which somebody asks that words are erased, whatever holds them."""

from typing import Any

from django import forms

from accounts.councils.wording import either
from councilsm.access import MemberRequest
from councilsm.duties import Duty
from councilsm.tenancy import CouncilForm
from moderation.evidence.models import Destruction
from moderation.evidence.seeing import Thing, second_people


class EraseForm(CouncilForm):
    """Why the words of an item must go."""

    reason = forms.ChoiceField(
        label="Why must they be erased?",
        choices=[
            (Destruction.Reason.ERROR, "They were written down in error"),
            (Destruction.Reason.ERASURE, Destruction.Reason.ERASURE.label),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why they must be erased"},
    )
    why = forms.CharField(
        label="Say more",
        help_text="Of an error: what it was, without what it says. Of an erasure: the reference of "
        "the request and why it is lawful. 500 characters at most",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": False}),
        error_messages={"required": "Say more, so that others can judge it later"},
    )
    option_hints = {
        "reason": {
            "error": "Something private, such as a resident’s medical letter. What tells who "
            "posted it stays",
            "erasure": "A request for erasure that the council must follow, or a court’s order. "
            "What tells who posted it goes too",
        }
    }


def who_agrees(request: MemberRequest, thing: Thing) -> dict[str, Any]:
    """What a page that asks says of the second person, and what it says once it has asked."""
    by_moderator = not request.membership.allows(Duty.DESTROY_EVIDENCE)
    others = second_people(thing, request.user.pk, by_moderator=by_moderator)
    alone = not (by_moderator or others)
    said = "Asked. Somebody else must agree before anything goes."
    return {
        "said": "It is gone for good." if alone else said,
        "alone": alone,
        "seconds": either([person.name for person in others]),
    }
