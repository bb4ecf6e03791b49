"""Who leaves, why, and at which moment."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from accounts.dates import today
from accounts.hours.working_days import last_shift_end
from accounts.leavers.actions.judging import moment_of_kind
from accounts.leavers.forms.fields import words
from accounts.leavers.models import Departure
from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from councilsm.forms import DATE_EXAMPLE, GovukDateField, in_london, parse_time, when_in_words
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm

Kind = Departure.Kind

#: What each kind does, in a line.
KINDS_SAY: dict[str, str] = {
    Kind.PLANNED: "Every right ends at the moment you give",
    Kind.REDUNDANCY: "Every right ends at the moment you give",
    Kind.DISMISSAL: "Every right ends at once, unless you give a moment",
    Kind.CONTRACT_END: "Every right ends at the moment you give, also of a locum",
    Kind.SUSPENSION: "They are kept out at once, and come back unless they are dismissed",
    Kind.LONG_LEAVE: "They are kept out while they are away, such as for parental leave",
    Kind.JOB_CHANGE: "They stay. The office ends with the last day in it. You decide which access "
    "they keep, and say why",
    Kind.NOT_RE_ELECTED: "After an election, you can record everybody on one page",
    Kind.RESIGNED: "Every right ends at the moment you give",
    Kind.DISQUALIFIED: "Every right ends at once, unless you give a moment",
    Kind.DIED: "Every right ends at once. No message goes to them",
    Kind.CIVIC: "They stay. The civic account passes on at the end of the last day",
}
NOW, IN_PERSON = "now", "in_person"
TOLD = [
    (NOW, "Now, by email. They can read what is planned"),
    (IN_PERSON, "No message until their rights end. Somebody tells them in person first"),
]
#: Where a rule has them do so (FTC-6.7-e).
FIRST_THEMSELVES = "First they take themselves off every account on their own device"
BACK = f"For example, {DATE_EXAMPLE}. Leave empty if it is not known"
#: Which field of the form holds what, by kind: a choice reveals only fields of its own.
BACK_ON = {Kind.SUSPENSION: "suspended_until", Kind.LONG_LEAVE: "leave_until"}
OFFICE = {Kind.JOB_CHANGE: "old_office", Kind.CIVIC: "civic_office"}


def minute_field() -> forms.CharField:
    return forms.CharField(
        label="Minute or other authority, if there is one", max_length=120, required=False
    )


def time_field(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="At what time? (optional)",
        help_text=help_text,
        max_length=20,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )


class MomentForm(CouncilForm):
    """A last day, and a time on it where it is not the usual one."""

    last_day = GovukDateField(label="Last day")
    last_time = time_field(
        "For example, 5pm. Leave empty for the end of their shift, or of a day on which they do "
        "not work"
    )

    def clean_last_time(self) -> time | None:
        typed = self.cleaned_data["last_time"]
        return parse_time(typed) if typed.strip() else None

    def moment(self, cleaned: dict[str, Any], membership: Membership | None) -> datetime | None:
        """The moment that day and time give; None where either is missing or wrong.

        Args:
            membership: whose last shift counts where no time was given; None for the day's end.
        """
        day, clock = cleaned.get("last_day"), cleaned.get("last_time")
        if not isinstance(day, date) or "last_time" in self.errors:
            return None
        if clock is None and membership is not None:
            return last_shift_end(membership, day)
        try:
            return in_london(day, clock or time(23, 59))
        except forms.ValidationError as error:  # the clocks skip it
            self.add_error("last_time", error)
            return None

    @property
    def ends_now(self) -> bool:
        """Whether rights end with the click: at once, or at a moment that has passed."""
        ends_at = self.cleaned_data["ends_at"]
        return ends_at is None or ends_at <= timezone.now()


class DepartureForm(MomentForm):
    """Cleans to what `record_departure` takes, with the council left out."""

    membership: Any = forms.ModelChoiceField(
        None,
        label="Who leaves?",
        empty_label="Choose",
        error_messages={"required": "Select who leaves"},
    )
    kind = forms.ChoiceField(
        label="Why?",
        choices=Kind.choices,
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
        error_messages={"required": "Select why they leave"},
    )
    suspended_until = GovukDateField(
        label="When is the suspension looked at again? (optional)", help_text=BACK, required=False
    )
    leave_until = GovukDateField(
        label="When are they back? (optional)", help_text=BACK, required=False
    )
    old_office: Any = forms.ModelChoiceField(
        None, label="Which office do they lay down?", required=False, empty_label="None"
    )
    civic_office: Any = forms.ModelChoiceField(
        None, label="Which office passes on?", required=False, empty_label="None"
    )
    account: Any = forms.ModelChoiceField(
        None, label="Which account passes on?", required=False, empty_label="None"
    )
    last_day = GovukDateField(
        label="Last day",
        required=False,
        help_text=f"For example, {DATE_EXAMPLE}. It stays the last day, also where they do not "
        "work on it. Leave empty where they are kept out at once",
    )
    told = forms.ChoiceField(
        label="When are they told?",
        choices=TOLD,
        initial=NOW,
        required=False,
        help_text="Whoever is dismissed, suspended or disqualified is told when it takes effect. "
        "Nobody writes to somebody who died. On their own record everybody reads their last day",
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
    )
    minute = minute_field()
    note = words("Note (optional)", help_text="Only what others who end the access must know")
    form_key = key_field()

    field_order = ["membership", "kind", "last_day", "last_time", "told", "minute", "note"]

    def narrow(self) -> None:
        self.option_hints = {"kind": dict(KINDS_SAY)}
        if self.council.rulebook.rules.self_removal.value:
            self.option_hints["kind"][Kind.REDUNDANCY] += f". {FIRST_THEMSELVES}"
        self.reveals = {
            "kind": {
                Kind.SUSPENSION: ["suspended_until"],
                Kind.LONG_LEAVE: ["leave_until"],
                Kind.JOB_CHANGE: ["old_office"],
                Kind.CIVIC: ["civic_office", "account"],
            }
        }
        people = self.council.memberships.to_choose()
        self.offer("membership", people, called=lambda row: str(row.goes_by))
        for name in OFFICE.values():
            self.offer(name, self.council.offices.all())
        civic = self.council.official_accounts.running().filter(kind=OfficialAccount.Kind.CIVIC)
        self.offer("account", civic)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, member = cleaned.get("kind", ""), cleaned.get("membership")
        self.forget_what_is_not_asked(kind)
        day = cleaned.get("last_day")
        if day is None and "last_day" not in self.errors:
            if kind and kind not in Departure.AT_ONCE:
                self.add_error("last_day", f"Enter the last day, for example {DATE_EXAMPLE}")
            elif cleaned.get("last_time"):
                self.add_error("last_day", "Enter the day to which the time belongs")
        back = cleaned.get(BACK_ON.get(kind, ""))
        if back and back < (day or today()):
            self.add_error(BACK_ON[Kind(kind)], "They cannot be back before they are away")
        if kind == Kind.CIVIC and not (cleaned.get("civic_office") or cleaned.get("account")):
            self.add_error("civic_office", "Select the office or the account that passes on")
        ends_at = self.moment(cleaned, member) if member else None
        if ends_at is not None:
            ends_at = moment_of_kind(kind, ends_at)
        return {
            "membership": member,
            "kind": kind,
            "ends_at": ends_at,
            "back_on": back,
            "office": cleaned.get(OFFICE.get(kind, "")),
            "account": cleaned.get("account") if kind == Kind.CIVIC else None,
            "minute": cleaned.get("minute", ""),
            "note": cleaned.get("note", ""),
            "form_key": cleaned.get("form_key"),
            "tells_them": cleaned.get("told") != IN_PERSON,
        }

    def tell_usual_time(self, membership: Membership) -> None:
        """Says with the time what the end of somebody's last shift is."""
        usual = last_shift_end(membership, membership.ends_on or today() + timedelta(days=7))
        self.fields["last_time"].help_text = (
            "For example, 5pm. Leave empty for the end of their shift, or of a day on which they "
            f"do not work, such as {when_in_words(usual)}"
        )

    def forget_what_is_not_asked(self, kind: str) -> None:
        """Drops the errors of fields that another kind would have revealed."""
        for other, names in self.reveals["kind"].items():
            for name in names if other != kind else ():
                self.errors.pop(name, None)


class ElectionForm(MomentForm):
    """Cleans to what `record_election` takes, with the council left out."""

    memberships: Any = forms.ModelMultipleChoiceField(
        None,
        label="Who was not re-elected?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select everybody who was not re-elected"},
    )
    last_day = GovukDateField(
        label="Last day in office",
        help_text=f"In England the fourth day after the election. For example, {DATE_EXAMPLE}",
    )
    last_time = time_field("For example, 6pm. Leave empty for the end of that day")
    minute = minute_field()

    field_order = ["memberships", "last_day", "last_time", "minute"]

    def narrow(self) -> None:
        councillors = (Membership.Category.COUNCILLOR, Membership.Category.CO_OPTED)
        rows = self.council.memberships.to_choose().filter(category__in=councillors)
        leaving = self.council.departures.open().exclude(kind__in=Departure.FOR_A_TIME)
        leaving = leaving.exclude(kind__in=Departure.STAYS)
        rows = rows.exclude(pk__in=leaving.values("membership"))
        self.offer("memberships", rows, called=lambda row: str(row.goes_by))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {
            "memberships": list(cleaned.get("memberships") or ()),
            "ends_at": self.moment(cleaned, None),
            "minute": cleaned.get("minute", ""),
        }


class MoveForm(MomentForm):
    """Cleans to what `move_departure` takes, with the departure left out."""

    why = words("Why does the moment move?", "Say why the moment moves")

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        self.membership = membership
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {"ends_at": self.moment(cleaned, self.membership), "why": cleaned.get("why", "")}


class CancelForm(CouncilForm):
    why = words("Why is it cancelled?", "Say why it is cancelled")


class MistakeForm(CouncilForm):
    why = words("What was wrong?", "Say what was wrong")
