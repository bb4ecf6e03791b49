"""Deciding a block, agreeing to one, renewing and lifting it."""

from typing import Any

from django import forms

from councilsm.tenancy import CouncilForm
from moderation.blocks.forms.lengths import LastingForm
from moderation.blocks.forms.parts import box, line, yes_or_no
from moderation.blocks.models import BlockDecision
from moderation.blocks.telling import notice_of
from moderation.blocks.weighing import LONGEST, Weighing
from moderation.log.reasons import removal_reasons, source_of_reason

Kind = BlockDecision.Kind

#: What is asked after the reason, in the order of the page.
ORDER = (
    *("reasons", "response_considered", "why_not_hide", "why_not_warn", "why_not_restrict"),
    *("why_not_shorter", "other_ways", "statutory", "statutory_how", "length", "fixed_until"),
    *("fixed_review", "review_until", "open_review", "meant", "telling", "why_not_told"),
)


class DecideForm(LastingForm):
    """Whether somebody is blocked, and all that must be weighed before they are."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[(Kind.BLOCK.value, "Block them"), (Kind.NOT.value, "Do not block them")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    why_not = box("Why are they not blocked?", rows=4, longest=LONGEST)
    reason = forms.ChoiceField(
        label="Which of our reasons?",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        required=False,
        error_messages={"invalid_choice": "Choose a reason from the list"},
    )
    reason_words = line(
        "Your reason",
        "Your council has listed no reasons yet, so write it. It must be one that the law allows",
        300,
    )
    reasons = box("Why are they blocked?", "In words that they could read", rows=4, longest=LONGEST)
    why_not_hide = box("Why is hiding or deleting what they post not enough?", longest=LONGEST)
    why_not_warn = box("Why is a warning not enough?", longest=LONGEST)
    why_not_restrict = box(
        "Why is restricting them, or closing comments, not enough?", longest=LONGEST
    )
    why_not_shorter = box("Why is a shorter block not enough?", longest=LONGEST)
    other_ways = box(
        "How can they still reach the council?",
        "For example by e-mail, by telephone and at the office",
        longest=LONGEST,
    )
    statutory = yes_or_no(
        "Does the account carry what the law requires the council to publish or consult on?",
        "For example the notice of a meeting, or a consultation",
    )
    statutory_how = box("How do they still get that?", longest=LONGEST)
    response_considered = box(
        "What do you make of their response?", "What it changes, or why not", longest=LONGEST
    )
    #: The digest of the conduct that the page shows.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    #: What a block asks, and what to do where it is left empty.
    ASKED = {
        "reasons": "Say why they are blocked",
        "why_not_hide": "Say why hiding or deleting is not enough",
        "why_not_warn": "Say why a warning is not enough",
        "why_not_restrict": "Say why restricting them is not enough",
        "why_not_shorter": "Say why a shorter block is not enough",
        "other_ways": "Say how they can still reach the council",
        "response_considered": "Say what you make of their response",
    }

    def __init__(self, *args: Any, not_yet: bool = False, **kwargs: Any) -> None:
        self.not_yet = not_yet  # nobody can be blocked yet: only that they are not is offered
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        self.reveals = {
            **getattr(self, "reveals", {}),
            "outcome": {Kind.NOT.value: ["why_not"]},
            "statutory": {"yes": ["statutory_how"]},
        }
        notice = notice_of(self.block)
        if notice is None or notice.responded_at is None:
            del self.fields["response_considered"]
        reasons = removal_reasons(self.council)
        if not reasons:
            del self.fields["reason"]
        else:
            del self.fields["reason_words"]
            self.offer_choices("reason", [(one.code, one.label) for one in reasons])
            hints = {one.code: source_of_reason(self.council, one) for one in reasons}
            self.option_hints = {"reason": hints}
        if self.not_yet and isinstance(radios := self.fields["outcome"].widget, forms.RadioSelect):
            radios.choices = [one for one in radios.choices if one[0] == Kind.NOT.value]
        if self.is_bound and self.data.get("outcome") == Kind.NOT.value:
            for name in {"length", "telling"} & {*self.fields}:  # of a block alone
                self.fields[name].required = False
        # As the page shows them, so that the error summary reads in that order.
        self.order_fields(["outcome", "why_not", "reason", "reason_words", *ORDER])

    def clean(self) -> dict[str, Any]:
        self.cleaned_data = super().clean() or self.cleaned_data
        outcome = self.cleaned_data.get("outcome")
        if not outcome:
            # Whoever has not chosen sees none of the questions about a block.
            for name in set(self.errors) - {"outcome"}:
                del self.errors[name]
            return {}
        if outcome == Kind.NOT:
            for name in set(self.errors) - {"outcome", "why_not"}:
                del self.errors[name]
            self.ask("why_not", "Say why they are not blocked")
            weighing = Weighing(reasons=self.cleaned_data.get("why_not", ""))
        else:
            self.ask_all()
            weighing = self.weighing
        return {
            "outcome": outcome,
            "weighing": weighing,
            "seen": self.cleaned_data.get("seen", ""),
        }

    def ask_all(self) -> None:
        """Puts an error on each question of a block that was left empty."""
        self.ask("reason", "Choose one of the reasons. If none fits, do not block them")
        self.ask("reason_words", "Say which reason it is")
        for name, otherwise in self.ASKED.items():
            self.ask(name, otherwise)
        if self.cleaned_data.get("statutory") is None and "statutory" not in self.errors:
            self.add_error("statutory", "Answer whether it carries what the law requires")
        if self.cleaned_data.get("statutory"):
            self.ask("statutory_how", "Say how they still get that")
        self.require_lasting()

    def ask(self, name: str, otherwise: str) -> None:
        """Puts an error on a question that was left empty, where it is asked at all."""
        asked = name in self.fields and name not in self.errors
        if asked and not self.cleaned_data.get(name):
            self.add_error(name, otherwise)

    @property
    def weighing(self) -> Weighing:
        """What was answered, for a block."""
        names = ("reason", "reason_words", *self.ASKED, "statutory_how")
        answers: dict[str, Any] = {name: self.cleaned_data.get(name) or "" for name in names}
        statutory = self.cleaned_data.get("statutory")
        return Weighing(**answers, statutory=statutory, **self.lasting)


class SecondForm(CouncilForm):
    """The second person agrees, or does not."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label="Do you agree?",
        choices=[(YES, "Yes, I agree"), (NO, "No, I do not agree")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you agree"},
    )
    note = box("Why do you not agree?", longest=500)

    reveals = {"answer": {NO: ["note"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        agreed = cleaned.get("answer") == self.YES
        note = "" if agreed else cleaned.get("note", "")
        if cleaned.get("answer") == self.NO and not note and "note" not in self.errors:
            self.add_error("note", "Say why you do not agree")
        return {"agreed": agreed, "note": note, "seen": self.data.get("seen", "")}


class RenewForm(LastingForm):
    """A block that stands gets a new day."""

    reasons = box(
        "Why is it still necessary?",
        "In words that they could read",
        rows=4,
        longest=LONGEST,
        missing="Say why it is still necessary",
    )
    why_not_shorter = box(
        "Why is lifting it now not enough?",
        longest=LONGEST,
        missing="Say why lifting it now is not enough",
    )

    renewing = True

    def narrow(self) -> None:
        super().narrow()
        self.order_fields(["reasons", "why_not_shorter"])

    def clean(self) -> dict[str, Any]:
        self.cleaned_data = super().clean() or self.cleaned_data
        self.require_lasting()
        said = {name: self.cleaned_data.get(name, "") for name in ("reasons", "why_not_shorter")}
        return said | self.lasting | {"seen": self.data.get("seen", "")}


class LiftForm(CouncilForm):
    """A block ends by decision."""

    reasons = box(
        "Why is it lifted?",
        "In words that they could read",
        rows=4,
        longest=LONGEST,
        missing="Say why it is lifted",
    )
