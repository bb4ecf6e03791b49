"""The forms of working hours and closures."""

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.councils.wording import DAYS
from accounts.dates import today
from accounts.hours.models import WEEKDAYS, Hours
from councilsm.forms import GovukDateField, GovukDateInput, parse_time, time_in_words
from councilsm.tenancy import CouncilForm


class HoursInput(GovukDateInput):
    """From when to when, in two boxes: `<name>_from` and `<name>_to`."""

    parts = ("from", "to")


class HoursField(forms.MultiValueField):
    """Asks from when to when. Cleans to two wall clock times, or None where it is left empty."""

    widget = HoursInput

    def __init__(self, day: str) -> None:
        self.day = day
        boxes = [forms.CharField(required=False, max_length=20) for _ in HoursInput.parts]
        super().__init__(
            fields=boxes, label=day, required=False, require_all_fields=False, help_text=""
        )

    def compress(self, data_list: list[str]) -> tuple[time, time] | None:
        """The two times.

        Raises:
            ValidationError: one is missing or no time, or the second is not after the first.
        """
        if not any(data_list):
            return None
        if not all(data_list):
            raise ValidationError(f"{self.day}: enter both times, or leave both empty")
        try:
            begins, ends = map(parse_time, data_list)
        except ValidationError as error:
            raise ValidationError(f"{self.day}: {_lower(error.message)}") from None
        if ends <= begins:
            raise ValidationError(f"{self.day}: the second time must be after the first")
        return begins, ends


def _lower(message: Any) -> str:
    return f"{str(message)[:1].lower()}{str(message)[1:]}"


class PatternForm(CouncilForm):
    """On which days somebody works, from when to when, and since when."""

    starts_on = GovukDateField(
        label="From which day on?", initial=today, error_messages={"required": "Enter a day"}
    )

    def narrow(self) -> None:
        for day in WEEKDAYS:
            self.fields[day.value] = HoursField(DAYS[day])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.hours():
            self.add_error(WEEKDAYS[0].value, "Enter the hours of at least one day")
        return cleaned

    @staticmethod
    def shown(hours: Hours) -> dict[str, list[str]]:
        """Hours as the boxes show them."""
        return {
            WEEKDAYS[number].value: [time_in_words(clock) for clock in both]
            for number, both in hours.items()
        }

    def hours(self) -> Hours:
        """What was typed, by the number of the weekday."""
        found = {number: self.cleaned_data.get(day.value) for number, day in enumerate(WEEKDAYS)}
        return {number: both for number, both in found.items() if both}


class ClosureForm(CouncilForm):
    """What a closure is called, its first day and its last."""

    name = forms.CharField(
        label="What is it called?",
        help_text="For example, Christmas closure",
        max_length=80,
        error_messages={"required": "Enter what it is called"},
    )
    starts_on = GovukDateField(
        label="First day", error_messages={"required": "Enter the first day"}
    )
    ends_on = GovukDateField(
        label="Last day",
        help_text="Included. For example, 3 12 2026",
        error_messages={"required": "Enter the last day"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first: date | None = cleaned.get("starts_on")
        last: date | None = cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        elif last and last < today():
            self.add_error("ends_on", "The last day cannot be in the past")
        return cleaned
