from typing import Any

from django import forms

from accounts.dates import today
from accounts.people.actions import NewAppointment
from accounts.people.models import Appointment, Membership
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class PeriodForm(CouncilForm):
    """A first day and, maybe, a last one."""

    starts_on = GovukDateField(label="First day", initial=today)
    ends_on = GovukDateField(
        label="Last day, if it is known",
        required=False,
        help_text="Included. Leave empty until further notice",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        return cleaned


class ContactForm(CouncilForm):
    """For whom somebody works who is not the council's own, and how they are reached."""

    organisation = forms.CharField(
        label="Whom do they work for? (optional)",
        max_length=120,
        required=False,
        help_text="Only if that is not the council: an agency, a contractor, a partner",
    )
    contact = forms.CharField(
        label="How are they reached there? (optional)",
        max_length=200,
        required=False,
        help_text="For example a telephone number, or who is asked for",
    )


class ChangeContactForm(ContactForm):
    #: What the page showed, so that nobody overwrites unseen what somebody else wrote meanwhile.
    read = forms.CharField(widget=forms.HiddenInput, required=False)


class AddPersonForm(ContactForm, PeriodForm):
    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(
        label="Email address",
        required=False,
        help_text="The invitation goes there. Somebody who has a sign-in already keeps it",
    )
    category = forms.ChoiceField(
        label="How do they belong to the council?",
        choices=[("", "Choose"), *Membership.Category.choices],
        error_messages={"required": "Select how they belong to the council"},
    )
    line_manager: Any = forms.ModelChoiceField(
        None,
        label="Line manager’s office",
        required=False,
        empty_label="None",
    )
    offices = forms.MultipleChoiceField(
        label="Offices they take up",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave empty for none. Their duties come from these",
    )
    sign_in = forms.ChoiceField(
        label="Will they sign in here?",
        choices=[("yes", "Yes"), ("no", "No, only record them")],
        widget=forms.RadioSelect,
        initial="yes",
    )

    field_order = [
        "name",
        "sign_in",
        "email",
        "category",
        "organisation",
        "contact",
        "line_manager",
        "starts_on",
        "ends_on",
        "offices",
    ]

    def narrow(self) -> None:
        self.reveals: dict[str, Any] = {"sign_in": {"yes": ["email"]}, "offices": {}}
        self.option_hints = {
            "sign_in": {"yes": "They get an invitation by email, which works for 7 days"}
        }
        self.offer("line_manager", self.council.offices.all())
        self.by_key = {office.key: office for office in self.council.offices.all()}
        titles = [(key, office.title) for key, office in self.by_key.items()]
        self.offer_choices("offices", titles)
        for key in self.by_key:
            self._ask_about_office(key)

    def _ask_about_office(self, key: str) -> None:
        self.fields[f"kind_{key}"] = forms.ChoiceField(
            label="How do they hold it?",
            choices=Appointment.Kind.choices,
            widget=forms.RadioSelect({"class": "govuk-radios--small"}),
            required=False,
        )
        self.fields[f"minute_{key}"] = forms.CharField(
            label="Minute or other authority, if there is one", max_length=60, required=False
        )
        self.reveals["offices"][key] = [f"kind_{key}", f"minute_{key}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        no_address = not cleaned.get("email") and "email" not in self.errors
        if cleaned.get("sign_in") == "yes" and no_address:
            self.add_error("email", "Enter an email address, or choose no sign-in")
        for key in cleaned.get("offices", ()):
            if not cleaned.get(f"kind_{key}"):
                self.add_error(f"kind_{key}", "Select how they hold this office")
        return cleaned

    def person(self) -> dict[str, Any]:
        """What `add_person` takes."""
        cleaned = self.cleaned_data
        names = (
            *("name", "category", "organisation", "contact", "line_manager"),
            *("starts_on", "ends_on"),
        )
        return {name: cleaned[name] for name in names} | {
            "email": cleaned["email"] or None,
            "can_sign_in": cleaned["sign_in"] == "yes",
            "appointments": [
                NewAppointment(
                    self.by_key[key],
                    cleaned[f"kind_{key}"],
                    cleaned[f"minute_{key}"],
                )
                for key in cleaned["offices"]
            ],
        }


class AppointForm(PeriodForm):
    office: Any = forms.ModelChoiceField(None, label="Office", empty_label="Choose")
    kind = forms.ChoiceField(
        label="How do they hold it?",
        choices=Appointment.Kind.choices,
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
        initial=Appointment.Kind.SUBSTANTIVE,
    )
    minute = forms.CharField(
        label="Minute or other authority, if there is one", max_length=60, required=False
    )

    field_order = ["office", "kind", "minute", "starts_on", "ends_on"]

    def narrow(self) -> None:
        self.offer("office", self.council.offices.all())


class EndForm(CouncilForm):
    """The last day of something."""

    ends_on = GovukDateField(label="Last day", help_text="Included", initial=today)


class JoinForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three words you will remember do well",
        error_messages={"required": "Enter the password you choose"},
    )
