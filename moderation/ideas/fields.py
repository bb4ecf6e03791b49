"""Boxes for plain text that strangers fill in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from moderation.drafts.words import UNSEEN, too_long


def one_line(text: str) -> str:
    """A text as it is kept on one line.

    Raises:
        ValidationError: it holds characters that cannot be seen.
    """
    return " ".join(seen(text).split())


def seen(text: str) -> str:
    """A text with plain line ends.

    Raises:
        ValidationError: it holds characters that cannot be seen.
    """
    if UNSEEN.search(text):
        raise ValidationError(
            "Some characters in this cannot be seen or turn the text round. Type it again "
            "without copying and pasting"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class PlainField(forms.CharField):
    """Plain text.

    Too much of it is refused and stays on the page: a browser that was told the limit would cut
    off, without a word, what is pasted.
    """

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        if "max_length" not in (kwargs.get("error_messages") or {}):
            self.error_messages["max_length"] = too_long(max_length)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class LineField(PlainField):
    """One line of plain text."""

    def clean(self, value: Any) -> str:
        """The text without needless spaces; raises ValidationError as `one_line` does."""
        return one_line(super().clean(value))
