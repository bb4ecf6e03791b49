"""The forms of devices."""

from operator import attrgetter
from typing import Any

from django import forms

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.models import Device, DevicePermission
from accounts.people.models import Membership
from councilsm.forms import GovukDateField
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm


class DeviceForm(CouncilForm):
    """A device; whoever does not keep the register enters their own only."""

    name = forms.CharField(
        label="What do you call it?",
        help_text="For example, Laptop 07 or Ana’s phone",
        max_length=120,
        error_messages={"required": "Enter a name for the device"},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=Device.Kind.choices,
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
        error_messages={"required": "Select what it is"},
    )
    belongs = forms.ChoiceField(
        label="Whose device is it?",
        choices=[
            (Device.Belongs.COUNCIL, "The council’s"),
            (Device.Belongs.PERSONAL, "Personal: anything the council does not own"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is the council’s or personal"},
    )
    holder: Any = forms.ModelChoiceField(
        None,
        label="Who uses it?",
        help_text="Of a personal device, its owner. Leave empty if several use it",
        required=False,
        empty_label="Nobody in particular",
    )
    asset_number = forms.CharField(
        label="Asset number, if it has one", max_length=60, required=False
    )
    starts_on = GovukDateField(label="In use since", initial=today)
    form_key = key_field()

    def __init__(self, *args: Any, council: Council, own: Membership | None, **kwargs: Any) -> None:
        self.own = own
        super().__init__(*args, council=council, **kwargs)

    def narrow(self) -> None:
        if self.own is not None:
            del self.fields["belongs"], self.fields["holder"], self.fields["asset_number"]
            return
        self.offer("holder", self.council.memberships.to_choose(), attrgetter("goes_by"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.own is not None:
            cleaned |= {"belongs": Device.Belongs.PERSONAL, "holder": self.own}
            return cleaned
        personal = cleaned.get("belongs") == Device.Belongs.PERSONAL
        if personal and not cleaned.get("holder") and "holder" not in self.errors:
            self.add_error("holder", "Select whose device it is")
        return cleaned


class ParticularsForm(DeviceForm):
    """The same for a device that is in use already."""

    def narrow(self) -> None:
        super().narrow()
        del self.fields["starts_on"], self.fields["form_key"]


class PermitForm(CouncilForm):
    """A permission for a personal device, never without an end."""

    starts_on = GovukDateField(label="First day", initial=today)
    ends_on = GovukDateField(label="Last day", help_text="Included. A permission always has an end")
    saved_logins = forms.BooleanField(
        label="Logins to the council’s accounts may be saved on it", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        elif last and last < today():
            self.add_error("ends_on", "The last day cannot be in the past")
        return cleaned


class AcceptForm(CouncilForm):
    """Each commitment by itself; from paper, where it is kept."""

    def __init__(
        self, *args: Any, council: Council, permission: DevicePermission, paper: bool, **kwargs: Any
    ) -> None:
        self.lines = permission.commitments.splitlines()
        self.paper = paper
        super().__init__(*args, council=council, **kwargs)

    def narrow(self) -> None:
        if self.paper:
            self.fields["paper_reference"] = forms.CharField(
                label="Where is the signed paper kept?",
                help_text="For example, personnel file 7",
                max_length=120,
                error_messages={"required": "Say where the signed paper is kept"},
            )
            return
        for number, line in enumerate(self.lines):
            self.fields[f"line_{number}"] = forms.BooleanField(
                label=line, error_messages={"required": f"Tick the box: {line}"}
            )


class ReasonForm(CouncilForm):
    """Why a permission is withdrawn."""

    reason = forms.CharField(
        label="Why do you withdraw it?",
        help_text="Its owner will see this",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why you withdraw it"},
    )


class EndForm(CouncilForm):
    """The last day of a device."""

    ends_on = GovukDateField(label="Last day in use", initial=today)


class LoseForm(CouncilForm):
    """What is known of a lost device."""

    lost_on = GovukDateField(label="When was it lost or stolen?", initial=today)
    what_happened = forms.CharField(
        label="What happened?",
        help_text="No names of other people, no passwords",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what happened"},
    )


class CloseForm(CouncilForm):
    """What became of a lost device."""

    found = forms.ChoiceField(
        label="Is it back in use?",
        choices=[("no", "No, it is out of use"), ("yes", "Yes, it was found")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is back in use"},
    )
    outcome = forms.CharField(
        label="What became of it?",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say what became of it"},
    )
