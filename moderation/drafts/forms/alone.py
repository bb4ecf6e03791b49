"""The form of the warning to a councillor who decides alone."""

from typing import Any

from django import forms

from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class AloneForm(CouncilForm):
    """That the warning was read, and the resolution that is relied on."""

    minute = forms.CharField(
        label="Minute of the council’s resolution",
        help_text="For example, 24/101",
        max_length=60,
        error_messages={"required": "Enter the minute of the resolution"},
    )
    resolved_on = GovukDateField(label="Day of the resolution")
    read = forms.BooleanField(
        label="I have read this warning, and decide in reliance on that resolution",
        error_messages={"required": "Confirm that you have read the warning"},
    )
    next = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def clean_resolved_on(self) -> Any:
        day = self.cleaned_data["resolved_on"]
        if day and day > today():
            raise forms.ValidationError("The day of the resolution cannot be in the future")
        return day
