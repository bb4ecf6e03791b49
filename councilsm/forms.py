"""How forms look and how people give dates: GOV.UK's components over plain Django forms.

Any form rendered as `{{ form }}`, `{{ form.title.as_field_group }}` or
`{% govuk_field form.title %}` gets them. Widgets keep Django's own templates, so the admin looks
as it always does.

A form may say which fields belong under a choice of a radio or checkbox group, and explain choices:

    reveals = {"outcome": {"changes": ["reason", "note"]}}
    option_hints = {"outcome": {"approve": "Goes out on Monday 3 March 2025 at 9am"}}
    option_words = {"outcome": {"decline": "Shown once it is chosen, where it would be too long"}}
"""

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting

LONDON = ZoneInfo("Europe/London")

DATE_EXAMPLE = "3 12 2026"
TIME_EXAMPLE = "9:15am"

NOT_REAL = f"Enter a real date, for example {DATE_EXAMPLE}"
#: Years that a form takes; arithmetic on others overflows or means a slip of the finger.
EARLIEST, LATEST = 1900, 2100
YEAR_OF_FOUR = "The year must have 4 numbers, for example 2026"
NOT_A_TIME = f"Enter a real time, for example {TIME_EXAMPLE} or 14:30"


class GovukRenderer(TemplatesSetting):
    """Renders forms and fields from `templates/forms/`, and leaves widgets alone."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


# --- Times in words ---------------------------------------------------------------------------


def time_in_words(moment: time | datetime) -> str:
    """Writes a wall clock time as "9am", "9:15am" or "2:30pm", 12:00 as "midday"."""
    if (moment.hour, moment.minute) == (0, 0):
        return "midnight"
    if (moment.hour, moment.minute) == (12, 0):
        return "midday"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def when_in_words(moment: date | datetime) -> str:
    """Writes "Monday 3 March 2025 at 9:15am" in UK time; a plain date without the time."""
    if isinstance(moment, datetime):
        if moment.tzinfo:
            moment = moment.astimezone(LONDON)
        return f"{when_in_words(moment.date())} at {time_in_words(moment)}"
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(am|pm)?")


def parse_time(text: str) -> time:
    """Reads `9am`, `9:15am`, `9.15 a.m.`, `14:30`, `1430`, `midday` or `midnight`.

    Raises:
        ValidationError: it is no time of day, or a bare hour such as `9` that could mean either.
    """
    words = text.strip().lower().replace(" ", "")
    words = re.sub(r"([ap])\.m\.?$", r"\1m", words)
    if words in {"midday", "noon"}:
        return time(12)
    if words == "midnight":
        return time(0)
    match = TIME.fullmatch(words)
    if not match:
        raise ValidationError(NOT_A_TIME, code="invalid_time")
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is None and match[2] is None:
        raise ValidationError(f"Say am or pm, for example {TIME_EXAMPLE}", code="invalid_time")
    if half is not None:
        if not 1 <= hour <= 12:
            raise ValidationError(NOT_A_TIME, code="invalid_time")
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValidationError(NOT_A_TIME, code="invalid_time") from None


def in_london(day: date, clock: time) -> datetime:
    """Puts a UK wall clock time on a day.

    When the clocks go back an hour happens twice: the first is meant.

    Raises:
        ValidationError: the clocks skip that time when they go forward.
    """
    moment = datetime.combine(day, clock, tzinfo=LONDON)
    if moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(
        tzinfo=None
    ):
        raise ValidationError(
            f"The clocks go forward that night, so there is no {time_in_words(clock)} on "
            f"{day.day} {day:%B %Y}. Enter a different time",
            code="skipped_time",
        )
    return moment


# --- Dates in parts ---------------------------------------------------------------------------


class GovukDateInput(forms.MultiWidget):
    """Day, month and year in three boxes; posted as `<name>_day`, `<name>_month`, `<name>_year`."""

    use_fieldset = True
    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """The boxes' text for a date; empty for none."""
        if isinstance(value, datetime) and value.tzinfo:
            value = value.astimezone(LONDON)
        if not isinstance(value, date):
            return [""] * len(self.parts)
        return [str(value.day), str(value.month), f"{value.year:04}"]


class GovukDateTimeInput(GovukDateInput):
    """The same with a fourth box: `<name>_time`."""

    parts = ("day", "month", "year", "time")

    def decompress(self, value: Any) -> list[str]:
        """The boxes' text for an aware datetime, in UK time."""
        boxes = super().decompress(value)
        if not isinstance(value, datetime):
            return [*boxes, ""] if len(boxes) < len(self.parts) else boxes
        return [
            *boxes,
            time_in_words(value.astimezone(LONDON) if value.tzinfo else value),
        ]


class GovukDateField(forms.MultiValueField):
    """Asks for a date in three boxes. Cleans to a `date`, or None where it is left empty.

    Months may be given by name. Errors say in words what is missing or wrong.
    """

    widget = GovukDateInput
    example = DATE_EXAMPLE
    noun = "date"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"For example, {self.example}")
        kwargs.setdefault("require_all_fields", False)
        widget = kwargs.get("widget", self.widget)
        parts: Sequence[str] = widget.parts
        errors = {"required": f"Enter a {self.noun}, for example {self.example}"}
        kwargs["error_messages"] = errors | (kwargs.get("error_messages") or {})
        super().__init__(fields=[forms.CharField(required=False) for _ in parts], **kwargs)

    def compress(self, data_list: list[str]) -> date | datetime | None:
        """The date that the boxes give.

        Raises:
            ValidationError: a box is empty, or the day does not exist.
        """
        if not data_list:
            return None
        self.refuse_gaps(data_list)
        return self.read_date(*data_list[:3])

    def refuse_gaps(self, texts: list[str]) -> None:
        """Names the boxes that were left empty, if others were filled in."""
        missing = [
            f"a {part}" for part, text in zip(self.widget.parts, texts, strict=True) if not text
        ]
        if missing:
            *first, last = missing
            listed = f"{', '.join(first)} and {last}" if first else last
            raise ValidationError(f"The {self.noun} must include {listed}", code="incomplete")

    @staticmethod
    def read_date(day: str, month: str, year: str) -> date:
        """The date that three texts give; raises ValidationError where there is none."""
        if not re.fullmatch(r"\d{4}", year, re.ASCII):
            raise ValidationError(YEAR_OF_FOUR, code="invalid_date")
        if not EARLIEST <= int(year) <= LATEST:
            raise ValidationError(NOT_REAL, code="invalid_date")
        try:
            return date(int(year), month_number(month), int(day))
        except (ValueError, OverflowError):
            raise ValidationError(NOT_REAL, code="invalid_date") from None


class GovukDateTimeField(GovukDateField):
    """Asks for a date and a time. Cleans to an aware `datetime` in Europe/London, or None.

    A time that the clocks skip is refused; of one that happens twice, the first is meant.
    """

    widget = GovukDateTimeInput
    example = f"{DATE_EXAMPLE} at {TIME_EXAMPLE}"
    noun = "date and time"

    def compress(self, data_list: list[str]) -> datetime | None:
        """The moment that the boxes give; raises ValidationError as the date does."""
        if not data_list:
            return None
        self.refuse_gaps(data_list)
        *parts, clock = data_list
        return in_london(self.read_date(*parts), parse_time(clock))


def month_number(text: str) -> int:
    """1 to 12 from `3`, `mar` or `March`; ValueError for anything else."""
    words = text.strip().lower()
    for number, name in enumerate(calendar.month_name):
        if number and len(words) >= 3 and name.lower().startswith(words):
            return number
    return int(words)
