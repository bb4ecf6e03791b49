"""The address of a post, with pictures as evidence: what several forms of posts ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.register.addresses import address_problem
from accounts.register.models import OfficialAccount
from accounts.register.post_addresses import post_address_problem
from councilsm.files.evidence import EvidenceForm, picture_field
from moderation.drafts.words import LONGEST, WordsField, words_field


def exact_words(label: str, rows: int = 6) -> forms.CharField:
    """A box for the words of a post, kept as they are typed."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def sentences(label: str, missing: str = "", help_text: str = "") -> forms.CharField:
    """A box for a reason or a note.

    Args:
        missing: what to say when it stays empty; empty where it may.
    """
    return words_field(label, missing, help_text, rows=3)


def line(label: str, longest: int, help_text: str = "") -> forms.CharField:
    """One line that may stay empty.

    Args:
        longest: how many characters it takes; more are refused, not cut.
    """
    return WordsField(label=label, help_text=help_text, required=False, max_length=longest)


def screenshot_field() -> forms.FileField:
    return picture_field(
        "Screenshot (optional)", "A picture of the post as it looks on the platform"
    )


#: Either of them says where the copy is.
RECORD_COPY = ("record_copy", "record_copy_file")


class RecordCopyForm(EvidenceForm):
    """Asks where the copy of a post is kept that is taken down."""

    record_copy = line(
        "Where is the record copy?",
        200,
        "A paper file or a page of the website, for example “paper file 12”",
    )
    record_copy_file = picture_field(
        "Or add the record copy here", "A screenshot of the whole post"
    )

    pictures: tuple[str, ...] = ("record_copy_file",)

    def require_copy(self, cleaned: dict[str, Any]) -> None:
        """Asks for the copy together with everything else that is missing."""
        if not any(map(cleaned.get, RECORD_COPY)) and not any(map(self.errors.get, RECORD_COPY)):
            self.add_error(
                "record_copy", "Say where the record copy is, or add it: the post is public record"
            )


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
        self.put_under("url", address_is_right=self.tick)
        self.add_error("url", f"{problem} Correct it, or tick “{self.tick.label}”")

    def put_under(self, above: str, **more: forms.Field) -> None:
        """Asks more, right under a field that it is about."""
        fields: dict[str, forms.Field] = {}
        for name, field in self.fields.items():
            fields[name] = field
            if name == above:
                fields |= more
        self.fields = fields
