"""Proposing a block, taking that back, and the notice of intention with its response."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateField, GovukDateTimeField
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm
from moderation.blocks.forms.parts import box, line, yes_or_no
from moderation.blocks.weighing import LONGEST
from moderation.evidence.capturing import CaptureForm

NOW = "Leave it empty if it was just now. For example, 3 12 2026 at 9:15am"


class ProposeForm(CaptureForm):
    """Why somebody should be blocked, and where."""

    NO, YES = "no", "yes"

    why = box(
        "Why should they be blocked?",
        "What they did, and what you tried. Whoever decides reads it",
        rows=4,
        longest=LONGEST,
        missing="Say why they should be blocked",
    )
    accounts: Any = forms.ModelMultipleChoiceField(
        None,
        label="On which accounts?",
        help_text="A block on one account is none on another",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one account"},
    )
    urgent = forms.ChoiceField(
        label="Can it wait until somebody decides?",
        choices=[(NO, "Yes, it can wait"), (YES, "No, they are blocked at once")],
        initial=NO,
        widget=forms.RadioSelect,
    )
    urgent_why = line("Why can it not wait?", "Only for a threat or somebody’s safety", 500)
    form_key = key_field()

    reveals = {"urgent": {YES: ["urgent_why"]}}

    def __init__(self, *args: Any, offered: list[OfficialAccount], **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        rows = OfficialAccount.objects.filter(pk__in=[one.pk for one in self.offered])
        self.offer("accounts", rows.order_by("name"))
        self.option_hints = {
            **type(self).option_hints,
            "urgent": {self.YES: "It is listed as urgent until it is decided properly"},
        }
        self.order_fields(["why", "accounts", "urgent", "urgent_why", "prohibited", "captures"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("prohibited", None)
        if cleaned.pop("urgent", "") != self.YES:
            cleaned["urgent_why"] = ""
        elif not cleaned.get("urgent_why") and "urgent_why" not in self.errors:
            self.add_error("urgent_why", "Say why it could not wait")
        return cleaned


class WithdrawForm(CouncilForm):
    """A proposal is taken back.

    Args:
        noticed: they had a notice of intention.
    """

    why = box(
        "Why is it taken back?",
        "The record keeps it",
        longest=500,
        missing="Say why it is taken back",
    )
    told = yes_or_no("Were they told that nothing comes of the notice?")
    how = line("How were they told?", "For example, by a message on the platform", 300)
    why_not = line("Why not?", longest=300)

    reveals = {"told": {"yes": ["how"], "no": ["why_not"]}}

    def __init__(self, *args: Any, noticed: bool, **kwargs: Any) -> None:
        self.noticed = noticed
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if not self.noticed:
            for name in ("told", "how", "why_not"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        told = cleaned.get("told")
        how, why_not = cleaned.pop("how", ""), cleaned.pop("why_not", "")
        cleaned["told_how"] = how if told else why_not
        if not self.noticed:
            return cleaned
        if told is None:
            self.add_error("told", "Select whether they were told")
        elif not cleaned["told_how"]:
            name, missing = (
                ("how", "Say how they were told") if told else ("why_not", "Say why not")
            )
            if name not in self.errors:
                self.add_error(name, missing)
        return cleaned


class NoticeForm(CaptureForm):
    """A notice of intention was sent on the platform."""

    words = box(
        "What was sent?",
        "As it was sent. These words are a start: change them, send them, and leave them here",
        rows=12,
        longest=LONGEST,
        missing="Enter what was sent",
    )
    sent_at = GovukDateTimeField(
        label="When was it sent? (optional)", help_text=NOW, required=False
    )
    last_day = GovukDateField(
        label="Until which day can they respond?",
        error_messages={"required": "Enter the last day to respond"},
    )

    def narrow(self) -> None:
        super().narrow()
        rule = self.council.rulebook.rules.block_telling.value
        if rule is not None and rule.days is not None:
            del self.fields["last_day"]
        self.order_fields(["words", "sent_at", "last_day", "prohibited", "captures"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("prohibited", None)
        return cleaned


class ToldForm(CouncilForm):
    """They were sent the decision."""

    told_at = GovukDateTimeField(
        label="When was it sent? (optional)", help_text=NOW, required=False
    )


class ResponseForm(CouncilForm):
    """They answered."""

    response = box(
        "What did they say?",
        "In their own words",
        rows=8,
        longest=LONGEST,
        missing="Enter what they said",
    )
    responded_at = GovukDateTimeField(label="When did they respond?", initial=timezone.now)
