"""Deciding a proposal, recording a meeting's approval, and what becomes of an account."""

from typing import Any

from django import forms

from accounts.register.actions import FOLLOWS
from accounts.register.fields import AddressField
from accounts.register.forms.common import RegisterForm, text_field
from accounts.register.models import OfficialAccount
from accounts.register.opening import needs_approvals
from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import GovukDateField


def number_read() -> forms.IntegerField:
    """The number of the proposal that the page showed."""
    return forms.IntegerField(widget=forms.HiddenInput)


class DecideForm(RegisterForm):
    APPROVE, REFUSE = "approve", "refuse"

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=[(APPROVE, "Approve"), (REFUSE, "Do not approve")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you approve it"},
    )
    reason = text_field("Why not?", "500 characters at most", longest=500, rows=3)
    proposal = number_read()

    reveals = {"outcome": {REFUSE: ["reason"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuses = cleaned.get("outcome") == self.REFUSE
        if refuses and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why it is not approved")
        return cleaned


class MeetingForm(RegisterForm):
    """What a meeting decided, by its minute."""

    APPROVED, REFUSED = "approved", "refused"

    outcome = forms.ChoiceField(
        label="What did the meeting decide?",
        choices=[(APPROVED, "It approved the account"), (REFUSED, "It did not approve it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the meeting decided"},
    )
    reason = text_field("Why not? (optional)", "500 characters at most", longest=500, rows=3)
    minute = text_field("Minute reference", longest=60, missing="Enter the minute reference")
    met_on = GovukDateField(label="When was the meeting?")
    proposal = number_read()

    reveals = {"outcome": {REFUSED: ["reason"]}}


class WithdrawForm(RegisterForm):
    """Taking a proposal back."""

    reason = text_field(
        "Why is it taken back?",
        "500 characters at most",
        longest=500,
        missing="Say why it is taken back",
        rows=3,
    )


class OpenForm(RegisterForm):
    url = AddressField(label="Its address", error_messages={"required": "Enter its address"})
    handle = text_field(
        "Handle",
        "As the platform writes it. Whoever approved it is told if it is another one than they "
        "approved",
        longest=120,
        missing="Enter the handle",
    )
    opened_on = GovukDateField(label="When was it opened?")


#: What each state means, beside its choice.
HINTS: dict[str, str] = {
    OfficialAccount.Status.LIVE: "The council uses it",
    OfficialAccount.Status.DORMANT: "It stays there, but nobody posts on it",
    OfficialAccount.Status.LOST: "Somebody else has it, or nobody can get in",
    OfficialAccount.Status.CLOSED: "It is no more. It stays on the register, so that residents "
    "can still ask about it",
}


AGAIN = "The council wants to use it again. The approvals of a new account come first"


class StateForm(RegisterForm):
    """What has become of an account."""

    status = forms.ChoiceField(
        label="What has become of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what has become of it"},
    )
    successor: "forms.ModelChoiceField[OfficialAccount]" = forms.ModelChoiceField(
        label="Which account took its place? (optional)",
        queryset=None,
        required=False,
        empty_label="None",
    )
    on = GovukDateField(label="Since when?")
    reason = text_field("Why?", "500 characters at most", longest=500, missing="Say why", rows=3)

    reveals = {"status": {OfficialAccount.Status.CLOSED.value: ["successor"]}}

    def __init__(self, *args: Any, account: OfficialAccount, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        following = FOLLOWS[self.account.status]
        labels = dict(OfficialAccount.Status.choices)
        self.offer_choices("status", [(code, labels[code]) for code in following])
        hints = {code: HINTS[code] for code in following}
        if needs_approvals(self.account):
            hints[OfficialAccount.Status.LIVE] = AGAIN
        self.option_hints = {"status": hints}
        others = self.council.official_accounts.running().exclude(pk=self.account.pk)
        self.offer("successor", others)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("status") != OfficialAccount.Status.CLOSED:
            cleaned["successor"] = None  # chosen, then hidden again
        return cleaned


class CheckForm(EvidenceForm, RegisterForm):
    """What somebody saw who compared the register with the platform."""

    SAME, DIFFERENT = "same", "different"

    found = forms.ChoiceField(
        label="Are the people with access there those on the register?",
        choices=[(SAME, "Yes, exactly those"), (DIFFERENT, "No, something differs")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they are"},
    )
    note = text_field(
        "What did you see?",
        "Who is listed there, and what differs. 2,000 characters at most",
        longest=2000,
        rows=4,
    )
    evidence = picture_field("Or a screenshot of the list")

    pictures = ("evidence",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "evidence" in self.errors or "note" in self.errors:
            return cleaned
        if cleaned.get("found") == self.DIFFERENT and not cleaned.get("note"):
            self.add_error("note", "Write down what differs")
        elif not cleaned.get("note") and not cleaned.get("evidence"):
            self.add_error("note", "Write down what you saw, or add a screenshot")
        return cleaned


class AcceptGapForm(RegisterForm):
    """The council's decision to live with a gap until a day."""

    reason = text_field(
        "Why does the council accept it?",
        "500 characters at most",
        longest=500,
        missing="Say why the council accepts it",
        rows=3,
    )
    minute = text_field("Minute reference", longest=60, missing="Enter the minute reference")
    decided_on = GovukDateField(label="When was it decided?")
    until = GovukDateField(
        label="Until when?", help_text="The last day, within two years. It is then asked again"
    )


class NoAccountsForm(RegisterForm):
    minute = text_field("Minute reference", longest=60, missing="Enter the minute reference")
    starts_on = GovukDateField(label="Since when?")
