"""Boxes for plain text, also where strangers fill them in."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

#: All that turns a text round or cannot be seen: where strangers write, or words stand for others.
#: Joiners stay (emoji and several scripts are spelt with them), and so do tabs and new lines.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)


class UncutField(forms.CharField):
    """Text of which too much is refused and stays on the page.

    A browser that was told the limit would cut off, without a word, what is pasted.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.max_length is not None and "max_length" not in (kwargs.get("error_messages") or {}):
            self.error_messages["max_length"] = too_long(self.max_length)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


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


def too_long(limit: int) -> str:
    """What is said of too many words; Django puts in how many there are."""
    return f"Use {limit:,} characters at most. These are %(show_value)d"


def tidy(text: str) -> str:
    """Words with plain line ends. What was posted elsewhere is recorded just so, all else plain."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
