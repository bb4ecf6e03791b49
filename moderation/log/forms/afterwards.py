"""What is said of an entry afterwards: confirmed, reversed, corrected, appealed against."""

from typing import Any

from django import forms

from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm
from moderation.evidence.capturing import CaptureForm
from moderation.log.action_form import (
    COPY_HINT,
    COPY_KEPT,
    KINDS,
    PUBLIC_RECORD,
    RECORD_HINT,
    ActionForm,
    ask_as_confirmed,
)
from moderation.log.actions.common import require_copy, require_reference
from moderation.log.forms.grounds import GroundsFields
from moderation.log.forms.in_period import InPeriodFields
from moderation.log.forms.parts import box, line, say_refused, tick
from moderation.log.models import ModerationAction


class ConfirmForm(CaptureForm):
    """It is done on the platform."""

    note = line("How can that be seen?", "For example “gone when I looked at 9am”", 300)
    reference = line("Their reference")
    none_given = tick("They gave no reference")

    def __init__(self, *args: Any, action: ModerationAction, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        ask_as_confirmed(self, self.action)
        if self.action.kind not in ModerationAction.REPORTS or self.action.reference:
            del self.fields["reference"], self.fields["none_given"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("prohibited", None)
        if "reference" in self.fields and "reference" not in self.errors:
            none_given = cleaned.get("none_given") or self.action.none_given
            given = cleaned.get("reference", "")
            say_refused(self, require_reference, self.action.kind, given, none_given, done=True)
        return cleaned


class ReverseForm(CouncilForm):
    """An action is taken back."""

    MISTAKE, CHANGE = "mistake", "change"

    outcome = forms.ChoiceField(
        label="Why is it taken back?",
        choices=[
            (MISTAKE, "It was a mistake: removed in error"),
            (CHANGE, "It was right then, and is no longer needed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is taken back"},
    )
    why = box("In your words", "The record keeps them", missing="Say why it is taken back")
    to_do = tick(
        "Still to do on the platform",
        "Restore it there. It stays on the list until somebody confirms it",
    )
    note = line(
        "How was it restored?",
        "Of a deleted comment: how, or that it cannot be and what was done instead",
        300,
    )

    option_hints = {"outcome": {MISTAKE: "It then counts against nobody. Restore it there"}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_error = cleaned.pop("outcome", "") == self.MISTAKE
        return cleaned | {"in_error": in_error, "done": not cleaned.pop("to_do", False)}


class CorrectForm(InPeriodFields, GroundsFields):
    """The reason or the words of an entry were written down wrongly."""

    why = box("What was wrong about the entry?", missing="Say what was wrong about the entry")
    kind = forms.ChoiceField(
        label="What was done?", choices=[(kind.value, kind.label) for kind in KINDS]
    )
    public_record = tick(PUBLIC_RECORD, RECORD_HINT)
    copy_kept = line(COPY_KEPT, COPY_HINT, 200)
    reference = line("Their reference")
    none_given = tick("They gave no reference")

    with_reason, removals = ActionForm.with_reason, ActionForm.removals

    def __init__(self, *args: Any, action: ModerationAction, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data = super().clean() or self.cleaned_data
        if self.cleaned_data.get("kind") != ModerationAction.Kind.DELETED:
            self.cleaned_data["public_record"], self.cleaned_data["copy_kept"] = False, ""
        kind = self.cleaned_data.get("kind", "")
        is_new = kind != self.action.kind  # else the entry says why
        self.ask_in_period(kind if is_new else "", self.action.happened_at)
        if not self.action.is_prohibited:
            self.say_blank_grounds()
            self.clean_copy(self.cleaned_data)
        said = ("why", "kind", "public_record", "copy_kept", "reference", "none_given")
        given = {name: self.cleaned_data.get(name) for name in said}
        return given | self.said_in_period | {"grounds": self.grounds}

    def clean_copy(self, cleaned: dict[str, Any]) -> None:
        """Where the copy of public record is, unless the entry says so."""
        kept = cleaned.get("copy_kept") or self.action.copy_kept
        asked = cleaned.get("kind", ""), cleaned.get("public_record", False), kept
        necessity = cleaned.get("necessity", "")
        say_refused(self, require_copy, self.council, *asked, self.action.copy, necessity)


def written(action: ModerationAction) -> dict[str, Any]:
    """What the entry says, for a form that begins with it."""
    answers = {True: "yes", False: "no", None: None}
    same = ("kind", "reason", "marked", "fact", "fact_source", "target", "necessity", "copy_kept")
    return {
        **{name: getattr(action, name) for name in same},
        "reason_words": "" if action.reason else action.reason_label,
        "even_if_praise": answers[action.even_if_praise],
        "about_person": answers[action.about_person],
        "public_record": action.public_record,
        "reference": action.reference,
        "none_given": bool(action.none_given),
    }


class AppealForm(CouncilForm):
    """A resident asks why their post was not let through: once, with reasons."""

    words = box("What they said, with their reasons", rows=5, missing="Enter what they said")
    asked_on = GovukDateField(label="When did they ask?", initial=today)

    def clean_asked_on(self) -> Any:
        day = self.cleaned_data["asked_on"]
        if day > today():
            raise forms.ValidationError("This is in the future. Enter when they asked")
        return day


class AnswerForm(CouncilForm):
    """The council's answer, which lets the post through or does not."""

    YES, NO = "yes", "no"

    outcome = forms.ChoiceField(
        label="Is it let through after all?",
        choices=[(YES, "Yes, it is let through"), (NO, "No, it stays out")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is let through"},
    )
    held = forms.ChoiceField(
        label="Was it held back in error?",
        help_text="What was held back in error counts against nobody",
        choices=[(YES, "Yes"), (NO, "No, it was right then")],
        initial=YES,
        required=False,
        widget=forms.RadioSelect,
    )
    answer = box("Your answer, with reasons", rows=5, missing="Write the answer")

    reveals = {"outcome": {YES: ["held"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_error = cleaned.pop("held", "") != self.NO
        let_through = cleaned.pop("outcome", "") == self.YES
        return cleaned | {"let_through": let_through, "in_error": in_error}
