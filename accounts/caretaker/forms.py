"""The forms of the caretaker, and of a lost second factor."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.caretaker.actions import Newcomer
from accounts.caretaker.questions import GONE, clerks
from accounts.dates import today
from accounts.leavers.models import Departure
from accounts.people.models import Absence, Appointment, Membership
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm

NEW = "new"
REASON_HINT = "What was lost, and how you know that it is they who ask: for example, in person"


class CaretakerForm(CouncilForm):
    """A form about other people than the caretaker."""

    def __init__(self, *args: Any, caretaker: Membership, **kwargs: Any) -> None:
        self.caretaker = caretaker
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class BringInForm(CaretakerForm):
    """An acting or locum clerk: a member, or somebody new."""

    who = forms.ChoiceField(
        label="Who is to act as clerk?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who is to act as clerk"},
    )
    member: Any = forms.ModelChoiceField(None, label="Which member?", required=False)
    name = forms.CharField(label="Full name", max_length=120, required=False)
    email = forms.EmailField(
        label="Email address",
        required=False,
        help_text="Their own. The invitation goes there at once and works for 7 days",
    )
    category = forms.ChoiceField(label="How do they belong to the council?", required=False)
    kind = forms.ChoiceField(
        label="How do they hold the office?",
        choices=[
            (Appointment.Kind.ACTING, "Acting: somebody of the council, for a time"),
            (Appointment.Kind.LOCUM, "Locum: somebody from outside, for a time"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select acting or locum"},
    )
    unpaid = forms.BooleanField(
        label="They are a councillor, and the minute says that they act without pay",
        required=False,
    )
    minute = forms.CharField(
        label="Minute by which the council appointed them",
        max_length=60,
        error_messages={"required": "Enter the number of the minute"},
    )
    starts_on = GovukDateField(label="First day", initial=today)
    ends_on = GovukDateField(
        label="Last day, if it is known",
        required=False,
        help_text="Included. Needed where the clerk is only away; empty means until further notice",
    )

    field_order = ["who", "kind", "minute", "starts_on", "ends_on"]

    def narrow(self) -> None:
        self.reveals: dict[str, Any] = {
            "who": {"member": ["member", "unpaid"], NEW: ["name", "email", "category"]}
        }
        self.offer_choices(
            "who", [("member", "Somebody who belongs to the council"), (NEW, "Somebody new")]
        )
        people = self.council.memberships.to_choose().exclude(pk=self.caretaker.pk)
        people = people.exclude(closes_at__lte=timezone.now())
        self.offer("member", people.filter(can_sign_in=True), lambda row: row.goes_by)
        councillors = {Membership.Category.COUNCILLOR, Membership.Category.CO_OPTED}
        self.offer_choices(
            "category",
            [
                (value, label)
                for value, label in Membership.Category.choices
                if value not in councillors
            ],
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        wanted = {
            "member": {"member": "Select the member"},
            NEW: {
                "name": "Enter their name",
                "email": "Enter their email address",
                "category": "Select how they belong to the council",
            },
        }
        for name, words in wanted.get(cleaned.get("who", ""), {}).items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `bring_in` takes."""
        cleaned = self.cleaned_data
        who: Any = cleaned["member"]
        if cleaned["who"] == NEW:
            who = Newcomer(cleaned["name"], cleaned["email"], cleaned["category"])
        names = ("kind", "minute", "starts_on", "ends_on")
        unpaid = cleaned["who"] == "member" and cleaned["unpaid"]
        return {name: cleaned[name] for name in names} | {"who": who, "unpaid": unpaid}


class ClerkForm(CaretakerForm):
    """About whoever holds the clerk's office now."""

    also_suspended = False
    membership: Any = forms.ModelChoiceField(
        None,
        label="Who?",
        empty_label=None,
        error_messages={"required": "Select who it is about"},
    )

    def narrow(self) -> None:
        rows = clerks(self.council, suspended=self.also_suspended)
        rows = rows.exclude(pk=self.caretaker.pk)
        self.offer("membership", rows, lambda row: row.goes_by)
        if rows.count() > 1:  # nobody is the one by an omission
            field: Any = self.fields["membership"]
            field.empty_label = "Choose who"


class EndSignInForm(ClerkForm):
    """The clerk is gone; a suspended one may have been dismissed since."""

    also_suspended = True
    kind = forms.ChoiceField(
        label="What happened?",
        choices=[(kind.value, kind.label) for kind in GONE],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    minute = forms.CharField(
        label="Minute by which the council decided it", max_length=120, required=False
    )
    note = forms.CharField(
        label="Anything else to know (optional)",
        help_text="Nothing about anybody’s health",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    field_order = ["membership", "kind", "minute", "note"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if kind and kind != Departure.Kind.DIED and not cleaned.get("minute"):
            self.add_error("minute", "Enter the number of the minute")
        return cleaned


class AwayForm(ClerkForm):
    """The clerk is away and could not record it."""

    starts_on = GovukDateField(label="First day", initial=today)
    ends_on = GovukDateField(
        label="Last day, if it is known",
        required=False,
        help_text="Included. Leave empty until further notice",
    )
    reason = forms.ChoiceField(
        label="Why? (optional)",
        help_text="One word is enough. Nothing about anybody’s health is kept here",
        choices=[("", "Not said"), *Absence.Reason.choices],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        elif last and last < today():
            self.add_error("ends_on", "The last day cannot be in the past")
        return cleaned


class ClerksFactorForm(ClerkForm):
    """The clerk lost their second factor."""

    reason = forms.CharField(
        label="Why is it taken off?",
        help_text=REASON_HINT,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Enter why it is taken off"},
    )


class FactorForm(CouncilForm):
    """A member lost their second factor."""

    reason = forms.CharField(
        label="Why should it be taken off?",
        help_text=REASON_HINT,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Enter why it should be taken off"},
    )


class AttestForm(CaretakerForm):
    """All reasonable measures were taken."""

    words = forms.CharField(
        label="What do you attest?",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        initial=(
            "All reasonable measures were taken so that the former clerk can no longer get into "
            "any account of the council."
        ),
        error_messages={"required": "Enter what you attest"},
    )
