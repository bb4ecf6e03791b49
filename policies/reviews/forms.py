"""The forms of reviews."""

from typing import Any

from django import forms

from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm
from policies.dates import first_day, in_words
from policies.documents.models import Policy, Version
from policies.documents.questions import in_work
from policies.fields import StatedDateField
from policies.reviews.models import OUTCOMES, Review, Trigger

#: Characters of reasons, and of what calls for a review.
LONGEST = 4000


class ReviewForm(CouncilForm):
    """What came of a review."""

    form_key = key_field()
    reviewed_on = StatedDateField(label="When was it reviewed?")
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(one.value, words[:1].upper() + words[1:]) for one, words in OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    next_due = StatedDateField(
        label="When is it reviewed next?",
        help_text="If the meeting set a day or a month. Else leave it empty",
        required=False,
    )
    label = forms.CharField(
        label="What is the new version called?",
        help_text="A draft is begun with the words of the version in force. For example, v.5",
        max_length=40,
        required=False,
    )
    minute = forms.CharField(
        label="Minute",
        help_text="Its reference, for example 26/114. Needed unless the policy is amended",
        max_length=60,
        required=False,
    )
    reasons = forms.CharField(
        label="What was said about it? (optional)",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    reveals = {"outcome": {"no_change": ["next_due"], "amend": ["label"]}}
    option_hints = {
        "outcome": {
            "no_change": "The next review counts from this one",
            "amend": "A draft version is begun. The review stays due until it is adopted",
            "withdraw": "It holds no longer. All its versions stay on record",
        }
    }

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.draft: Version | None = in_work(self.policy)
        if self.draft is not None:
            del self.fields["label"]
            self.reveals = {"outcome": {"no_change": ["next_due"]}}
            hints = {**self.option_hints["outcome"]}
            hints["amend"] = f"{self.draft.label} is being written already, and stays as it is"
            self.option_hints = {"outcome": hints}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome and outcome != Review.Outcome.AMEND and not cleaned.get("minute", "").strip():
            self.add_error("minute", "Enter the reference of the minute")
        if outcome == Review.Outcome.AMEND and "label" in self.fields and not cleaned.get("label"):
            self.add_error("label", "Enter what the new version is called, for example v.5")
        if outcome != Review.Outcome.NO_CHANGE:
            cleaned["next_due"] = ""
        reviewed = cleaned.get("reviewed_on")
        if reviewed and first_day(reviewed) > today():
            self.add_error("reviewed_on", f"{in_words(reviewed)} is in the future")
        return cleaned


class TriggerForm(CouncilForm):
    """Something that calls for a review before its time."""

    form_key = key_field()
    kind = forms.ChoiceField(
        label="What calls for it?",
        choices=Trigger.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what calls for it"},
    )
    what = forms.CharField(
        label="Which one, and what does it mean for the policy?",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what it is"},
    )
    noticed_on = GovukDateField(label="When did it happen, or when was it noticed?", initial=today)
    due_on = GovukDateField(
        label="By when is the policy to be reviewed for it?",
        help_text="The last day that is in time. For example, the next meeting",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        noticed, due = cleaned.get("noticed_on"), cleaned.get("due_on")
        if noticed and noticed > today():
            self.add_error("noticed_on", "The day it was noticed cannot be in the future")
        if due and due < today():
            self.add_error("due_on", "The day to review it by cannot be in the past")
        return cleaned
