"""What somebody fills in when the public asked or told the council something."""

from operator import attrgetter
from typing import Any

from django import forms
from django.utils import timezone

from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateTimeField
from councilsm.once import key_field
from councilsm.plain_fields import UncutField
from councilsm.tenancy import CouncilForm
from moderation.drafts.words import words_field
from moderation.enquiries.models import Enquiry
from moderation.items.addresses import recognise, tidy_address
from moderation.items.models import Item

ELSEWHERE = "elsewhere"
Kind = Enquiry.Kind

HINTS = {
    Kind.REPORT: "Such as a broken swing or a fallen tree",
    Kind.FOI: "Any wish in writing to see recorded information, with a name and where to reply",
    Kind.ACCESS: "Somebody wants to see what the council holds about them",
    Kind.DATA: "How the council uses what it holds about somebody",
    Kind.DEFAMATION: "Somebody says that words on an account of the council’s defame them",
    Kind.SAFEGUARDING: "Kept in a restricted case. Here only that there is one",
}


class RaiseForm(CouncilForm):
    """What it is and about what; of something that is on the log already."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    topic: Any = forms.ModelChoiceField(
        None,
        label="Topic (optional)",
        empty_label="None of these",
        required=False,
        help_text="It decides whose it is and by when",
    )
    subject = UncutField(
        label="What is it about?",
        help_text="A few words, without anybody’s name. For example, cracked swing at Manor Park",
        max_length=120,
        required=False,
    )
    form_key = key_field()

    option_hints = {"kind": {kind.value: hint for kind, hint in HINTS.items()}}

    def narrow(self) -> None:
        self.offer("topic", self.council.enquiry_topics.in_use())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") != Kind.SAFEGUARDING and not cleaned.get("subject"):
            self.add_error("subject", "Say what it is about")
        return cleaned


class NewEnquiryForm(RaiseForm):
    """The same of something that is not on the log yet: with what was posted, and where."""

    place = forms.ChoiceField(
        label="Where was it?",
        help_text="You can leave this if its address below shows which account it was",
        required=False,
    )
    platform = forms.ChoiceField(
        label="On which platform?",
        choices=[("", "Choose"), *OfficialAccount.Platform.choices],
        required=False,
    )
    elsewhere = UncutField(
        label="Where there?", help_text="For example, a local group", max_length=200, required=False
    )
    item_kind = forms.ChoiceField(label="As what?", choices=Item.Kind.choices)
    handle = UncutField(
        label="Who posted it (optional)", help_text="Their handle", max_length=120, required=False
    )
    url = UncutField(label="Its address (optional)", max_length=500, required=False)
    words = words_field("What it says (optional)")
    posted_at = GovukDateTimeField(
        label="When was it posted? (optional)",
        help_text="Of a report, or where the law sets the time, the clock runs from then",
        required=False,
    )
    seen_at = GovukDateTimeField(label="When did somebody see it?", initial=timezone.now)

    reveals = {"place": {ELSEWHERE: ["platform", "elsewhere"]}}
    field_order = [
        *("kind", "topic", "subject", "place", "platform", "elsewhere", "item_kind", "handle"),
        *("url", "words", "posted_at", "seen_at"),
    ]

    def narrow(self) -> None:
        super().narrow()
        accounts = self.council.official_accounts.running().order_by("name", "pk")
        self.accounts = {str(account.pk): account for account in accounts}
        named = [(key, str(account)) for key, account in self.accounts.items()]
        self.fields["place"].widget = forms.RadioSelect()
        self.offer_choices("place", [*named, (ELSEWHERE, "Somewhere else")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.SAFEGUARDING:
            if cleaned.get("words"):
                self.add_error(
                    "words",
                    "Do not keep the concern here. Write it in a restricted case, then empty this",
                )
            return cleaned
        if not cleaned.get("place") and "place" not in self.errors:
            url = cleaned.get("url", "")
            _, account = recognise(self.council, tidy_address(url)[0]) if url else (None, None)
            if account is None or str(account.pk) not in self.accounts:
                self.add_error("place", "Select where it was")
            else:
                cleaned["place"] = str(account.pk)
        if cleaned.get("place") == ELSEWHERE:
            for name, missing in (
                ("platform", "Choose the platform"),
                ("elsewhere", "Say where it was"),
            ):
                if not cleaned.get(name):
                    self.add_error(name, missing)
        return cleaned

    @property
    def item_values(self) -> dict[str, Any]:
        """What `add_item` takes of what was typed."""
        typed = self.cleaned_data
        account = self.accounts.get(typed["place"])
        return {
            "account": account,
            "platform": account.platform if account else typed["platform"],
            "elsewhere": "" if account else typed["elsewhere"],
            "kind": typed["item_kind"],
            **{name: typed[name] for name in ("handle", "url", "words", "posted_at", "seen_at")},
        }

    @property
    def enquiry_values(self) -> dict[str, Any]:
        """What `raise_enquiry` takes of it."""
        return {name: self.cleaned_data[name] for name in ("kind", "topic", "subject", "form_key")}


class FilterForm(CouncilForm):
    """Which enquiries a list shows; they live in its address."""

    SHOW = [
        ("", "Open"),
        ("overdue", "Overdue"),
        ("closed", "Closed"),
        ("all", "Open and closed"),
    ]

    show = forms.ChoiceField(label="State", choices=SHOW, required=False)
    kind = forms.ChoiceField(
        label="What", choices=[("", "Any kind"), *Kind.choices], required=False
    )
    office: Any = forms.ModelChoiceField(
        None, label="Owner", required=False, empty_label="Anybody’s"
    )
    mine = forms.BooleanField(label="Only mine", required=False)

    def narrow(self) -> None:
        self.offer("office", self.council.offices.all(), attrgetter("title"))
