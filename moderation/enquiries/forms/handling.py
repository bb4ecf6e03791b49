"""The forms of what is done about an enquiry: each one thing."""

import re
from operator import attrgetter
from typing import Any

from django import forms
from django.utils import timezone

from councilsm.forms import GovukDateTimeField
from councilsm.plain_fields import UncutField
from councilsm.tenancy import CouncilForm
from moderation.drafts.words import words_field
from moderation.enquiries.models import Enquiry
from moderation.enquiries.owning import who_signs_in

REFERENCE = re.compile(r"\s*N-?0*(\d{1,9})\s*", re.IGNORECASE)
Kind, Outcome = Enquiry.Kind, Enquiry.Outcome


class EnquiryForm(CouncilForm):
    """A form about one enquiry."""

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        self.enquiry = enquiry
        super().__init__(*args, **kwargs)


class AcknowledgeForm(EnquiryForm):
    words = words_field("How and where? (optional)", help_text="For example, under the comment")


class PassOnForm(EnquiryForm):
    to_whom = UncutField(
        label="To whom?",
        help_text="For example, the grounds team",
        max_length=120,
        error_messages={"required": "Say to whom it was passed on"},
    )
    words = words_field("Note (optional)")


class SignpostForm(EnquiryForm):
    to_whom = UncutField(
        label="Who deals with it?",
        help_text="For example, the highways team of the county council",
        max_length=120,
        error_messages={"required": "Say who deals with it"},
    )
    words = words_field("What were they told? (optional)")

    def narrow(self) -> None:
        if self.enquiry.topic:
            self.initial.setdefault("to_whom", self.enquiry.topic.signpost)


class NoteForm(EnquiryForm):
    words = words_field("Note", "Write the note", "It stays as it is: nothing here is edited")


class ReassignForm(EnquiryForm):
    office: Any = forms.ModelChoiceField(
        None, label="To an office", required=False, empty_label="Choose"
    )
    owner: Any = forms.ModelChoiceField(
        None, label="Or to a person", required=False, empty_label="Choose"
    )
    words = words_field("Why? (optional)", rows=3)

    def narrow(self) -> None:
        self.offer("office", self.council.offices.all(), attrgetter("title"))
        self.offer("owner", who_signs_in(self.council), attrgetter("goes_by"))


class TakeForm(EnquiryForm):
    words = words_field("Note (optional)", rows=3)


class KindForm(EnquiryForm):
    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    topic: Any = forms.ModelChoiceField(
        None, label="Topic", empty_label="None of these", required=False
    )
    words = words_field("Why? (optional)", rows=3)

    def narrow(self) -> None:
        kinds = [choice for choice in Kind.choices if choice[0] != Kind.SAFEGUARDING]
        self.offer_choices("kind", kinds)
        self.offer("topic", self.council.enquiry_topics.in_use())
        self.initial.update(kind=self.enquiry.kind, topic=self.enquiry.topic_id)


class CloseForm(EnquiryForm):
    """Cleans `duplicate_of` to an enquiry, or None."""

    outcome = forms.ChoiceField(
        label="What was done?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what was done"},
    )
    duplicate_of = forms.CharField(
        label="Reference of the earlier one",
        help_text="For example, N-0012. Its clock counts for both",
        required=False,
        max_length=20,
    )
    words = words_field("The action taken", help_text="As a resident or an auditor would read it")

    reveals = {"outcome": {Outcome.DUPLICATE.value: ["duplicate_of"]}}

    def narrow(self) -> None:
        if self.enquiry.kind == Kind.SAFEGUARDING:
            self.reveals = {}
            del self.fields["duplicate_of"], self.fields["words"], self.fields["outcome"]
            if self.enquiry.case_reference:
                return
            self.fields["case_reference"] = UncutField(
                label="Reference of the restricted case",
                help_text="For example, RC-0004. It keeps the concern and what was done",
                max_length=20,
                error_messages={"required": "Enter the reference of the restricted case"},
            )

    def clean_duplicate_of(self) -> Enquiry | None:
        typed = self.cleaned_data["duplicate_of"]
        if not typed or self.cleaned_data.get("outcome") != Outcome.DUPLICATE:
            return None
        match = REFERENCE.fullmatch(typed)
        rows = self.council.enquiries
        found: Enquiry | None = rows.filter(number=int(match[1])).first() if match else None
        if found is None:
            raise forms.ValidationError("There is no such enquiry. Enter one such as N-0012")
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.enquiry.kind == Kind.SAFEGUARDING:
            cleaned["case_reference"] = cleaned.get("case_reference", "").strip().upper()
            cleaned["outcome"] = Outcome.ACTED
        return cleaned


class ReopenForm(EnquiryForm):
    asked_at = GovukDateTimeField(label="When was it asked?", initial=timezone.now)
    words = words_field("What is asked now?", "Say what is asked now")
