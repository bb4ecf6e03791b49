"""The filters of the moderation log.

They live in the address, so that a list can be kept; but not what names somebody (`FREE`), which
`log/searches.py` keeps with the session.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.people.models import Office
from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateField, when_in_words
from councilsm.tenancy import CouncilForm
from moderation.items.addresses import keys_of, tidy_address
from moderation.items.authors import handle_key
from moderation.log.finding import APPEALS, NO_REFERENCE, TO_CONFIRM
from moderation.log.models import ModerationAction
from moderation.log.reasons import removal_reasons

#: What is typed freely: residents' handles and words, and addresses that lead to them.
FREE = ("handle", "url", "words")
REFERENCE = re.compile(r"(?:M-?)?([0-9]{1,9})", re.IGNORECASE | re.ASCII)


class FindingForm(CouncilForm):
    """Which entries. Empty means all of them."""

    reference = forms.CharField(
        label="Reference",
        help_text="For example M-0310. Opens its record",
        required=False,
        max_length=20,
    )
    handle = forms.CharField(
        label="Handle, or how it begins",
        help_text="For example @some",
        required=False,
        max_length=120,
    )
    url = forms.CharField(label="Address of what was posted", required=False, max_length=2000)
    words = forms.CharField(label="Words in it, or in the note", required=False, max_length=200)
    account: "forms.ModelChoiceField[OfficialAccount]" = forms.ModelChoiceField(
        label="Account",
        queryset=None,
        required=False,
        empty_label="Any account",
        error_messages={"invalid_choice": "Choose an account from the list"},
    )
    kind = forms.ChoiceField(
        label="Action",
        choices=[("", "Any action"), *ModerationAction.Kind.choices],
        required=False,
        error_messages={"invalid_choice": "Choose an action from the list"},
    )
    reason = forms.ChoiceField(
        label="Reason",
        required=False,
        error_messages={"invalid_choice": "Choose a reason from the list"},
    )
    office: "forms.ModelChoiceField[Office]" = forms.ModelChoiceField(
        label="Decided as",
        queryset=None,
        required=False,
        empty_label="Any office",
        error_messages={"invalid_choice": "Choose an office from the list"},
    )
    show = forms.ChoiceField(
        label="What waits",
        choices=[
            ("", "All entries"),
            (TO_CONFIRM, "To confirm on the platform"),
            (NO_REFERENCE, "Reports without their reference"),
            (APPEALS, "Objections to answer"),
        ],
        required=False,
        error_messages={"invalid_choice": "Choose from the list"},
    )
    since = GovukDateField(label="From", required=False)
    until = GovukDateField(label="To", required=False)

    def narrow(self) -> None:
        self.offer("account", self.council.official_accounts.all())
        self.offer("office", self.council.offices.all())
        reasons = [(reason.code, reason.label) for reason in removal_reasons(self.council)]
        self.offer_choices("reason", [("", "Any reason"), *reasons])

    def clean_reference(self) -> int | None:
        """The number in the reference."""
        typed = "".join(self.cleaned_data["reference"].split())
        if not typed:
            return None
        found = REFERENCE.fullmatch(typed)
        if not found or not self.council.items.for_everyone().filter(number=found[1]).exists():
            raise ValidationError(f"Nothing here has the reference {typed}")
        return int(found[1])

    def clean_handle(self) -> str:
        """As handles are compared."""
        return handle_key(self.cleaned_data["handle"])

    def clean_url(self) -> list[str]:
        """What tells the address apart, however it was copied and whatever stands there."""
        typed = self.cleaned_data["url"].strip()
        if not typed:
            return []
        found = keys_of(tidy_address(typed)[0])
        if not found:
            raise ValidationError(
                "This address does not tell one post or comment from others. Copy the address of "
                "the post or comment itself, or search by handle and dates"
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first")
        return cleaned

    @property
    def filters(self) -> dict[str, Any]:
        """What was asked for, as `find` takes it; empty for all entries."""
        named = {("url_keys" if name == "url" else name): value for name, value in self.asked}
        return {name: value for name, value in named.items() if value}

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What was asked for, by the names of the fields, to read above the list."""
        return [
            (str(self.fields[name].label), self._word(name)) for name, value in self.asked if value
        ]

    def _word(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(value, date):
            return when_in_words(value)
        if isinstance(field, forms.ModelChoiceField):
            return str(value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices)[value])  # type: ignore[arg-type]  # none is grouped
        return str(self.data[name])

    @property
    def asked(self) -> list[tuple[str, Any]]:
        """Field names and cleaned values, in the order of the form."""
        return [(name, self.cleaned_data[name]) for name in self.fields]
