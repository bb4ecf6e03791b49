"""The form that fills in the blanks of a standing approval."""

import re
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from accounts.councils.wording import either
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
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions.copying import WorkingCopy, typed_moment
from moderation.drafts.blanks import BLANKS, LONGEST_LINK, blanks_of, filled
from moderation.drafts.forms.particulars import in_period_fields, in_period_from
from moderation.drafts.forms.standing import accounts_field, fits
from moderation.drafts.models import EXPIRES_AFTER, StandingApproval
from policies.elections.questions import each_in_words, remember_periods

LAST_MINUTE = time(23, 59)


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
        help_text="Leave empty for the date in the words, or seven days where they have none, or "
        "its last day if that is sooner",
        required=False,
    )
    #: Of this page, so that a page sent twice makes one draft.
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    #: The date that was filled in; None where the words have no blank for one.
    day: date | None = None

    def __init__(self, *args: Any, standing: StandingApproval, **kwargs: Any) -> None:
        self.standing = standing
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        live = self.standing.accounts.filter(status=OfficialAccount.Status.LIVE)
        self.offer("accounts", live)
        self.initial.setdefault("accounts", list(live))
        self.initial.setdefault("form_key", uuid4())
        blanks = {name: blank_field(name, self.standing) for name in blanks_of(self.standing.words)}
        self.fields = {**blanks, **self.fields}
        if periods := remember_periods(self.council):
            self.fields |= in_period_fields(each_in_words(periods))

    def clean_time(self) -> str:
        """A time, or one to another: "6am to 4pm"."""
        clocks = re.split(r"\s+to\s+|\s*[-–]\s*", self.cleaned_data["time"])
        return fits("time", " to ".join(time_in_words(parse_time(clock)) for clock in clocks))

    def clean_link(self) -> str:
        """An https address without anything that could hide where it leads."""
        link: str = self.cleaned_data["link"]
        host, _, rest = link.partition("//")[2].partition("/")
        return fits("link", f"{link.partition('//')[0].lower()}//{host.lower()}/{rest}".rstrip("/"))

    def clean_date(self) -> str:
        day: date = self.cleaned_data["date"]
        if day < today():
            raise forms.ValidationError("That day has passed. Enter today or a later day")
        self.day = day
        return when_in_words(day)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        not_before, not_after = cleaned.get("not_before"), cleaned.get("not_after")
        if not_before and not_after and not_after <= not_before:
            self.add_error("not_after", "The latest time must be after the earliest one")
        self.said = in_period_from(self, cleaned, self.standing.kind)
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
            particulars=Particulars().model_copy(update=self.said),
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
            **{name: [value] for name, value in self.said.items()},
        }

    def _latest(self) -> datetime:
        """The end of the day it is about, else seven days on, but not beyond the last day.

        What is about a day is no use after it, and may well be wanted until then.
        """
        begins = self.cleaned_data["not_before"] or timezone.now()
        last = in_london(self.standing.ends_on, LAST_MINUTE)
        latest = (begins + EXPIRES_AFTER).astimezone(LONDON).replace(second=0, microsecond=0)
        if self.day is not None and begins < (ends := in_london(self.day, LAST_MINUTE)):
            latest = ends
        return min(latest, last) if begins < last else latest


def blank_field(name: str, standing: StandingApproval) -> forms.Field:
    """The field that fills one blank."""
    label = BLANKS[name]
    if name == "date":
        return GovukDateField(label=label)
    if name == "link":
        return forms.URLField(
            label=label,
            help_text=f"To {either(standing.sites.split())}, starting with https://. "
            "A link to another site waits for approval.",
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
    return forms.ChoiceField(
        label=label,
        choices=[
            ("", "Choose the place"),
            *((place, place) for place in standing.places.splitlines()),
        ],
        error_messages={
            "required": "Choose the place",
            "invalid_choice": "Choose a place from the list",
        },
    )
