"""Asking for access, and deciding about it."""

from typing import Any

from django import forms

from accounts.dates import today
from accounts.grants.forms.fields import MemberField, OfProperty, last_day, members, words
from accounts.grants.levels import least
from accounts.people.models import Membership
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class RequestForm(OfProperty):
    """What somebody asks for."""

    membership: Any = MemberField(None, label="For whom?", empty_label=None)
    level = forms.ChoiceField(
        label="Which level?",
        help_text="The least that will do",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a level"},
    )
    why = words(
        "Why does the job need it?",
        "Say why the job needs it",
        "For example, looks after the carnival page while it runs",
    )
    starts_on = GovukDateField(label="First day", initial=today)
    ends_on = last_day()
    direct_messages = forms.ChoiceField(
        label="Do they need to read direct messages?",
        choices=[("no", "No"), ("yes", "Yes")],
        initial="no",
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
    )
    why_direct_messages = words("Why do they need them?", most=300)
    authorised_devices_only = forms.ChoiceField(
        label="Is it tied to certain devices?",
        choices=[("no", "No"), ("yes", "Yes, only these")],
        initial="no",
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
    )
    devices: Any = forms.ModelMultipleChoiceField(
        None, label="Which?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, member: Membership, others: bool, **kwargs: Any) -> None:
        self.member, self.others = member, others
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.reveals = {
            "direct_messages": {"yes": ["why_direct_messages"]},
            "authorised_devices_only": {"yes": ["devices"]},
        }
        self.offer_levels()
        self.initial.setdefault("level", least(self.what).value)
        if self.others:
            self.offer("membership", members(self.council))
            self.initial.setdefault("membership", self.member.pk)
        else:
            del self.fields["membership"]
        devices = self.council.devices.exclude(ends_on__lt=today())
        if not self.others:
            devices = devices.exclude(belongs="personal") | devices.filter(holder=self.member)
        self.offer("devices", devices)
        # Whose page offered a device that went out of use meanwhile is told, not let off.
        if not devices and self.data.get("authorised_devices_only") != "yes":
            del self.fields["devices"], self.fields["authorised_devices_only"]
            del self.reveals["authorised_devices_only"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["membership"] = cleaned.get("membership") or self.member
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        cleaned["direct_messages"] = cleaned.get("direct_messages") == "yes"
        if cleaned["direct_messages"] and not cleaned.get("why_direct_messages", "").strip():
            self.add_error("why_direct_messages", "Say why the job needs the direct messages")
        tied = cleaned.get("authorised_devices_only") == "yes"
        cleaned["authorised_devices_only"] = tied
        if tied and not cleaned.get("devices"):
            self.add_error("devices", "Select at least one device")
        cleaned["devices"] = list(cleaned.get("devices") or ()) if tied else []
        return cleaned


class DecideForm(CouncilForm):
    GRANT, REFUSE = "grant", "refuse"

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=[(GRANT, "Grant"), (REFUSE, "Refuse")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select your decision"},
    )
    ends_on = last_day()
    reason = words(
        "Why more people with full control than usual?",
        help_text="Only where there would be more than the council’s rules want",
    )
    refusal = words("Why is it refused?", help_text="They will see this")

    reveals = {"outcome": {GRANT: ["ends_on", "reason"], REFUSE: ["refusal"]}}

    def __init__(self, *args: Any, too_many: bool, **kwargs: Any) -> None:
        self.too_many = too_many
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if not self.too_many:
            del self.fields["reason"]
            self.reveals = {"outcome": {self.GRANT: ["ends_on"], self.REFUSE: ["refusal"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == self.REFUSE:
            self.errors.pop("ends_on", None)
            if not cleaned.get("refusal", "").strip():
                self.add_error("refusal", "Say why it is refused")
        return cleaned
