"""The forms of training."""

from operator import attrgetter
from typing import Any

from django import forms

from accounts.dates import today
from accounts.people.models import Membership
from accounts.training.actions import NeededBy
from accounts.training.models import Course
from councilsm.duties import Duty
from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class CourseForm(CouncilForm):
    """A course, how long it counts, and who needs it."""

    title = forms.CharField(
        label="Name of the course", help_text="For example, Using social media", max_length=120
    )
    valid_months = forms.IntegerField(
        label="How many months does it count?",
        help_text="Leave empty if it never lapses",
        required=False,
        min_value=1,
        max_value=240,
    )
    team = forms.BooleanField(required=False)
    categories = forms.MultipleChoiceField(
        label="Everybody who belongs to the council as",
        choices=Membership.Category.choices,
        widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}),
        required=False,
    )
    duties = forms.MultipleChoiceField(
        label="Whoever may",
        choices=Duty.choices,
        widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}),
        required=False,
    )

    def narrow(self) -> None:
        name = self.council.rulebook.rules.team_name.value or "admin team"
        self.fields["team"].label = f"Everybody on the {name}"

    def course(self) -> dict[str, Any]:
        """What the actions take."""
        cleaned = self.cleaned_data
        return {
            "title": cleaned["title"],
            "valid_months": cleaned["valid_months"],
            "needed_by": [
                *([NeededBy(team=True)] if cleaned["team"] else []),
                *(NeededBy(category=category) for category in cleaned["categories"]),
                *(NeededBy(duty=duty) for duty in cleaned["duties"]),
            ],
        }

    @staticmethod
    def of(course: Course) -> dict[str, Any]:
        """A course as the form shows it."""
        needs = list(course.needs.all())
        return {
            "title": course.title,
            "valid_months": course.valid_months,
            "team": any(need.team for need in needs),
            "categories": [need.category for need in needs if need.category],
            "duties": [need.duty for need in needs if need.duty],
        }


class CompletionForm(EvidenceForm):
    """That somebody did a course, with the proof."""

    course: Any = forms.ModelChoiceField(None, label="Course", empty_label="Choose")
    membership: Any = forms.ModelChoiceField(None, label="Who did it?", empty_label="Choose")
    completed_on = GovukDateField(label="When was it done?")
    expires_on = GovukDateField(
        label="Last day it counts, if the certificate says one",
        help_text="Leave empty to go by the course",
        required=False,
    )
    provider = forms.CharField(label="Who ran it? (optional)", max_length=120, required=False)
    paper_reference = forms.CharField(
        label="Where is the certificate kept?",
        help_text="For example, personnel file 7",
        max_length=120,
        required=False,
    )
    certificate = picture_field("Or a picture of it")

    pictures = ("certificate",)

    def narrow(self) -> None:
        super().narrow()
        self.offer("course", self.council.courses.filter(ended_on__isnull=True))
        self.offer("membership", self.council.memberships.to_choose(), attrgetter("goes_by"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        done, ends = cleaned.get("completed_on"), cleaned.get("expires_on")
        if done and done > today():
            self.add_error("completed_on", "The day it was done cannot be in the future")
        if done and ends and ends < done:
            self.add_error("expires_on", "The last day must be after the day it was done")
        proof = cleaned.get("paper_reference") or cleaned.get("certificate")
        if not proof and "certificate" not in self.errors:
            self.add_error(
                "paper_reference", "Say where the certificate is kept, or add a picture of it"
            )
        return cleaned
