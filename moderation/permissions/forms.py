"""The forms of permissions."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import GovukDateField
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm
from moderation.drafts.words import WordsField
from moderation.permissions.actions import Agreed
from moderation.pictures.models import Subject

#: A class photograph with everybody named.
MOST_PEOPLE = 40


class PermissionForm(EvidenceForm):
    """What was agreed, when, and the proof of it."""

    scope = WordsField(
        label="What does it cover?",
        help_text="The event, the pictures, where they may appear. "
        "For example, Spring fair 2026, on our Facebook page",
        max_length=300,
        error_messages={"required": "Say what the permission covers"},
    )
    given_on = GovukDateField(label="When was it given?")
    expires_on = GovukDateField(
        label="When does it end? (optional)",
        help_text="The last day. Leave empty if it has no end. For example, 31 12 2027",
        required=False,
    )
    paper_reference = WordsField(
        label="Where is the signed paper kept?",
        help_text="For example, paper file Events 2026, sheet 12",
        max_length=120,
        required=False,
    )
    evidence = picture_field("Or a picture of it")
    form_key = key_field()

    pictures = ("evidence",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given, ends = cleaned.get("given_on"), cleaned.get("expires_on")
        if given and ends and ends < given:
            self.add_error("expires_on", "The last day must be after the day it was given")
        proof = cleaned.get("paper_reference") or cleaned.get("evidence")
        if not proof and "evidence" not in self.errors:
            self.add_error(
                "paper_reference", "Say where the signed paper is kept, or add a picture of it"
            )
        return cleaned

    def forget_errors(self) -> None:
        """Nothing is judged while the page only grows; but a file that was refused is gone."""
        refused = self.errors.get("evidence")
        self.errors.clear()
        if refused:
            self.errors["evidence"] = refused


class PersonForm(forms.Form):
    """One person whom it covers."""

    name = WordsField(label="Name", max_length=120, required=False)
    under_18 = forms.BooleanField(label="Under 18", required=False)
    given_by = WordsField(
        label="Who agreed?",
        help_text="Leave empty if it was the person in the picture",
        max_length=120,
        required=False,
    )
    relationship = forms.ChoiceField(
        label="They are",
        choices=[("", "Choose"), *Subject.Relationship.choices, ("other", "Somebody else")],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("name", "given_by", "relationship")):
            return cleaned
        if not cleaned.get("name"):
            self.add_error("name", "Enter the name of the person in the picture")
        relationship = cleaned.get("relationship")
        if not relationship:
            self.add_error("relationship", "Choose who agreed")
        elif relationship == "other":
            self.add_error(
                "relationship",
                "Only the person, or for an under-18 a parent or legal guardian, can agree. "
                "A teacher or a club cannot",
            )
        elif cleaned.get("under_18") and relationship == Subject.Relationship.SELF:
            self.add_error(
                "relationship", "For an under-18 only a parent or legal guardian can agree"
            )
        elif relationship != Subject.Relationship.SELF and not cleaned.get("given_by"):
            self.add_error("given_by", "Enter the name of the parent or legal guardian")
        return cleaned

    def agreed(self) -> Agreed | None:
        """The person, from a valid form; None where the row was left empty."""
        if not self.cleaned_data.get("name"):
            return None
        return Agreed(
            name=self.cleaned_data["name"],
            under_18=self.cleaned_data["under_18"],
            given_by=self.cleaned_data["given_by"] or self.cleaned_data["name"],
            relationship=self.cleaned_data["relationship"],
        )


#: One row for each person, with room for one at first.
People: "type[BaseFormSet[PersonForm]]" = formset_factory(
    PersonForm, extra=1, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE
)


def agreed(people: "BaseFormSet[PersonForm]") -> list[Agreed]:
    """Everybody named, from valid forms."""
    return [person for form in people.forms if (person := form.agreed())]


class WithdrawForm(CouncilForm):
    reason = WordsField(
        label="What did they say? (optional)",
        help_text="And who said it, when. 300 characters at most",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
