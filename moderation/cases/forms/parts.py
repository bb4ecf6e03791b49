"""The kinds of field of which the forms of restricted cases are made."""

from typing import Any

from django import forms

from moderation.items.authors import plain_words

NOW, EARLIER = "now", "earlier"


class Words(forms.CharField):
    """Words, without characters that turn their direction or that nobody sees."""

    def clean(self, value: Any) -> str:
        return plain_words(str(super().clean(value) or ""))


def box(
    label: str, hint: str = "", *, missing: str = "", at_most: int = 5_000, rows: int = 4
) -> forms.CharField:
    """A box for words; it may stay empty unless `missing` says what to do then."""
    return Words(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=at_most,
        error_messages={"required": missing},
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def line(label: str, hint: str = "", *, at_most: int = 120) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=at_most)


def choice_of_rows(label: str, hint: str = "") -> Any:
    """A choice among rows that `narrow` offers."""
    return forms.ModelChoiceField(
        None, label=label, help_text=hint, required=False, empty_label="Choose"
    )


def earlier(form: forms.Form, cleaned: dict[str, Any], name: str) -> None:
    """Just now, unless it happened earlier: then the time is needed."""
    if cleaned.pop("when", NOW) != EARLIER:
        cleaned[name] = None
        form.errors.pop(name, None)
    elif not cleaned.get(name) and name not in form.errors:
        form.add_error(name, "Enter when that was, for example 3 12 2026 at 2:10am")
