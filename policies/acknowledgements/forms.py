"""The forms with which somebody says that a policy was read."""

from operator import attrgetter
from typing import Any

from django import forms

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.files.evidence import EvidenceForm, pdf_field, picture_field
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class ReadForm(CouncilForm):
    """That one has read the words on this page."""

    read = forms.BooleanField(
        label="I have read this policy and understand it",
        error_messages={"required": "Tick the box once you have read the policy"},
    )
    #: Of those words.
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PaperForm(EvidenceForm):
    """That somebody without a sign-in signed on paper."""

    membership: Any = forms.ModelChoiceField(None, label="Who signed?", empty_label="Choose")
    read_on = GovukDateField(label="Which day does the paper say?")
    paper_reference = forms.CharField(
        label="Where is the paper kept?",
        help_text="For example, personnel file 7",
        max_length=120,
        required=False,
    )
    scan = picture_field("Or a picture of it")
    scan_pdf = pdf_field("Or a scan of it as a PDF")

    pictures = ("scan", "scan_pdf")
    pdfs = ("scan_pdf",)

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        self.people = people
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        ids = [one.pk for one in self.people]
        rows = self.council.memberships.filter(pk__in=ids).select_related("person").by_name()
        self.offer("membership", rows, attrgetter("goes_by"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        signed = cleaned.get("read_on")
        if signed and signed > today():
            self.add_error("read_on", "The day cannot be in the future")
        picture, pdf = cleaned.get("scan"), cleaned.pop("scan_pdf", None)
        if picture and pdf:
            self.add_error("scan_pdf", "Add a picture or a PDF, not both")
        cleaned["scan"] = picture or pdf
        if not (cleaned["scan"] or cleaned.get("paper_reference") or self.refused_files):
            self.add_error(
                "paper_reference", "Say where the paper is kept, or add a picture or a PDF of it"
            )
        return cleaned
