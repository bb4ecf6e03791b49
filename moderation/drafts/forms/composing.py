"""The composer: it cleans what was typed; actions decide what may happen."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.councils.rulebook import Kind
from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateTimeField
from councilsm.tenancy import CouncilForm
from moderation.checks.content import Content
from moderation.drafts.models import KINDS

#: Facebook's limit, the longest of all platforms (characters).
LONGEST = 63_206
#: Characters that turn the reading order round: what an approver reads would not be what is posted.
OVERRIDES = "\u202d\u202e"
#: Fields of the composer that are kept as typed.
TYPED = re.compile(r"title|kind|accounts|text|not_(before|after)_(day|month|year|time)")


class DraftForm(CouncilForm):
    """The composer."""

    title = forms.CharField(
        max_length=120,
        help_text="For your colleagues, to tell drafts apart. It is not posted.",
        error_messages={"required": "Enter a title"},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=KINDS,
        initial=Kind.NEW_POST.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is"},
    )
    accounts: "forms.ModelMultipleChoiceField[OfficialAccount]" = forms.ModelMultipleChoiceField(
        label="Where should it be posted?",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one account",
            "invalid_choice": "Choose accounts from the list",
            "invalid_pk_value": "Choose accounts from the list",
        },
    )
    text = forms.CharField(
        label="The exact words",
        help_text="Every account gets these words, just as you type them.",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter the words to post"},
    )
    not_before = GovukDateTimeField(
        label="Post no earlier than (optional)",
        help_text="Leave empty for as soon as it is approved. For example, 3 12 2026 at 9am",
        required=False,
    )
    not_after = GovukDateTimeField(
        label="Post no later than (optional)",
        help_text="Leave empty for seven days. For example, 10 12 2026 at 5pm",
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def narrow(self) -> None:
        self.offer("accounts", self.council.official_accounts.live())

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        refuse_overrides(title)
        return " ".join(title.split())

    def clean_text(self) -> str:
        """The words with plain line ends, so that the digest does not depend on the browser."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n").strip()
        if not text:
            raise ValidationError("Enter the words to post", code="required")
        refuse_overrides(text)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_before, not_after = cleaned.get("not_before"), cleaned.get("not_after")
        if not_before and not_after and not_after <= not_before:
            self.add_error("not_after", "The latest time must be after the earliest one")
        return cleaned

    def content(self) -> Content:
        """What the author submits, from a valid form."""
        return Content(
            kind=self.cleaned_data["kind"],
            title=self.cleaned_data["title"],
            texts={account: self.cleaned_data["text"] for account in self.cleaned_data["accounts"]},
            not_before=self.cleaned_data["not_before"],
            not_after=self.cleaned_data["not_after"],
        )


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


def as_typed(posted: QueryDict) -> dict[str, list[str]]:
    """The composer's fields exactly as they came, for the working copy.

    A null byte, which nobody types and PostgreSQL cannot keep, is left out.
    """
    return {
        name: [value.replace("\x00", "") for value in posted.getlist(name)]
        for name in posted
        if TYPED.fullmatch(name)
    }


def typed_again(form_class: type[DraftForm], typed: dict[str, list[str]]) -> dict[str, Any]:
    """A working copy as a form's initial values, half-typed dates included."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form_class.base_fields.items()
        if any(key.startswith(name) for key in data)
    }
