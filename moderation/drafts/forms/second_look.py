"""The forms of a second look: after an approval, after a rejection, and of a month's minute."""

from typing import Any

from django import forms

from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm
from moderation.drafts.models import ReviewRequest, SecondCheck
from moderation.drafts.words import words_field


class SecondCheckForm(CouncilForm):
    outcome = forms.ChoiceField(
        label="What do you make of it?",
        choices=[
            (SecondCheck.Outcome.CONFIRMED, "I would have approved it too"),
            (SecondCheck.Outcome.CONCERN, "I have a concern"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether you would have approved it",
            "invalid_choice": "Say whether you would have approved it",
        },
    )
    note = words_field(
        "What your concern is",
        help_text="The author, the person who approved it and the proper officer will read it",
        rows=4,
    )

    reveals = {"outcome": {SecondCheck.Outcome.CONCERN.value: ["note"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == SecondCheck.Outcome.CONCERN:
            if not cleaned.get("note", "").strip():
                self.add_error("note", "Say what your concern is")
        else:
            cleaned["note"] = ""  # typed, then hidden again: not meant
        return cleaned


class AskReviewForm(CouncilForm):
    reasons = words_field(
        "Why should it be looked at again?",
        "Give your reasons",
        "You can ask once. Say what was missed or has changed",
    )


class AnswerReviewForm(CouncilForm):
    outcome = forms.ChoiceField(
        label="Your answer",
        choices=[
            (ReviewRequest.Outcome.UPHELD, "The rejection stands"),
            (ReviewRequest.Outcome.REOPENED, "Give it back to the author, to submit again"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether the rejection stands",
            "invalid_choice": "Say whether the rejection stands",
        },
    )
    answer = words_field("Why?", "Say why", "The author will see this")


class NoteMonthForm(CouncilForm):
    minute = forms.CharField(
        label="Minute reference",
        help_text="For example, 24/101",
        max_length=60,
        error_messages={"required": "Enter the minute’s reference"},
    )
    noted_on = GovukDateField(label="When did the council note it?")

    def clean_noted_on(self) -> Any:
        day = self.cleaned_data["noted_on"]
        if day and day > today():
            raise forms.ValidationError("The day of the meeting is in the future")
        return day
