"""The forms of conduct: what somebody of the council posted, and what became of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm
from moderation.conduct.models import Conduct, RemovalRequest


def past_day(label: str, initial: Callable[[], date] | None = today) -> GovukDateField:
    return GovukDateField(label=label, initial=initial)


class AskForm(CouncilForm):
    """Somebody was asked to take it down."""

    asked = forms.ChoiceField(
        label="Who was asked?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who was asked"},
    )
    asked_on = past_day("When were they asked?")
    due_on = GovukDateField(
        label="By when?", error_messages={"required": "Enter the day by which it should be gone"}
    )

    def __init__(self, *args: Any, conduct: Conduct, **kwargs: Any) -> None:
        self.conduct = conduct
        super().__init__(*args, initial={"asked": conduct.kind}, **kwargs)

    def narrow(self) -> None:
        whose = RemovalRequest.Asked(self.conduct.kind)
        other = RemovalRequest.Asked.OTHER
        self.offer_choices("asked", [(one.value, one.label) for one in (whose, other)])


class AnswerForm(CouncilForm):
    """It was removed, or they refused."""

    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=RemovalRequest.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what became of it"},
    )
    answered_on = past_day("When?")
    answer = forms.CharField(
        label="What did they say? (optional)",
        help_text="In short, and only what matters for the removal",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    option_hints = {"outcome": {"removed": "Look on the platform first"}}


class RefusalForm(CouncilForm):
    """A refusal was referred."""

    referred_to = forms.CharField(
        label="To whom was it referred?",
        help_text="An office or a body, for example the Monitoring Officer or the HR panel",
        max_length=120,
        error_messages={"required": "Enter to whom it was referred"},
    )
    referred_on = past_day("When?")


class ReferralForm(CouncilForm):
    """The Monitoring Officer has it."""

    referred_on = past_day("When was it referred?")
    officer_reference = forms.CharField(
        label="Their reference (optional)", max_length=120, required=False
    )


class DecidedForm(CouncilForm):
    """The Monitoring Officer decided."""

    outcome_on = past_day("When did the Monitoring Officer decide?", None)


class CloseForm(CouncilForm):
    """Nothing is asked."""
