"""The kinds of field of which the log's forms are made."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from councilsm.refusals import RuleBroken
from moderation.items.authors import plain_words

YES_NO = [("yes", "Yes"), ("no", "No")]


class UncutField(forms.CharField):
    """Text of which too much is refused and stays on the page.

    A browser that was told the limit would cut off, without a word, what is pasted.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class WordsField(UncutField):
    """Words, without characters that turn their direction or that nobody sees."""

    def clean(self, value: Any) -> str:
        return plain_words(str(super().clean(value) or ""))


def line(label: str, hint: str = "", longest: int = 120, *, missing: str = "") -> forms.CharField:
    """One line; it may stay empty unless `missing` says what to do then."""
    return UncutField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=longest,
        error_messages={"required": missing} if missing else {},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


def box(
    label: str, hint: str = "", *, rows: int = 2, longest: int = 2_000, missing: str = ""
) -> forms.CharField:
    """A few sentences, likewise."""
    return WordsField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=longest,
        error_messages={"required": missing} if missing else {},
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def tick(label: str, hint: str = "") -> forms.BooleanField:
    """A box to tick, or not."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


def yes_or_no(label: str, hint: str = "") -> forms.TypedChoiceField:
    """A question; cleans to True, False, or None where it stays open."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=YES_NO,
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )


def say_blanks(form: forms.Form, blanks: Iterable[RuleBroken]) -> None:
    """Puts what an action would refuse as blank by its field, all of it at once and in short."""
    for blank in blanks:
        if blank.field not in form.errors:
            short = blank.sentence.partition(". ")[0].removesuffix(".")
            form.add_error(blank.field if blank.field in form.fields else None, short)


def say_refused(form: forms.Form, require: Callable[..., None], *args: Any, **named: Any) -> None:
    """The same of one question that an action asks."""
    try:
        require(*args, **named)
    except RuleBroken as blank:
        say_blanks(form, [blank])
