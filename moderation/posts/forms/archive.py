"""The filters of the archive. They live in the address, so that a list can be kept or sent."""

from typing import Any

from django import forms

from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class PeriodForm(CouncilForm):
    """Two days and all that lies between them."""

    since = GovukDateField(label="From")
    until = GovukDateField(label="To")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must not be before the first")
        return cleaned


class ArchiveForm(PeriodForm):
    """Which posts: by words, account, days, take-down and authority. Empty means all of them."""

    words = forms.CharField(label="Words in the post", required=False, max_length=200)
    account: "forms.ModelChoiceField[OfficialAccount]" = forms.ModelChoiceField(
        label="Account",
        queryset=None,
        required=False,
        empty_label="Any account",
        error_messages={"invalid_choice": "Choose an account from the list"},
    )
    since = GovukDateField(label="From", required=False)
    until = GovukDateField(label="To", required=False)
    taken_down = forms.BooleanField(label="Only those taken down on these days", required=False)
    authority = forms.CharField(
        label="Authority",
        help_text="A clause, a minute or a name, for example 24/101",
        required=False,
        max_length=200,
    )

    field_order = ["words", "account", "since", "until", "taken_down", "authority"]

    def narrow(self) -> None:
        self.offer("account", self.council.official_accounts.all())

    @property
    def filters(self) -> dict[str, Any]:
        """What was asked for, and nothing else; empty for all posts."""
        return {name: value for name, value in self.cleaned_data.items() if value}
