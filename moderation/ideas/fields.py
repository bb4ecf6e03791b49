"""Boxes for plain text that strangers fill in."""

from typing import Any

from django.core.exceptions import ValidationError

from moderation.drafts.words import UNSEEN, UncutField, tidy


class PlainField(UncutField):
    """Plain text with plain line ends, in which every character can be seen."""

    def clean(self, value: Any) -> str:
        """The text, tidied.

        Raises:
            ValidationError: as any box of text; or it holds characters that cannot be seen.
        """
        text: str = super().clean(value)
        if UNSEEN.search(text):
            raise ValidationError(
                "Some characters in this cannot be seen or turn the text round. Type it again "
                "without copying and pasting"
            )
        return tidy(text)


class LineField(PlainField):
    """One line of plain text."""

    def clean(self, value: Any) -> str:
        """The text without needless spaces; raises as `PlainField`."""
        return " ".join(super().clean(value).split())
