"""Forms of those who decide a request and answer it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from councilsm.forms import GovukDateField
from councilsm.plain_fields import PlainField
from councilsm.tenancy import CouncilForm
from moderation.blocks.models import Block
from moderation.unblocks.actions.answering import USUAL
from moderation.unblocks.deciders import Decider
from moderation.unblocks.letters import LONGEST_LETTER
from moderation.unblocks.models import UnblockDecision, UnblockLetter, UnblockRequest
from moderation.unblocks.reaching import did_not_arrive
from moderation.unblocks.verdict import Verdict

#: Characters of an answer.
LONGEST = 4_000

PHONE = UnblockRequest.AnswerBy.PHONE
Outcome, Holder = UnblockDecision.Outcome, UnblockDecision.Holder


class DecideForm(CouncilForm):
    """What is decided, and why.

    Args:
        request: matched, with its block where there is one.
        decider: how whoever decides stands to it.
    """

    holder = forms.ChoiceField(
        label="How is it known that the profile is theirs?",
        help_text="Anybody can ask in somebody else’s name, to find out whether they are blocked",
        choices=Holder.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it is known that the profile is theirs"},
    )
    holder_how = PlainField(
        label="How is it known?",
        help_text="For example, that they came to the office and showed the profile",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outcome = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    warning = PlainField(
        label="The warning",
        help_text="It goes into the letter",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    review_on = GovukDateField(label="By which day do you look at the block again?", required=False)
    reasons = PlainField(
        label="Why?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say why, for this request"},
    )
    afresh = PlainField(
        label="You decided the block yourself. How did you look at it afresh?",
        help_text="What you read again, whom you asked, and what you would have to see to change "
        "your mind",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say how you looked at it afresh"},
    )

    reveals = {
        "holder": {Holder.OTHERWISE.value: ["holder_how"]},
        "outcome": {
            Outcome.UNBLOCK_WARNING.value: ["warning"],
            Outcome.KEEP_REVIEW.value: ["review_on"],
        },
    }

    def __init__(
        self, *args: Any, request: UnblockRequest, decider: Decider, **kwargs: Any
    ) -> None:
        self.request, self.decider = request, decider
        super().__init__(*args, council=request.council, **kwargs)

    def narrow(self) -> None:
        block = self.request.block
        offered = outcomes_for(block)
        self.offer_choices("outcome", [(code.value, code.label) for code in offered])
        self.option_hints = {
            "holder": {
                Holder.UNKNOWN.value: "The answer then goes to the profile alone, by a message on "
                "the platform. The address they gave gets a letter that tells nothing of a block"
            }
        }
        self.fields["reasons"].help_text = (
            "For this request alone. They read it in the letter, so write it to them. With “Not "
            "enough to tell” it stays here"
            if block and Outcome.OVER not in offered
            else "What you looked at. It is kept here, and does not go into the letter"
        )
        if block is None or Outcome.KEEP_REVIEW not in offered:
            del self.fields["review_on"]
        if Outcome.UNBLOCK_WARNING not in offered:
            del self.fields["warning"]
        if not self.decider.same:
            del self.fields["afresh"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("holder") != Holder.OTHERWISE:
            cleaned["holder_how"] = ""
        elif not cleaned.get("holder_how") and "holder_how" not in self.errors:
            self.add_error("holder_how", "Say how it is known that the profile is theirs")
        outcome = cleaned.get("outcome")
        if outcome != Outcome.UNBLOCK_WARNING:
            cleaned["warning"] = ""
        elif not cleaned.get("warning") and "warning" not in self.errors:
            self.add_error("warning", "Write the warning")
        if outcome != Outcome.KEEP_REVIEW:
            cleaned["review_on"] = None
        elif not cleaned.get("review_on") and "review_on" not in self.errors:
            self.add_error("review_on", "Enter the day by which you look at the block again")
        return cleaned

    @property
    def verdict(self) -> Verdict:
        """What was decided, of a valid form."""
        return Verdict(
            outcome=self.cleaned_data["outcome"],
            holder=self.cleaned_data["holder"],
            holder_how=self.cleaned_data["holder_how"],
            reasons=self.cleaned_data["reasons"],
            afresh=self.cleaned_data.get("afresh", ""),
            warning=self.cleaned_data.get("warning", ""),
            review_on=self.cleaned_data.get("review_on"),
        )

    @property
    def typed(self) -> list[tuple[str, str]]:
        """All of it as it was typed, to go along with the letter."""
        names = set(self.fields) | {f"review_on_{part}" for part in ("day", "month", "year")}
        return [(name, value) for name, value in self.data.items() if name in names]


class LetterForm(CouncilForm):
    """The words of the letter, and how it goes.

    Args:
        ways: of those, which can be chosen.
        last: the id of the letter before it, where it is sent again.
        fixed: its words stay as they were.
    """

    letter_words = PlainField(
        label="How the letter begins",
        help_text="Change what does not fit. Leave an empty line between paragraphs. The reasons, "
        "how to complain and the rest of the letter above follow by themselves",
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Write the letter"},
    )
    way = forms.ChoiceField(
        label="How does it go?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the letter goes"},
    )

    #: The letter that the page shows, where it is sent again.
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        request: UnblockRequest,
        ways: Sequence[UnblockLetter.Way],
        last: int | None = None,
        fixed: bool = False,
        **kwargs: Any,
    ) -> None:
        self.request, self.ways, self.last, self.fixed = request, ways, last, fixed
        super().__init__(*args, council=request.council, **kwargs)

    def narrow(self) -> None:
        self.offer_choices("way", [(way.value, way.label) for way in self.ways])
        usual = USUAL[UnblockRequest.AnswerBy(self.request.answer_by)]
        failed = did_not_arrive(self.request)
        if not (failed and usual == UnblockLetter.Way.EMAIL and len(self.ways) > 1):
            self.initial.setdefault("way", usual if usual in self.ways else self.ways[0])
        if self.last is None:
            del self.fields["after"]
        else:
            self.initial["after"] = self.last
        if self.fixed:
            del self.fields["letter_words"]
        to = {
            "email": f"{self.request.email} (an email to it did not arrive)"
            if failed
            else self.request.email,
            "printed": self.request.answer_to if self.request.answer_by != PHONE else "",
            "told": self.request.answer_to if self.request.answer_by == PHONE else "",
            "platform": "Copy the words into the message. Do not answer anybody who writes from "
            "another profile",
        }
        self.option_hints = {"way": {code: said for code, said in to.items() if said}}


def outcomes_for(block: Block | None) -> list[UnblockDecision.Outcome]:
    """What can be decided of a request that was matched with this block, or with none."""
    if block is None:
        return [Outcome.NOT_OURS, Outcome.NOT_ENOUGH]
    if not block.is_in_force:
        shown = block.places.filter(is_blocked=True).exists()
        late = [*UnblockDecision.LIFTS] if shown or block.is_undecided else [Outcome.OVER]
        return [*late, Outcome.NOT_ENOUGH]
    return [*UnblockDecision.LIFTS, *UnblockDecision.KEEPS, Outcome.NOT_ENOUGH]
