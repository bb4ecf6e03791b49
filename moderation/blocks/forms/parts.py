"""The kinds of field of which the forms of blocks are made."""

from typing import Any

from django import forms

from councilsm.plain_fields import UncutField
from moderation.items.authors import plain_words


class WordsField(UncutField):
    """Words, without characters that turn their direction or that nobody sees."""

    def clean(self, value: Any) -> str:
        return plain_words(str(super().clean(value) or ""))


def box(
    label: str, hint: str = "", *, rows: int = 2, longest: int = 2_000, missing: str = ""
) -> forms.CharField:
    """A few sentences; it may stay empty unless `missing` says what to do then."""
    return WordsField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=longest,
        error_messages={"required": missing} if missing else {},
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def line(label: str, hint: str = "", longest: int = 120) -> forms.CharField:
    """One line; it may stay empty."""
    return WordsField(
        label=label,
        help_text=hint,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


def yes_or_no(label: str, hint: str = "") -> forms.TypedChoiceField:
    """A question; cleans to True, False, or None where it stays open."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
