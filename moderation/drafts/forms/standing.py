"""The forms of a standing approval: asking, deciding, ending, and filling in its blanks."""

import re
import unicodedata
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.dates import LONDON, today
from accounts.register.models import OfficialAccount
from councilsm.forms import (
    GovukDateField,
    GovukDateTimeField,
    in_london,
    parse_time,
    time_in_words,
    when_in_words,
)
from councilsm.tenancy import CouncilForm
from moderation.checks.content import Content
from moderation.drafts.actions.copying import WorkingCopy, typed_moment
from moderation.drafts.blanks import (
    BLANKS,
    LONGEST_LINK,
    LONGEST_PLACE,
    blanks_of,
    fault_in_template,
    filled,
    takes,
)
from moderation.drafts.forms.advice import words_field
from moderation.drafts.forms.composing import plain_words
from moderation.drafts.models import EXPIRES_AFTER, KINDS, StandingApproval

HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
#: A share or a correction is about one post, so it cannot be allowed beforehand.
STANDING_KINDS = [kind for kind in KINDS if kind[0] in {Kind.NEW_POST, Kind.REPLY}]
CHOOSE_ACCOUNTS = {
    "required": "Choose at least one account",
    "invalid_choice": "Choose accounts from the list",
    "invalid_pk_value": "Choose accounts from the list",
}


def accounts_field(label: str) -> "forms.ModelMultipleChoiceField[OfficialAccount]":
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE_ACCOUNTS,
    )


class ProposeForm(CouncilForm):
    """What a standing approval is asked for."""

    title = forms.CharField(
        max_length=120,
        help_text="For your colleagues, for example Road closures",
        error_messages={"required": "Enter a title"},
    )
    kind = forms.ChoiceField(
        label="What is it for?",
        choices=STANDING_KINDS,
        initial=Kind.NEW_POST.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is for"},
    )
    accounts = accounts_field("Where may it be posted?")
    words = forms.CharField(
        label="The words, with blanks",
        help_text="Write {date}, {time}, {place} or {link} where something changes each time. "
        "Everything else goes out as it stands here",
        max_length=5000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter the words"},
    )
    sites = forms.CharField(
        label="Sites that {link} may lead to",
        help_text="Only if the words have a {link}. One a line, for example "
        "www.centralbedfordshire.gov.uk",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts_on = GovukDateField(label="From which day?")
    ends_on = GovukDateField(
        label="Until which day?", help_text="Within 12 months of the first day"
    )

    def narrow(self) -> None:
        self.offer("accounts", self.council.official_accounts.live())
        self.initial.setdefault("starts_on", today())

    def clean_words(self) -> str:
        words = plain_words(self.cleaned_data["words"])
        fault = fault_in_template(words)
        if fault or not words:
            raise ValidationError(fault or "Enter the words")
        return words

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
        wanted = "link" in blanks_of(cleaned.get("words", "")) and not cleaned.get("sites")
        if wanted and "sites" not in self.errors:
            self.add_error("sites", "Say which sites the link may lead to")
        return cleaned


class DecideStandingForm(CouncilForm):
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
    note = forms.CharField(
        label="Why not?",
        help_text="The author will see this.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    reveals = {"outcome": {REFUSE: ["note"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == self.REFUSE and not cleaned.get("note", "").strip():
            self.add_error("note", "Say why it is not approved")
        return cleaned


class EndStandingForm(CouncilForm):
    reason = words_field("Why does it end early?", "Say why it ends early")


class UseForm(CouncilForm):
    """The blanks of one standing approval, and nothing else of its words."""

    accounts = accounts_field("Where should it be posted?")
    not_before = GovukDateTimeField(
        label="Post no earlier than (optional)",
        help_text="Leave empty for at once. For example, 3 12 2026 at 9am",
        required=False,
    )
    not_after = GovukDateTimeField(
        label="Post no later than (optional)",
        help_text="Leave empty for seven days, or its last day if that is sooner",
        required=False,
    )

    def __init__(self, *args: Any, standing: StandingApproval, **kwargs: Any) -> None:
        self.standing = standing
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        live = self.standing.accounts.filter(status=OfficialAccount.Status.LIVE)
        self.offer("accounts", live)
        self.initial.setdefault("accounts", list(live))
        blanks = {name: blank_field(name) for name in blanks_of(self.standing.words)}
        self.fields = {**blanks, **self.fields}

    def clean_time(self) -> str:
        """A time, or one to another: "6am to 4pm"."""
        clocks = re.split(r"\s+to\s+|\s*[-–]\s*", self.cleaned_data["time"])
        return fits("time", " to ".join(time_in_words(parse_time(clock)) for clock in clocks))

    def clean_place(self) -> str:
        return fits("place", unicodedata.normalize("NFC", self.cleaned_data["place"]))

    def clean_link(self) -> str:
        """An https address without anything that could hide where it leads."""
        link: str = self.cleaned_data["link"]
        host, _, rest = link.partition("//")[2].partition("/")
        return fits("link", f"{link.partition('//')[0].lower()}//{host.lower()}/{rest}".rstrip("/"))

    def clean_date(self) -> str:
        return when_in_words(self.cleaned_data["date"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_before, not_after = cleaned.get("not_before"), cleaned.get("not_after")
        if not_before and not_after and not_after <= not_before:
            self.add_error("not_after", "The latest time must be after the earliest one")
        return cleaned

    def content(self) -> Content:
        """What goes out, from a valid form."""
        cleaned = self.cleaned_data
        values = {name: cleaned[name] for name in BLANKS if name in cleaned}
        text = filled(self.standing.words, values)
        particular = values.get("place") or values.get("date") or ""
        return Content(
            kind=self.standing.kind,
            title=f"{self.standing.title}: {particular}"[:120]
            if particular
            else self.standing.title,
            texts={account: text for account in cleaned["accounts"]},
            not_before=cleaned["not_before"],
            not_after=cleaned["not_after"] or self._latest(),
        )

    def working_copy(self) -> WorkingCopy:
        """The same as the composer's fields."""
        content = self.content()
        return {
            "title": [content.title],
            "kind": [content.kind],
            "accounts": [str(account.pk) for account in content.texts],
            "text": content.words,
            **typed_moment("not_before", content.not_before),
            **typed_moment("not_after", content.not_after),
        }

    def _latest(self) -> datetime:
        """Seven days on, but not beyond the last day."""
        begins = self.cleaned_data["not_before"] or timezone.now()
        last = in_london(self.standing.ends_on, parse_time("23:59"))
        latest = (begins + EXPIRES_AFTER).astimezone(LONDON).replace(second=0, microsecond=0)
        return min(latest, last) if begins < last else latest


def blank_field(name: str) -> forms.Field:
    """The field that fills one blank."""
    label = BLANKS[name]
    if name == "date":
        return GovukDateField(label=label)
    if name == "link":
        return forms.URLField(
            label=label,
            max_length=LONGEST_LINK,
            assume_scheme="https",
            error_messages={
                "required": "Enter the link",
                "invalid": "Enter a full web address, starting with https://",
            },
        )
    if name == "time":
        return forms.CharField(
            label=label,
            max_length=40,
            help_text="For example, 9:15am or 6am to 4pm",
            error_messages={"required": "Enter the time"},
        )
    return forms.CharField(
        label=label,
        max_length=LONGEST_PLACE,
        help_text="For example, High Street between the church and the library",
        error_messages={"required": "Enter the place"},
    )


REFUSED = {
    "time": "Enter a time, for example 9:15am or 6am to 4pm",
    "place": "Enter the place on one line, with letters, numbers, spaces and , ’ & ( ) / - only",
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
