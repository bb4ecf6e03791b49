"""The dates of a series."""

import re
from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError

from councilsm.forms import LONDON, GovukDateField, in_london, parse_time
from councilsm.tenancy import CouncilForm
from moderation.drafts.actions.series import FEWEST, MOST, Window
from moderation.drafts.words import WordsField

END_OF_DAY = "day"
LINE = re.compile(r"(\d{1,2})[ ./-](\w{1,9})[ ./-](\d{4})(?:,|\s+at)?\s+(.{1,12})")


class SeriesForm(CouncilForm):
    dates = WordsField(
        label="When should each of them go out?",
        help_text=f"One date and time a line, {FEWEST} to {MOST} of them. "
        "For example, 3 12 2026 at 9am",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter the dates, one a line"},
    )
    lasts = forms.ChoiceField(
        label="How long may each of them be posted?",
        choices=[
            (END_OF_DAY, "Until the end of that day"),
            ("24", "24 hours"),
            ("72", "3 days"),
        ],
        initial=END_OF_DAY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long each may be posted"},
    )

    #: The save of the draft that the page shows.
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_dates(self) -> list[datetime]:
        lines = [line.strip() for line in self.cleaned_data["dates"].splitlines() if line.strip()]
        if not FEWEST <= len(lines) <= MOST:
            raise ValidationError(
                f"Enter {FEWEST} to {MOST} dates, one a line. There are {len(lines)}"
            )
        moments = [read_line(line) for line in lines]
        if len(set(moments)) < len(moments):
            raise ValidationError("Enter each date once")
        return sorted(moments)

    def windows(self) -> list[Window]:
        """Each date with its end, from a valid form."""
        lasts = self.cleaned_data["lasts"]
        return [Window(begin, end_of(begin, lasts)) for begin in self.cleaned_data["dates"]]


def read_line(line: str) -> datetime:
    """The moment that one line gives.

    Raises:
        ValidationError: it is no date and time; quotes the line.
    """
    found = LINE.fullmatch(line)
    if not found:
        raise ValidationError(f"“{line[:40]}” is no date and time, such as 3 12 2026 at 9am")
    day, month, year, clock = found.groups()
    try:
        return in_london(GovukDateField.read_date(day, month, year), parse_time(clock))
    except ValidationError as error:
        raise ValidationError(f"“{line[:40]}”: {error.messages[0]}") from None


def end_of(begin: datetime, lasts: str) -> datetime:
    """When a window closes that begins at a moment (Europe/London)."""
    if lasts == END_OF_DAY:
        last = datetime.combine(begin.astimezone(LONDON).date(), time(23, 59), tzinfo=LONDON)
        return last if last > begin else begin + timedelta(hours=1)
    return begin + timedelta(hours=int(lasts))
