"""The address of a post, with pictures as evidence: what several forms of posts ask for."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.register.addresses import address_problem
from accounts.register.models import OfficialAccount
from accounts.register.post_addresses import post_address_problem
from councilsm.files.evidence import EvidenceForm


class PostAddressForm(EvidenceForm):
    """Asks for the address of a post; doubts it once, and takes it when told that it is right."""

    url = forms.URLField(
        label="Address of the post",
        help_text="Open the post and copy the address from your browser",
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": "Enter the address of the post",
            "invalid": "Enter the full address of the post, starting with https://",
        },
    )
    address_is_right = forms.BooleanField(
        label="It is right, save it anyway",
        help_text="The record will say what was doubtful about it",
        required=False,
    )
    #: The address that the warning was about: another one is doubted anew.
    warned_about = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def narrow(self) -> None:
        super().narrow()
        self.tick = self.fields["address_is_right"]
        if not (self.is_bound and self.data.get("warned_about")):
            del self.fields["address_is_right"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if problem := address_problem(url):
            raise ValidationError(problem)
        return url

    def doubt(self, account: OfficialAccount | None) -> None:
        """Warns of an address that is not on the account, unless somebody said that it is right."""
        url = self.cleaned_data.get("url")
        ticked = self.cleaned_data.pop("address_is_right", False)
        warned_about = self.cleaned_data.pop("warned_about", "")
        if not url or account is None:
            return
        problem = post_address_problem(account, url)
        if not problem or (ticked and warned_about == url):
            return
        self.rebind(warned_about=url, address_is_right="")
        self.show_tick()
        self.add_error("url", f"{problem} Correct it, or tick “{self.tick.label}”")

    def show_tick(self) -> None:
        """Puts the tick under the address."""
        fields: dict[str, forms.Field] = {}
        for name, field in self.fields.items():
            fields[name] = field
            if name == "url":
                fields["address_is_right"] = self.tick
        self.fields = fields
