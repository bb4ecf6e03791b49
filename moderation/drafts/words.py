"""Words as people type them: plain line ends, and nothing hidden in them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from councilsm.plain_fields import UncutField, tidy
from moderation.checks.reading import as_read

#: Facebook's limit, the longest of all platforms (characters).
LONGEST = 63_206
#: What people tell one another about a draft: a reason, a question, a note (characters).
LONGEST_NOTE = 2_000
#: Characters that turn the reading order round: what is read would not be what is stored.
OVERRIDES = "\u202d\u202e"


class WordsField(UncutField):
    """Words for colleagues or the public, cleaned by `plain_words`."""

    def clean(self, value: Any) -> str:
        return plain_words(super().clean(value))


def words_field(
    label: str, missing: str = "", help_text: str = "", *, rows: int = 5
) -> forms.CharField:
    """A box for a few sentences.

    Args:
        missing: what to say when it stays empty; empty where it may.
    """
    hints = [help_text.rstrip("."), f"{LONGEST_NOTE:,} characters at most"]
    return WordsField(
        label=label,
        help_text=". ".join(filter(None, hints)),
        max_length=LONGEST_NOTE,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


def plain_words(text: str) -> str:
    """Words with plain line ends, so that the digest does not depend on the browser.

    Raises:
        ValidationError: there is an override character in them, or nothing to be seen.
    """
    text = tidy(text)
    refuse_overrides(text)
    if text and not as_read(text):
        raise ValidationError("This holds only signs that nobody sees. Type the words")
    return text


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


def party_question() -> forms.ChoiceField:
    """What the law makes the council ask of words that a check found."""
    return forms.ChoiceField(
        label="Does this appear designed to affect support for a party?",
        help_text="If it does, the council may not publish it (Local Government Act 1986 s.2).",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        required=False,
    )
