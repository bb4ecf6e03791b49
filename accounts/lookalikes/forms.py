"""The forms of lookalike cases."""

from typing import Any

from django import forms

from accounts.dates import today
from accounts.lookalikes.models import Lookalike
from accounts.register.fields import AddressField
from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import GovukDateField
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm


def _note(label: str, *, at_most: int, help_text: str = "", required: bool = False) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=at_most,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LookalikeForm(EvidenceForm):
    """An account that somebody saw, and what it is."""

    url = AddressField(label="Its address")
    name = forms.CharField(
        label="What it calls itself", help_text="As it is shown there", max_length=120
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=Lookalike.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    likely_to_mislead = _note(
        "Is somebody likely to be misled by it? Say how, or why not", at_most=500
    )
    seen_on = GovukDateField(label="When was it seen?", initial=today)
    capture = picture_field(
        "Screenshot (optional)", "So that it can be proved when the page is changed or gone"
    )
    note = _note("Anything else (optional)", at_most=2000)

    pictures = ("capture",)
    reveals = {"kind": {"satire": ["likely_to_mislead"]}}
    option_hints = {
        "kind": {
            "satire": "The public is never warned of it, and it is never on a public list",
            "uncontrolled": "For example, a page that a former colleague made for the council",
        }
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == "satire" and not cleaned.get("likely_to_mislead"):
            self.add_error("likely_to_mislead", "Say whether somebody is likely to be misled by it")
        return cleaned


class EffortForm(CouncilForm):
    """One thing done about it."""

    made_on = GovukDateField(label="When was it done?", initial=today)
    channel = forms.CharField(
        label="How?",
        help_text="For example, Facebook’s form for impersonation, or Action Fraud by telephone",
        max_length=120,
        error_messages={"required": "Say how it was done"},
    )
    reference = forms.CharField(label="Their reference (optional)", max_length=120, required=False)
    note = _note("What was said (optional)", at_most=2000)
    follow_up_on = GovukDateField(
        label="When should you ask again? (optional)",
        help_text="It is on Home from that day. Leave empty if there is nothing to wait for",
        required=False,
    )
    form_key = key_field()


class CloseForm(CouncilForm):
    option_hints = {
        "outcome": {"left": "For example, because it was a mistake. A public warning of it ends"}
    }
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=Lookalike.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )
    outcome_note = _note("Note", at_most=500, help_text="Needed where it is left as it is: say why")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == "left" and not cleaned.get("outcome_note"):
            self.add_error("outcome_note", "Say why it is left as it is")
        return cleaned


class WarningForm(CouncilForm):
    words = _note(
        "What should the public read?",
        at_most=500,
        help_text="Say how to recognise the account and what not to do. Do not link to it",
        required=True,
    )
    reason = _note(
        "Why is a warning needed?", at_most=500, help_text="Kept here, never shown", required=True
    )


class EndWarningForm(CouncilForm):
    reason = _note("Why is it not needed any more?", at_most=500, required=True)
