"""How people give a day or a month as a document states it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsm.forms import EARLIEST, LATEST, GovukDateField, month_number
from policies.dates import in_words

EXAMPLE = "20 April 2026 or April 2026"
NOT_STATED = f"Enter a real date or month, for example {EXAMPLE}"
PARTS = re.compile(r"[\s/.,\u2010-\u2015-]+")
ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)
ORDINAL = re.compile(r"(\d{1,2})(st|nd|rd|th)", re.ASCII | re.IGNORECASE)


class StatedDateField(forms.CharField):
    """A day or a month, as a document states it; cleans to "2026-04-20", "2026-04" or "".

    Day first, as in "04/09/2026": 4 September. "04/2029", "April 2029" and "20 April 2026" are
    read too. A day that there is not, such as 31 February, is refused.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"The day, or the month alone. For example, {EXAMPLE}")
        errors = {"required": f"Enter a date or month, for example {EXAMPLE}"}
        kwargs["error_messages"] = errors | (kwargs.get("error_messages") or {})
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What was kept as "2026-04" is shown in words; what was typed stays as it was typed."""
        if isinstance(value, str) and ISO.fullmatch(value):
            try:
                return in_words(value)
            except ValueError:
                return value
        return value

    def clean(self, value: Any) -> str:
        return read_stated(super().clean(value))


def read_stated(text: str) -> str:
    """What somebody typed as a stated day or month; nothing for nothing.

    Raises:
        ValidationError: it is no real day or month, or its year has not four digits.
    """
    text = text.strip()
    if not text:
        return ""
    if iso := ISO.fullmatch(text):
        parts = [part for part in (iso[3], iso[2], iso[1]) if part]
    else:
        parts = [ORDINAL.sub(r"\1", part) for part in PARTS.split(text) if part]
    if len(parts) == 3:
        return GovukDateField.read_date(*parts).isoformat()
    if len(parts) != 2:
        raise ValidationError(NOT_STATED, code="invalid_date")
    month, year = parts
    try:
        number = month_number(month)
    except ValueError:
        raise ValidationError(NOT_STATED, code="invalid_date") from None
    if not re.fullmatch(r"\d{4}", year, re.ASCII) or not EARLIEST <= int(year) <= LATEST:
        raise ValidationError("The year must have 4 numbers, for example 2026", code="invalid_date")
    if not 1 <= number <= 12:
        raise ValidationError(NOT_STATED, code="invalid_date")
    return f"{year}-{number:02}"
