"""Asking for a register as it was on a day that is past."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django import forms

from accounts.dates import LONDON, today
from councilsm.tenancy import CouncilForm


class AsAtForm(CouncilForm):
    """The day on which something is shown; today where none is asked for."""

    on = forms.DateField(
        label="Show it as on",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Enter a real date, for example 2026-03-05"},
    )

    @classmethod
    def asked(cls, query: Mapping[str, str], council: object) -> "AsAtForm":
        """The form as an address fills it in (`?on=2026-06-15`)."""
        return cls(query if "on" in query else None, council=council, initial={"on": today()})

    @property
    def day(self) -> date:
        """The day that is asked for (London); today where none is, or none that can be shown."""
        day: date | None = self.cleaned_data["on"] if self.is_valid() else None
        return day or today()

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("on")
        if day and day.year < 2000:
            raise forms.ValidationError("Enter a date after the year 2000")
        if day and day > today():
            raise forms.ValidationError("Enter today or a day before")
        return day


def end_of(day: date) -> datetime:
    """The moment at which a London day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON)


def day_of(moment: datetime) -> date:
    """The London day in which a moment lies."""
    return moment.astimezone(LONDON).date()
