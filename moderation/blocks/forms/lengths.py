"""How long a block stands and whether they are told: asked where it is decided and renewed."""

from datetime import date
from typing import Any

from django import forms

from accounts.dates import months_later, today
from councilsm.forms import GovukDateField, when_in_words
from councilsm.tenancy import CouncilForm
from moderation.blocks.forms.parts import box
from moderation.blocks.lengths import Length, last_day_allowed, lengths_for
from moderation.blocks.models import Block
from moderation.blocks.telling import Telling, ways_to_tell
from moderation.blocks.weighing import LONGEST

#: So many months ahead a first review is asked about, while no rule bounds it.
FAR = 12

#: What each length is, where somebody chooses it, and what each way to tell means.
LENGTHS = {
    Length.FIXED: "Until a day, when it ends by itself",
    Length.REVIEW: "Until its review, when it ends unless somebody renews it",
    Length.OPEN: "Until somebody lifts it, with a review",
}
TELLING = {
    Telling.NOTICE: "Yes. They had a notice of intention, and are sent the decision",
    Telling.WRITTEN: "Yes. They are sent the decision, with its reasons and how to ask for a "
    "review",
    Telling.NOT_TOLD: "No",
}


class DayField(GovukDateField):
    """A day, one of several on its page: an error says of which."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            said = [f"{self.label}: {one[:1].lower()}{one[1:]}" for one in error.messages]
            raise forms.ValidationError(said) from None


class LastingForm(CouncilForm):
    """The fields of the length and of telling them; of each, what the rules leave to choose."""

    length = forms.ChoiceField(
        label="How long does it stand?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long it stands"},
    )
    fixed_until = DayField(label="Its last day", required=False)
    fixed_review = DayField(
        label="On which day does somebody look at it again before?", required=False
    )
    review_until = DayField(label="The day of its review", required=False)
    open_review = DayField(label="The day of its review", required=False)
    #: Asked only where no rule bounds the length, and nobody would look again for over a year.
    meant = forms.BooleanField(label="I mean that: it is necessary for so long", required=False)
    telling = forms.ChoiceField(
        label="Are they told?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they are told"},
    )
    why_not_told = box("Why are they not told?", longest=LONGEST)

    #: Of each length, the fields of its end and of its review.
    days = {
        Length.FIXED: ("fixed_until", "fixed_review"),
        Length.REVIEW: ("review_until", "review_until"),
        Length.OPEN: ("", "open_review"),
    }
    renewing = False
    asks_meant = False

    def __init__(self, *args: Any, block: Block, **kwargs: Any) -> None:
        self.block = block
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        self.lengths = lengths_for(self.council)
        self.ways = ways_to_tell(self.block, renewing=self.renewing)
        self.narrow_lengths()
        self.narrow_telling()

    def narrow_lengths(self) -> None:
        """Leaves the fields of the lengths that the rule allows, with its last day."""
        book = self.council.rulebook
        if book.rules.block_length.is_set:
            del self.fields["fixed_review"]
            self.initial.setdefault("length", self.lengths[0].value)
        for length, names in self.days.items():
            for name in {*names} & {*self.fields} if length not in self.lengths else ():
                del self.fields[name]
        if latest := last_day_allowed(self.block):
            said = f"{when_in_words(latest)} at the latest ({book.source_of('block_length')})"
            for name in ("fixed_until", "review_until", "open_review"):
                if name in self.fields:
                    self.fields[name].help_text = said
        if len(self.lengths) == 1:
            del self.fields["length"]
            return
        self.offer_choices("length", [(one.value, LENGTHS[one]) for one in self.lengths])
        self.reveals = {
            **getattr(self, "reveals", {}),
            "length": {
                one.value: sorted({*self.days[one]} & {*self.fields}, reverse=True)
                for one in self.lengths
            },
        }
        self.reveals["length"][Length.FIXED.value].sort(key=["fixed_until", "fixed_review"].index)

    def narrow_telling(self) -> None:
        """Leaves the ways to tell them that the rule allows."""
        source = self.council.rulebook.source_if_set("block_telling")
        if Telling.NOT_TOLD not in self.ways:
            del self.fields["why_not_told"]
        if len(self.ways) == 1:
            del self.fields["telling"]
            return
        self.fields["telling"].help_text = source
        self.offer_choices("telling", [(one.value, TELLING[one]) for one in self.ways])
        self.reveals = {
            **getattr(self, "reveals", {}),
            "telling": {Telling.NOT_TOLD.value: ["why_not_told"]},
        }

    @property
    def told(self) -> str:
        """How they are told, where the rule leaves no choice; empty where it does."""
        return "" if "telling" in self.fields else TELLING[self.ways[0]]

    @property
    def told_source(self) -> str:
        """Which rule says how they are told, in words; empty while none does."""
        return self.council.rulebook.source_if_set("block_telling")

    @property
    def lasting(self) -> dict[str, Any]:
        """The length and the telling, as `Weighing` and `renew_block` take them."""
        cleaned = self.cleaned_data
        length = cleaned.get("length") or self.lengths[0].value
        ends, review = self.days[Length(length)]
        return {
            "length": length,
            "ends_on": cleaned.get(ends),
            "review_on": cleaned.get(review),
            "telling": cleaned.get("telling") or self.ways[0].value,
            "why_not_told": cleaned.get("why_not_told", ""),
        }

    def ask_meant(self, review_on: date | None) -> None:
        """Asks whether a first review in more than a year is meant, where no rule bounds it."""
        bounded = self.council.rulebook.rules.block_length.is_set
        if bounded or review_on is None or review_on <= months_later(today(), FAR):
            return
        self.asks_meant = True
        if not self.cleaned_data.get("meant"):
            self.add_error(
                "meant",
                f"Nobody would look at it again for {years_until(review_on)}. Choose an earlier "
                "day, or tick that you mean it",
            )

    def require_lasting(self) -> None:
        """Puts an error on each field of a day, or of why not, that was left empty."""
        lasting = self.lasting
        chosen = self.cleaned_data.get("length") or len(self.lengths) == 1
        for name, otherwise in zip(
            self.days[Length(lasting["length"])],
            ("Enter its last day", "Enter the day of its review"),
            strict=True,
        ):
            asked = chosen and name in self.fields and name not in self.errors
            day = self.cleaned_data.get(name)
            if asked and day is None:
                self.add_error(name, otherwise)
            elif asked and day is not None and day <= today() and name not in self.errors:
                self.add_error(name, f"{self.fields[name].label}: it must be after today")
        self.ask_meant(lasting["review_on"])
        untold = lasting["telling"] == Telling.NOT_TOLD and not lasting["why_not_told"]
        if untold and "why_not_told" not in self.errors:
            self.add_error("why_not_told", "Say why they are not told")


def years_until(day: date) -> str:
    """How long it is until a day, in words: "4 years and 2 months"."""
    now = today()
    months = 12 * (day.year - now.year) + day.month - now.month - (day.day < now.day)
    parts = [(months // 12, "year"), (months % 12, "month")]
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n]
    return " and ".join(said) or "less than a month"
