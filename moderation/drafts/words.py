"""Words as people type them: plain line ends, and nothing hidden in them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

#: Facebook's limit, the longest of all platforms (characters).
LONGEST = 63_206
#: Characters that turn the reading order round: what is read would not be what is stored.
OVERRIDES = "\u202d\u202e"


class WordsField(forms.CharField):
    """Words for colleagues or the public, cleaned by `plain_words`."""

    def clean(self, value: Any) -> str:
        return plain_words(super().clean(value))


def words_field(label: str, missing: str, help_text: str = "") -> forms.CharField:
    """A box for a few sentences that must not stay empty.

    Args:
        missing: what to say when it is.
    """
    return WordsField(
        label=label,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": missing},
    )


def plain_words(text: str) -> str:
    """Words with plain line ends, so that the digest does not depend on the browser.

    Raises:
        ValidationError: there is an override character in them.
    """
    text = tidy(text)
    refuse_overrides(text)
    return text


def tidy(text: str) -> str:
    """Words with plain line ends. What was posted elsewhere is recorded just so, all else plain."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def refuse_overrides(text: str) -> None:
    """Refuses words that would read in another order than they are stored.

    Raises:
        ValidationError: there is an override character in them.
    """
    if any(character in OVERRIDES for character in text):
        raise ValidationError(
            "The words hold a hidden character that reverses their order (U+202D or U+202E). "
            "Delete it, or type the words again",
            code="override",
        )
