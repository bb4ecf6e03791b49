"""What whoever takes a report says about it."""

from typing import Any

from django import forms

from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateTimeField
from councilsm.tenancy import CouncilForm
from moderation.cases.models import Case
from moderation.enquiries.models import Enquiry, Topic
from moderation.evidence.capturing import CaptureForm
from moderation.items.addresses import recognise
from moderation.items.models import Item
from moderation.sightings.forms.reporting import words_field
from moderation.sightings.models import Sighting


class AddForm(CaptureForm):
    """Something more about a report that was sent."""

    words = words_field("What do you want to add?")


class PlatformForm(CouncilForm):
    """That the platform was told, and what it answered."""

    said = forms.ChoiceField(
        label="What did the platform answer?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the platform answered"},
    )
    reference = forms.CharField(label="Its reference", max_length=120, required=False)
    why_not = forms.CharField(label="Why not?", max_length=300, required=False)
    reveals = {"said": {"reference": ["reference"], "not_told": ["why_not"]}}

    def narrow(self) -> None:
        choices = [("reference", "A reference"), ("none", "It gave no reference")]
        if "HLTC-capture-6" in self.council.rulebook.clauses:
            choices.append(("not_told", "I did not report it there: it was not appropriate"))
        self.offer_choices("said", choices)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said = cleaned.get("said")
        if said == "reference" and not cleaned.get("reference"):
            self.add_error("reference", "Enter the reference that the platform gave")
        if said == "not_told" and not cleaned.get("why_not"):
            self.add_error("why_not", "Say why it was not appropriate")
        return {
            "reference": cleaned.get("reference", "") if said == "reference" else "",
            "none_given": said == "none",
            "why_not": cleaned.get("why_not", "") if said == "not_told" else "",
        }


class HandOnForm(CouncilForm):
    office: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="To which office?",
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select an office"},
    )
    note = words_field("What should they know? (optional)")

    def __init__(self, *args: Any, sighting: Sighting, **kwargs: Any) -> None:
        self.sighting = sighting
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        offices = self.council.offices.all()
        if self.sighting.about_clerk:
            offices = offices.exclude(key=self.council.rulebook.proper_officer)
        if self.sighting.taken_by_id is None:  # else it may go back to one that had it
            offices = offices.exclude(
                pk__in=self.sighting.sent_to.filter(office__isnull=False).values("office")
            )
        self.offer("office", offices)


class TakeOverForm(CouncilForm):
    reason = words_field("Why do you take it over?", required=True)


class CloseForm(CouncilForm):
    answer = words_field("What became of it?", "Whoever reported it will read this", required=True)


class LogForm(CouncilForm):
    """What the log keeps of it; what is done about it comes on the next page."""

    platform = forms.ChoiceField(label="Platform", choices=OfficialAccount.Platform.choices)
    account: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="On which of our accounts?",
        queryset=None,
        required=False,
        empty_label="None of ours",
    )
    elsewhere = forms.CharField(
        label="Where else does it stand?",
        help_text="Where it is on none of our accounts, such as the name of a group",
        max_length=200,
        required=False,
    )
    kind = forms.ChoiceField(
        label="What is it?", choices=Item.Kind.choices, widget=forms.RadioSelect
    )
    handle = forms.CharField(
        label="Who posted it? (optional)",
        help_text="The handle, as it is shown there",
        max_length=120,
        required=False,
    )
    words = words_field("What does it say? (optional)", "The words as they stand there")

    def narrow(self) -> None:
        self.offer("account", self.council.official_accounts.order_by("name", "pk"))

    @staticmethod
    def recognised(sighting: Sighting) -> dict[str, Any]:
        """What the link of a report tells."""
        known, account = recognise(sighting.council, sighting.url) if sighting.url else (None, None)
        return {"platform": known, "account": account, "kind": Item.Kind.COMMENT}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("account") and not cleaned.get("elsewhere"):
            self.add_error("account", "Select the account, or say where else it stands")
        return cleaned


class CaseForm(CouncilForm):
    kind = forms.ChoiceField(
        label="What kind of case is it?",
        choices=Case.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of case it is"},
    )


#: As which kind of enquiry each is raised, unless whoever raises it says otherwise.
ENQUIRIES = {
    Sighting.What.DAMAGE: Enquiry.Kind.REPORT,
    Sighting.What.COMPLAINT: Enquiry.Kind.COMPLAINT,
    Sighting.What.ENQUIRY: Enquiry.Kind.QUESTION,
}


class EnquiryForm(CouncilForm):
    kind = forms.ChoiceField(label="What is it?", choices=Enquiry.Kind.choices)
    subject = forms.CharField(
        label="What is it about?",
        help_text="In your own words, without anybody’s name",
        max_length=120,
        error_messages={"required": "Say what it is about"},
    )
    topic: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Topic", queryset=None, required=False, empty_label="None of these"
    )
    posted_at = GovukDateTimeField(label="When was it posted? (optional)", required=False)

    def narrow(self) -> None:
        self.offer("topic", Topic.objects.filter(council=self.council).in_use())
        kinds = [choice for choice in Enquiry.Kind.choices if choice[0] != "safeguarding"]
        self.offer_choices("kind", kinds)
