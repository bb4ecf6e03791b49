"""The forms of posts made outside councilsm."""

from typing import Any

from django import forms

from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Membership, Person
from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateTimeField
from councilsm.plain_fields import tidy
from moderation.drafts.models import KINDS
from moderation.drafts.words import WordsField, party_question
from moderation.posts.actions import findings_of_words
from moderation.posts.forms.evidence import (
    PostAddressForm,
    RecordCopyForm,
    exact_words,
    line,
    screenshot_field,
    sentences,
)
from moderation.posts.models import Post


class NamedMember(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        membership: Membership = obj
        return str(membership.person)


class OutsidePostForm(PostAddressForm):
    """What went out without councilsm: where, what, when, by whom and on what authority."""

    ME, COLLEAGUE, OTHER = "me", "colleague", "other"

    account: "forms.ModelChoiceField[OfficialAccount]" = forms.ModelChoiceField(
        label="On which account?",
        queryset=None,
        empty_label="Choose an account",
        error_messages={
            "required": "Choose the account it is on",
            "invalid_choice": "Choose an account from the list",
        },
    )
    field_order = ["account", "url"]
    words = exact_words("The exact words")
    posted_at = GovukDateTimeField(label="When was it posted?")
    voice = forms.ChoiceField(
        label="Whose words are they?",
        choices=[
            (Post.Voice.COUNCIL, "The council’s"),
            (Post.Voice.INDIVIDUAL, "Somebody’s own comment on our page"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whose words they are"},
    )
    kind = forms.ChoiceField(
        label="What is it?", choices=KINDS, initial=Kind.NEW_POST.value, required=False
    )
    authority = WordsField(
        label="On what authority was it posted?",
        help_text="For example, “The clerk agreed by telephone at 11:50pm, burst main”. "
        "300 characters at most",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    who = forms.ChoiceField(
        label="Who posted it?",
        choices=[(ME, "I did"), (COLLEAGUE, "Somebody at the council"), (OTHER, "Somebody else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who posted it"},
    )
    colleague = NamedMember(
        label="Who at the council?",
        queryset=None,
        required=False,
        empty_label="Choose a person",
        error_messages={"invalid_choice": "Choose a person from the list"},
    )
    posted_by = line("Their name", 120)
    screenshot = screenshot_field()

    pictures = ("screenshot",)
    reveals = {
        "voice": {Post.Voice.COUNCIL: ["kind", "authority"]},
        "who": {COLLEAGUE: ["colleague"], OTHER: ["posted_by"]},
    }
    option_hints = {
        "voice": {
            Post.Voice.COUNCIL: "Not approved beforehand: somebody who authorises posts decides",
            Post.Voice.INDIVIDUAL: "Marked as theirs. Nobody has to accept it",
        }
    }

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        self.offer("account", self.council.official_accounts.all())
        here = self.council.memberships.in_force(today()).exclude(person=self.actor)
        self.offer("colleague", here.select_related("person").order_by("person__name"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.doubt(cleaned.get("account"))
        cleaned["words"] = tidy(cleaned.get("words") or "")
        if not cleaned["words"]:
            self.add_error("words", "Enter the words as they were posted")
        if cleaned.get("voice") == Post.Voice.COUNCIL:
            if not cleaned.get("authority", "").strip():
                self.add_error("authority", "Say on what authority it was posted, or “none”")
        else:
            cleaned["authority"] = ""
        cleaned["kind"] = cleaned.get("kind") or Kind.NEW_POST.value
        return self.with_poster(cleaned)

    def with_poster(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Who posted it, as one of the council's people or as a name."""
        who, colleague = cleaned.pop("who", ""), cleaned.pop("colleague", None)
        name = cleaned.pop("posted_by", "").strip()
        if who == self.COLLEAGUE and colleague is None and "colleague" not in self.errors:
            self.add_error("colleague", "Choose who posted it")
        if who == self.OTHER and not name:
            self.add_error("posted_by", "Enter the name of whoever posted it")
        cleaned["posted_by"] = name if who == self.OTHER else ""
        cleaned["poster"] = {
            self.ME: self.actor,
            self.COLLEAGUE: colleague.person if colleague else None,
        }.get(who)
        return cleaned


class ReviewForm(RecordCopyForm):
    """What becomes of a post that nobody had approved."""

    ACCEPT, DOWN, ASIDE = "accept", "down", "aside"

    OUTCOMES = (
        (ACCEPT, "Accept it as the council’s"),
        (DOWN, "It must be taken down"),
        (ASIDE, "It was recorded by mistake"),
    )

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it"},
    )
    note = sentences("Note (optional)")
    reason = sentences("Why must it be taken down?")
    why = sentences("Why was it recorded by mistake?")
    for_a_party = party_question()

    field_order = ["outcome"]
    reveals = {
        "outcome": {
            ACCEPT: ["for_a_party", "note"],
            DOWN: ["reason", "record_copy", "record_copy_file"],
            ASIDE: ["why"],
        }
    }
    option_hints = {"outcome": {ASIDE: "It is no post of the council’s, or recorded twice"}}

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post = post
        super().__init__(*args, **kwargs)

    def leave_out_accept(self) -> None:
        """For somebody who may not take it on."""
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [choice for choice in self.OUTCOMES if choice[0] != self.ACCEPT]
        for name in self.reveals["outcome"][self.ACCEPT]:
            self.fields.pop(name, None)

    def narrow(self) -> None:
        super().narrow()
        if not findings_of_words(self.post).asks("party"):
            del self.fields["for_a_party"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        party = cleaned.pop("for_a_party", "")
        cleaned["for_a_party"] = {"yes": True, "no": False}.get(party)
        if outcome == self.ACCEPT and "for_a_party" in self.fields and not party:
            self.add_error("for_a_party", "Say “No” or “Yes”: the law asks this")
        if outcome == self.DOWN and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why it must be taken down")
        if outcome == self.DOWN:
            self.require_copy(cleaned)
        if outcome == self.ASIDE and not cleaned.get("why", "").strip():
            self.add_error("why", "Say why it was recorded by mistake")
        return cleaned
