"""The forms of looking at what falls in a pre-election period."""

from typing import Any

from django import forms

from councilsm.tenancy import CouncilForm
from moderation.drafts.words import words_field


def days_on_the_page() -> forms.CharField:
    """When the days of the period on the page were set: a look is for those alone."""
    return forms.CharField(widget=forms.HiddenInput, max_length=40)


class LookForm(CouncilForm):
    """Whether an approved draft may go out in a period."""

    KEEP, STOP = "keep", "stop"

    decision = forms.ChoiceField(
        label="May it go out in this period?",
        choices=[(KEEP, "Yes, it may go out"), (STOP, "No, withdraw its approval")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it may go out"},
    )
    reason = words_field("Why?", "Say why it may go out, or may not", rows=4)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    dates_set_at = days_on_the_page()

    option_hints = {"decision": {STOP: "Its author has it back to change, and may read why"}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["kept"] = cleaned.pop("decision", "") == self.KEEP
        return cleaned


class StayForm(CouncilForm):
    """Why a post that is out may stay."""

    reason = words_field("Why may it stay?", "Say why it may stay", rows=4)
    dates_set_at = days_on_the_page()


class AccountLookForm(CouncilForm):
    """What is pinned or promoted on an account."""

    NOTHING, GONE = "nothing", "gone"

    what = forms.ChoiceField(
        label="Does anything pinned or promoted there lead to a councillor or candidate?",
        choices=[(NOTHING, "No"), (GONE, "It did, and has been unpinned or stopped")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether anything does"},
    )
    found = words_field("What was it?", rows=3)

    reveals = {"what": {GONE: ["found"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["removed"] = cleaned.pop("what", "") == self.GONE
        if cleaned["removed"] and not cleaned.get("found", "").strip():
            self.add_error("found", "Say what was pinned or promoted")
        return cleaned
