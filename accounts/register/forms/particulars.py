"""What an account is: the form of a proposal, and what a pasted address fills in."""

from typing import Any

from django import forms

from accounts.councils.models import Council
from accounts.register.addresses import tidy_handle
from accounts.register.fields import AddressField
from accounts.register.forms.common import RegisterForm, office_field, text_field
from accounts.register.identity import identify
from accounts.register.known import known_account
from accounts.register.models import OfficialAccount
from accounts.register.platforms import platform_called
from accounts.register.post_addresses import platform_problem

NO_PLATFORM = "Choose the platform, or paste the address"
UNKNOWN = (
    "We do not know this website. Check how its address is spelt. If it is right, choose “Another "
    "platform”"
)
TWO_PLATFORMS = "Leave this empty, or choose “Another platform”"
NO_HANDLE = "Enter the handle, for example flitwickcouncil"
KNOWN = "This account is already on your register."


def fill_in(form: forms.BaseForm) -> None:
    """Finds platform and handle in the address where they are left empty; says what is missing.

    The handle may come with its @, or as a whole address. The address is one on the platform.
    """
    cleaned = form.cleaned_data
    take_name(form)
    found = identify(cleaned.get("url") or "") or identify(cleaned.get("handle") or "")
    known = found.platform if found and found.platform != OfficialAccount.Platform.OTHER else None
    if known and not cleaned.get("platform") and "platform" not in form.errors:
        cleaned["platform"] = known.value
    handle = tidy_handle(cleaned.get("handle") or "")
    if found and (not handle or "/" in handle) and found.platform != OfficialAccount.Platform.OTHER:
        handle = found.handle
    cleaned["handle"] = handle
    if not cleaned.get("platform") and "platform" not in form.errors:
        form.add_error("platform", UNKNOWN if found and found.platform else NO_PLATFORM)
    if not handle and "handle" not in form.errors:
        form.add_error("handle", NO_HANDLE)
    url, platform = cleaned.get("url"), cleaned.get("platform")
    if url and platform and (problem := platform_problem(platform, url)):
        form.add_error("url", problem)


def take_name(form: forms.BaseForm) -> None:
    """Takes what a platform is called in place of a choice; a former name means the one it has."""
    cleaned = form.cleaned_data
    chosen, name = cleaned.get("platform") or "", cleaned.get("platform_name") or ""
    meant, left = platform_called("", name)
    if name and chosen not in {"", OfficialAccount.Platform.OTHER, meant}:
        form.add_error("platform_name", TWO_PLATFORMS)
    elif name:
        cleaned["platform"], cleaned["platform_name"] = meant, left


def already_known(
    cleaned: dict[str, Any], council: Council, but: int | None = None
) -> OfficialAccount | None:
    """The entry that the form's account has already; None where it has none."""
    if not (cleaned.get("platform") and cleaned.get("handle")):
        return None
    return known_account(
        council,
        platform=cleaned["platform"],
        platform_name=cleaned.get("platform_name") or "",
        handle=cleaned["handle"],
        url=cleaned.get("url") or "",
        but=but,
    )


class ProposalForm(RegisterForm):
    """What is proposed: an account that does not exist yet, or a change of such a proposal.

    `known` is the entry on the register that is the same account, for the page to link to.
    """

    url = AddressField(
        label="Its address, if it has one already (optional)",
        help_text="Paste it and leave platform and handle empty: they are read from it. For "
        "example tiktok.com/@yourcouncil",
        required=False,
    )
    platform = forms.ChoiceField(
        label="Platform",
        choices=[("", "Choose"), *OfficialAccount.Platform.choices],
        required=False,
    )
    platform_name = text_field(
        "What is the platform called? (optional)",
        "Only where it is not in the list, for example Flickr or Tumblr",
        longest=40,
    )
    handle = text_field("Handle", "The name it has or will have there, without the @", longest=120)
    name = text_field(
        "Name",
        "What residents see, for example Youth council",
        longest=120,
        missing="Enter a name",
    )
    kind = forms.ChoiceField(
        label="What is it?", choices=OfficialAccount.Kind, initial=OfficialAccount.Kind.PAGE
    )
    purpose = text_field(
        "What is it for?",
        "Whom it should reach, and why no account that you have does. 300 characters at most",
        longest=300,
        missing="Say what the account is for",
        rows=3,
    )
    brand = text_field(
        "The place or brand it speaks for (optional)",
        "Only if that is not the council: a hall, a festival",
        longest=120,
    )
    owner = office_field("Which office answers for it?")
    second_owner = office_field("And which one, when that office is vacant?")
    monitored_by = office_field("Which office reads what people write there?")
    monitored_when = text_field(
        "When? (optional)", "For example Monday to Friday, 9am to 5pm", longest=120
    )
    is_public = forms.BooleanField(
        label="Residents can see it",
        help_text="Once it is open, it stands on the public list of your accounts",
        required=False,
        initial=True,
    )
    #: The number of the proposal that the page showed, where one is changed.
    proposal = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, account: OfficialAccount | None = None, **kwargs: Any) -> None:
        self.account = account
        self.known: OfficialAccount | None = None
        if account is not None:
            kwargs["initial"] = {name: getattr(account, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if account is None:
            del self.fields["proposal"]
        elif account.is_running:
            self.fields["url"].required = True
            self.fields["url"].label = "Its address"

    def narrow(self) -> None:
        offices = self.council.offices.all()
        for name in ("owner", "second_owner", "monitored_by"):
            self.offer(name, offices)
        if self.account is None:
            key = self.council.rulebook.proper_officer
            self.initial["owner"] = next((one.pk for one in offices if one.key == key), None)

    def clean(self) -> dict[str, Any]:
        super().clean()
        fill_in(self)
        if not self.errors:
            but = self.account.pk if self.account else None
            self.known = already_known(self.cleaned_data, self.council, but)
            if self.known:
                self.add_error("handle", f"{KNOWN} It is {self.known}.")
        return self.cleaned_data
