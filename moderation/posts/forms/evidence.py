"""Pictures as evidence, and the address of a post: what several forms of posts ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.people.models import Person
from accounts.register.addresses import address_problem
from accounts.register.models import OfficialAccount
from accounts.register.post_addresses import post_address_problem
from councilsm.files.fields import PICTURES
from councilsm.files.intake import FileRefused, take_in
from councilsm.tenancy import CouncilForm


def picture_field(label: str, help_text: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )


class EvidenceForm(CouncilForm):
    """A form with optional pictures, which stay chosen when it must be shown again.

    A browser forgets what was chosen, so each upload is taken in first and known by its digest.
    Cleans such a field to a `StoredFile` or None.
    """

    #: The file fields; each has a hidden companion that holds the digest of what is kept.
    pictures: tuple[str, ...] = ()

    def narrow(self) -> None:
        self.refused_files: dict[str, str] = {}
        for name in self.pictures:
            self.fields[kept(name)] = forms.CharField(
                required=False, max_length=64, widget=forms.HiddenInput
            )

    def keep_files(self, actor: Person) -> None:
        """Takes in what was uploaded. Call before asking whether the form is valid."""
        for name in self.pictures:
            upload = self.files.get(name)
            if upload is None:
                digest = self.data.get(kept(name)) or ""
                self.initial[name] = self.council.files.filter(digest=digest).first()
                continue
            try:
                stored = take_in(upload, council=self.council, actor=actor)
            except FileRefused as error:
                self.refused_files[name] = error.sentence
            else:
                # So that the form, shown again, has the file and says which.
                self.initial[name] = stored
                self.rebind(**{kept(name): stored.digest})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.pictures:
            cleaned.pop(kept(name), None)
            cleaned[name] = self.initial.get(name)
            if name in self.refused_files:
                # An empty file is refused twice, by Django in its words and here in ours.
                self.errors.pop(name, None)
                self.add_error(name, self.refused_files[name])
        return cleaned


def kept(name: str) -> str:
    """The hidden field that remembers an upload."""
    return f"{name}_kept"


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
