"""The forms by which somebody does one thing about a restricted case."""

from typing import Any

from django import forms

from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.forms import GovukDateTimeField
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm
from moderation.cases.forms.parts import EARLIER, NOW, box, choice_of_rows, earlier, line
from moderation.cases.kinds import outcomes_of
from moderation.cases.models import Case, Referral
from moderation.log.action_form import ask_as_confirmed
from moderation.log.models import ModerationAction

Kind = Case.Kind


class WordsForm(CouncilForm):
    """One box. The page says what it is for."""

    words = box("Words", missing="Write it first")
    form_key = key_field()

    def asking(self, label: str, hint: str = "", missing: str = "") -> "WordsForm":
        """The same, with what the box is for."""
        field = self.fields["words"]
        field.label, field.help_text = label, hint
        if missing:
            field.error_messages["required"] = missing
        return self


class NoteForm(WordsForm):
    """A note, and when that was."""

    when = forms.ChoiceField(
        label="When was that?",
        choices=[(NOW, "Just now"), (EARLIER, "Happened earlier")],
        initial=NOW,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    at = GovukDateTimeField(label="At", required=False)
    reveals = {"when": {EARLIER: ["at"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        earlier(self, cleaned, "at")
        return cleaned


class ReferForm(CouncilForm):
    body = forms.ChoiceField(
        label="To whom?",
        choices=Referral.Body.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select to whom it was referred"},
    )
    name = line("Which one? (optional)", "For example which police force, board or provider")
    reference = line("Their reference")
    none_given = forms.BooleanField(label="They gave none", required=False)
    when = forms.ChoiceField(
        label="When was that?",
        choices=[(NOW, "Just now"), (EARLIER, "Happened earlier")],
        initial=NOW,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    made_at = GovukDateTimeField(label="At", required=False)
    note = box("What was said (optional)", rows=3)
    form_key = key_field()
    reveals = {"when": {EARLIER: ["made_at"]}}
    option_hints = {
        "body": {Referral.Body.SOLICITOR.value: "The case is then kept for legal action"}
    }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        earlier(self, cleaned, "made_at")
        reference = cleaned.get("reference")
        if not reference and not cleaned.get("none_given"):
            self.add_error("reference", "Enter their reference, or tick that they gave none")
        elif reference and cleaned.get("none_given"):
            self.add_error("reference", "Enter a reference or tick that they gave none, not both")
        if cleaned.get("body") == Referral.Body.OTHER and not cleaned.get("name"):
            self.add_error("name", "Enter to whom it was referred")
        return cleaned


class ConfirmForm(CouncilForm):
    """What was logged is done on the platform."""

    reference = line("Their reference")
    none_given = forms.BooleanField(label="They gave no reference", required=False)
    note = line("How can that be seen? (optional)", "For example “gone when I looked at 9am”")

    def for_entry(self, entry: ModerationAction) -> "ConfirmForm":
        """Asks for a reference where something was reported that has none yet, and of a reply in a
        pre-election period why it may go out.
        """
        ask_as_confirmed(self, entry)
        self.order_fields(["in_period", "note"])  # what it is, then why
        if entry.kind not in ModerationAction.REPORTS or entry.reference or entry.none_given:
            del self.fields["reference"], self.fields["none_given"]
        return self


class ReverseForm(CouncilForm):
    """What was done on the platform is taken back."""

    outcome = forms.ChoiceField(
        label="Why is it taken back?",
        choices=[
            ("mistake", "It was a mistake"),
            ("change", "It was right then, and is no longer needed"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is taken back"},
    )
    why = box("In your words", missing="Say why it is taken back", at_most=2_000, rows=3)
    to_do = forms.BooleanField(label="Still to do on the platform", required=False)
    note = line(
        "How was it restored? (optional)",
        "Of something deleted: how, or that it cannot be and what was done instead",
    )
    option_hints = {"outcome": {"mistake": "It then counts against nobody"}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        in_error = cleaned.pop("outcome", "") == "mistake"
        return cleaned | {"in_error": in_error, "done": not cleaned.pop("to_do", False)}


class CloseForm(CouncilForm):
    outcome = forms.ChoiceField(
        label="How did it end?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it ended"},
    )
    advice = box("What advice was given?", "The person affected will read it", rows=4)
    words = box("What came of it?", missing="Say what came of it")
    form_key = key_field()

    def for_case(self, case: Case, *, advised: bool) -> "CloseForm":
        """Offers the outcomes of its kind, and asks for advice where a case needs it."""
        outcomes = outcomes_of(case.kind)
        self.offer_choices("outcome", [(one.value, one.label) for one in outcomes])
        if len(outcomes) == 1:
            self.fields["outcome"].initial = outcomes[0].value
        if case.kind != Kind.ABUSE or advised:
            del self.fields["advice"]
        else:
            self.fields["advice"].required = True
            self.fields["advice"].error_messages["required"] = "Say what advice was given"
        return self


class ReaderForm(CouncilForm):
    person = choice_of_rows("Who?")
    reason = box("Why may they read it?", missing="Say why they may read it", at_most=400, rows=3)

    def narrow(self) -> None:
        here = self.council.memberships.in_force(today()).filter(can_sign_in=True)
        people = here.select_related("person").by_name()
        self.offer("person", people, lambda member: member.goes_by)
        self.fields["person"].required = True
        self.fields["person"].error_messages["required"] = "Choose who"

    def clean_person(self) -> Person:
        member: Membership = self.cleaned_data["person"]
        return member.person


class ConcernsForm(CouncilForm):
    about = choice_of_rows("Whom does it concern?", "From now on they do not see it")
    words = box("How do you know?", missing="Say how you know", at_most=1_000, rows=3)

    def narrow(self) -> None:
        self.offer("about", self.council.memberships.to_choose(), lambda member: member.goes_by)
        self.fields["about"].required = True
        self.fields["about"].error_messages["required"] = "Choose whom it concerns"

    def clean_about(self) -> Person:
        member: Membership = self.cleaned_data["about"]
        return member.person
