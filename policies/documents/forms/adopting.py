"""The form by which a version is adopted."""

from typing import Any

from django import forms

from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.plain_fields import LineField, UncutField
from councilsm.tenancy import CouncilForm
from policies.fields import StatedDateField


class AdoptForm(CouncilForm):
    """Who approved a version, when, by which minute, and from when it holds."""

    approved_by = LineField(
        label="Which body approved it?",
        help_text="For example, Full Council",
        max_length=120,
        required=False,
    )
    approved_on = StatedDateField(label="When was it approved?", required=False)
    minute = LineField(
        label="Minute reference", help_text="For example, 26/041", max_length=60, required=False
    )
    effective_from = GovukDateField(label="From which day does it hold?", initial=today)
    reviewed_on = StatedDateField(
        label="When were its words last reviewed, if it says so? (optional)", required=False
    )
    review_due = StatedDateField(
        label="When does it say that its review is due? (optional)", required=False
    )
    unasked_why = UncutField(
        label="Why is it adopted without asking them?",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    as_history = forms.BooleanField(
        label="It was adopted before it was written down here",
        help_text="Body, day and minute may then stay empty where nobody knows them, "
        "and nobody is told",
        required=False,
    )
    #: Of the words that are adopted: nobody adopts what they did not see.
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, unasked: list[str], **kwargs: Any) -> None:
        self.unasked = unasked
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if not self.unasked:
            del self.fields["unasked_why"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("as_history"):
            return cleaned
        for name, sentence in (
            ("approved_by", "Enter the body that approved it"),
            ("approved_on", "Enter when it was approved"),
            ("minute", "Enter the minute reference"),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if self.unasked and not cleaned.get("unasked_why", "").strip():
            self.add_error("unasked_why", "Say why, or record that they were asked")
        return cleaned
