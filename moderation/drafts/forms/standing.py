"""The forms of a standing approval: asking for one, deciding and ending it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.consulting import ToConsult
from accounts.people.consulting_form import ConsultingForm
from councilsm.forms import GovukDateField
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm
from moderation.drafts.blanks import blanks_of, fault_in_template, takes
from moderation.drafts.lapsed import STANDING_KINDS
from moderation.drafts.models import KINDS
from moderation.drafts.words import WordsField, words_field

#: Digits of a row's number, at most: one more and SQLite cannot look for it.
MOST_DIGITS = 18
#: Characters of the words, and of the places.
LONGEST_WORDS = 5_000
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
KINDS_ALLOWED = [(code, label) for code, label in KINDS if code in STANDING_KINDS]
CHOOSE_ACCOUNTS = {
    "required": "Choose at least one account",
    "invalid_choice": "Choose accounts from the list",
    "invalid_pk_value": "Choose accounts from the list",
}


class AccountsField(forms.ModelMultipleChoiceField):
    """Accounts to choose among."""

    def clean(self, value: Any) -> Any:
        """The accounts; raises as its kind does, also for a number that no column could hold."""
        if any(len(str(pk)) > MOST_DIGITS for pk in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


def accounts_field(label: str) -> AccountsField:
    return AccountsField(
        label=label,
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE_ACCOUNTS,
    )


#: What binds a blank: the field that must then be filled in, and what is said if it is not.
BOUND_BY = [
    ("place", "places", "Say which places it is for"),
    ("link", "sites", "Say which sites the link may lead to"),
]


class ProposeForm(CouncilForm):
    """What a standing approval is asked for."""

    title = WordsField(
        max_length=120,
        help_text="For your colleagues, for example Road closures",
        error_messages={"required": "Enter a title"},
    )
    kind = forms.ChoiceField(
        label="What is it for?",
        choices=KINDS_ALLOWED,
        initial=Kind.NEW_POST.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is for"},
    )
    accounts = accounts_field("Where may it be posted?")
    words = WordsField(
        label="The words, with blanks",
        help_text="Write {date}, {time}, {place} or {link} where something changes each time. "
        "Everything else goes out as it stands here",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter the words"},
    )
    places = WordsField(
        label="What {place} may say",
        help_text="Only if the words have a {place}. One a line, for example High Street",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sites = WordsField(
        label="Sites that {link} may lead to",
        help_text="Only if the words have a {link}. One a line, for example "
        "www.centralbedfordshire.gov.uk",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts_on = GovukDateField(label="From which day?")
    ends_on = GovukDateField(label="Until which day?", help_text="Within 12 months of today")
    form_key = key_field()

    def narrow(self) -> None:
        self.offer("accounts", self.council.official_accounts.live())
        self.initial.setdefault("starts_on", today())

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        fault = fault_in_template(words)
        if fault:
            raise ValidationError(fault)
        return words

    def clean_places(self) -> str:
        """Places, each on a line of its own."""
        lines = unicodedata.normalize("NFC", self.cleaned_data["places"]).splitlines()
        places = [fits("place", " ".join(line.split())) for line in lines if line.strip()]
        return "\n".join(dict.fromkeys(places))

    def clean_sites(self) -> str:
        """Host names, each on a line of its own; a whole address is cut down to its host."""
        hosts = []
        for line in self.cleaned_data["sites"].lower().split():
            try:
                host = urlsplit(line if "//" in line else f"//{line}").hostname or ""
            except ValueError:
                host = ""
            if not HOST.fullmatch(host):
                raise ValidationError(f"Enter a site such as www.example.gov.uk, not “{line[:60]}”")
            hosts.append(host)
        return "\n".join(dict.fromkeys(hosts))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must not be before the first")
        blanks = blanks_of(cleaned.get("words", ""))
        for blank, name, missing in BOUND_BY:
            if blank in blanks and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        return cleaned


class DecideStandingForm(ConsultingForm):
    APPROVE, REFUSE = "approve", "refuse"

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=[(APPROVE, "Approve"), (REFUSE, "Do not approve")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether you approve it",
            "invalid_choice": "Choose whether you approve it",
        },
    )
    note = words_field("Why not?", help_text="The author will see this", rows=4)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    reveals = {"outcome": {REFUSE: ["note"]}}

    def ask_consulted(self, wanted: Sequence[ToConsult]) -> list[str]:
        names = super().ask_consulted(wanted)
        self.reveals = {"outcome": {self.APPROVE: names, self.REFUSE: ["note"]}}
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == self.APPROVE:
            self.require_consulted(cleaned)
        if cleaned.get("outcome") == self.REFUSE and not cleaned.get("note", "").strip():
            self.add_error("note", "Say why it is not approved")
        return cleaned


class EndStandingForm(CouncilForm):
    reason = words_field("Why does it end early?", "Say why it ends early")


REFUSED = {
    "time": "Enter a time, for example 9:15am or 6am to 4pm",
    "place": "Enter one place a line, up to 80 characters each, with letters, numbers, spaces and "
    ", ’ & ( ) / - only",
    "link": "Enter a plain web address that starts with https:// and has no # or user name",
}


def fits(blank: str, value: str) -> str:
    """A value that may stand in a blank.

    Raises:
        ValidationError: it holds markup, braces, line ends or anything else a blank does not take.
    """
    if not takes(blank, value):
        raise ValidationError(REFUSED[blank], code="invalid")
    return value
