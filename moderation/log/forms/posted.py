"""What the public posted, where and by whom: fields of whoever writes it down or corrects it."""

from typing import Any

from django import forms

from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateTimeField
from councilsm.tenancy import CouncilForm
from moderation.items.models import Item
from moderation.log.forms.parts import box, line
from moderation.log.looking import Looked, look_up

ELSEWHERE = "elsewhere"


class PostedFields(CouncilForm):
    """What `add_item` takes, for a form that says more."""

    #: What its reader is told beside the success.
    warning = ""

    url = forms.CharField(
        label="Link to the comment",
        help_text="Paste it. The account is filled in",
        required=False,
        max_length=2_000,
        widget=forms.TextInput(
            attrs={
                "inputmode": "url",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "none",
                "autofocus": True,
            }
        ),
    )
    words = box("The words, exactly as they were posted", rows=3, longest=10_000)
    handle = line("Whose is it? Their handle", "As the platform writes it, for example @jo_smith")
    author_name = line("The name shown beside it")
    platform_id = line(
        "The platform’s own number for the profile", "It stays if the handle changes"
    )
    posted_at = GovukDateTimeField(label="When was it posted?", required=False)
    seen_at = GovukDateTimeField(label="When did we first see it?", required=False)
    item_kind = forms.ChoiceField(
        label="What is it?", choices=Item.Kind, initial=Item.Kind.COMMENT, required=False
    )
    found = forms.ChoiceField(
        label="How do we know of it?", choices=Item.Found, initial=Item.Found.LOOKED, required=False
    )
    account = forms.ChoiceField(label="Where does it stand?", required=False)
    platform = forms.ChoiceField(
        label="Which platform?",
        choices=[("", "Choose a platform"), *OfficialAccount.Platform.choices],
        required=False,
    )
    elsewhere = line("Where there?", "For example “the Flitwick chat group”", 200)

    def narrow(self) -> None:
        super().narrow()
        rows = self.council.official_accounts.exclude(status__in=OfficialAccount.NOT_OPEN)
        self.accounts = {str(one.pk): one for one in rows.order_by("platform", "name")}
        self.offer_choices(
            "account",
            [
                ("", "Choose an account"),
                *((pk, str(one)) for pk, one in self.accounts.items()),
                (ELSEWHERE, "Somewhere else"),
            ],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen, before = cleaned.get("account", ""), cleaned.pop("account_before", "")
        by_hand = chosen in self.accounts and chosen != before
        looked = look_up(self.council, cleaned.get("url", ""), place=not by_hand)
        if looked.url and chosen == before:
            self.follow(cleaned, looked)
        cleaned["url"] = looked.url
        self.warning = " ".join(looked.said_of_saved)
        self.clean_place(cleaned, looked)
        for name, otherwise in (("item_kind", Item.Kind.COMMENT), ("found", Item.Found.LOOKED)):
            cleaned[name] = cleaned.get(name) or otherwise
        return cleaned

    def follow(self, cleaned: dict[str, Any], looked: Looked) -> None:
        """Takes the account that the address names for the one the page came with."""
        chosen = cleaned.get("account")
        kept = ELSEWHERE if chosen == ELSEWHERE else ""
        named = str(looked.account.pk) if looked.account else kept
        if named != chosen:
            cleaned["account"] = named
            self.rebind(account=named, account_before=named)

    def clean_place(self, cleaned: dict[str, Any], looked: Looked) -> None:
        """The account on which it stands, or else a platform and where there.

        What somebody chose counts before what the address tells: a page may have two accounts.
        """
        chosen = cleaned.pop("account", "")
        account = self.accounts.get(chosen)
        cleaned["account_choice"], cleaned["account"] = chosen, account
        if account:
            cleaned["platform"], cleaned["elsewhere"] = account.platform, ""
            return
        if chosen != ELSEWHERE:
            if "account" not in self.errors:
                self.add_error("account", "Choose where it stands")
            return
        cleaned["platform"] = cleaned.get("platform") or looked.platform or ""
        if not cleaned["platform"]:
            self.add_error("platform", "Choose the platform")
        if not cleaned.get("elsewhere") and "elsewhere" not in self.errors:
            self.add_error("elsewhere", "Say where it stands")

    @property
    def as_posted(self) -> dict[str, Any]:
        """What was posted, as the actions take it."""
        place = ("account", "platform", "elsewhere")
        said = ("url", "words", "handle", "author_name", "platform_id", "item_kind", "found")
        times = ("posted_at", "seen_at")
        return {name: self.cleaned_data[name] for name in (*place, *said, *times)}
