"""Values about blocks: how long one stands, who hears of it, who may hear a request."""

from typing import Any

from django import forms

from accounts.councils.blocking import (
    LENGTHS,
    OTHER_DECIDER,
    TELLING,
    BlockLength,
    BlockTelling,
    OtherDecider,
    Telling,
)
from accounts.councils.rulebook import Rulebook
from accounts.councils.values.numbers import between, whole_number
from accounts.councils.values.shape import Shape, ValueForm

#: Months and days that `BlockLength` and `BlockTelling` take.
MOST_MONTHS, MOST_DAYS_TO_RESPOND = 60, 90


class BlockLengthShape(Shape):
    """How long a block may stand, and the months."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "length": forms.ChoiceField(
                label="How long may a block stand?",
                choices=[
                    (length.value, words.format("so many months"))
                    for length, words in LENGTHS.items()
                ],
                widget=forms.RadioSelect,
                required=False,
            ),
            "months": whole_number("How many months?", 1, MOST_MONTHS),
        }

    def initial(self, value: BlockLength) -> dict[str, Any]:
        return {"length": value.length.value, "months": value.months}

    def read(self, form: ValueForm) -> Any:
        length, months = form.cleaned_data.get("length"), form.cleaned_data.get("months")
        if not length:
            form.add_error("length", "Select how long a block may stand")
        if months is None and "months" not in form.errors:
            form.add_error("months", between(1, MOST_MONTHS))
        return {"length": length, "months": months} if length and months else None


class BlockTellingShape(Shape):
    """Whether somebody hears of a block; and how long they have to respond to a notice."""

    reveals = {"telling": {Telling.NOTICE.value: ["days"]}}

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "telling": forms.ChoiceField(
                label="Is somebody told that they are blocked?",
                choices=[(way.value, words) for way, words in TELLING.items()],
                widget=forms.RadioSelect,
                required=False,
            ),
            "days": whole_number("How many working days to respond?", 1, MOST_DAYS_TO_RESPOND),
        }

    def initial(self, value: BlockTelling) -> dict[str, Any]:
        return {"telling": value.telling.value, "days": value.days}

    def read(self, form: ValueForm) -> Any:
        telling, days = form.cleaned_data.get("telling"), form.cleaned_data.get("days")
        if not telling:
            form.add_error("telling", "Select whether they are told")
            return None
        if telling != Telling.NOTICE.value:
            return {"telling": telling}
        if days is None:
            if "days" not in form.errors:
                form.add_error("days", between(1, MOST_DAYS_TO_RESPOND))
            return None
        return {"telling": telling, "days": days}


class OtherDeciderShape(Shape):
    """Required, preferred, or not asked."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "other_decider": forms.ChoiceField(
                label="Who may decide a request about a block?",
                choices=[(each.value, words) for each, words in OTHER_DECIDER.items()],
                widget=forms.RadioSelect,
                required=False,
            )
        }

    def initial(self, value: OtherDecider) -> dict[str, Any]:
        return {"other_decider": value.value}

    def read(self, form: ValueForm) -> Any:
        answer = form.cleaned_data.get("other_decider")
        if not answer:
            form.add_error("other_decider", "Select an answer")
        return answer or None
