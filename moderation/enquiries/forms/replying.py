"""The forms of a reply: logged in one step, made a draft of, or moved to private."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils import timezone

from councilsm.forms import GovukDateTimeField
from moderation.checks.findings import Report
from moderation.checks.pre_election import WHY_THEN
from moderation.drafts.words import party_question, words_field
from moderation.enquiries.actions.replying import WHY_REPLY_IN_PERIOD
from moderation.enquiries.answers import findings_of
from moderation.enquiries.forms.handling import EnquiryForm


def posted_at_field() -> GovukDateTimeField:
    return GovukDateTimeField(label="When was it posted?", initial=timezone.now)


class PrivateForm(EnquiryForm):
    """Our own fixed words, which nobody changes."""

    replied_at = posted_at_field()


class DraftReplyForm(EnquiryForm):
    """A reply that somebody else approves."""

    words = words_field("Words of the reply", "Enter the words of the reply")


class ReplyForm(DraftReplyForm):
    """A reply by whoever may. What the checks find in it is shown before it is logged."""

    replied_at = posted_at_field()
    fit_for_public = forms.BooleanField(
        label="It is not controversial and gives away no personal data", required=False
    )
    for_a_party = party_question()
    in_period = words_field(
        "Why may this reply go out in a pre-election period?",
        help_text="For example, it answers a question with facts alone. It stands on the record",
        rows=3,
    )
    #: SHA-256 of the words whose findings were on the page: other words are checked anew.
    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    #: What the checks say of the words; None before there are any.
    report: Report | None = None

    def narrow(self) -> None:
        if not self.is_bound:
            del self.fields["for_a_party"], self.fields["in_period"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words, read = cleaned.get("words"), cleaned.pop("read", "")
        answer = cleaned.pop("for_a_party", "")
        cleaned["for_a_party"] = {"yes": True, "no": False}.get(answer)
        if words:
            replied_at = cleaned.get("replied_at") or timezone.now()
            self.report = findings_of(self.enquiry, words, replied_at)
            self.show_findings(self.report, sha256(words.encode()).hexdigest(), read)
        if self.report is None or not self.report.asks("party"):
            del self.fields["for_a_party"]
        elif "words" not in self.errors and not answer:
            self.add_error("for_a_party", "Say “No” or “Yes”: the law asks this")
        if self.report is None or not self.report.asks(WHY_THEN):
            del self.fields["in_period"]
        elif "words" not in self.errors and not cleaned.get("in_period"):
            self.add_error("in_period", WHY_REPLY_IN_PERIOD)
        return cleaned

    def show_findings(self, report: Report, digest: str, read: str) -> None:
        """Asks that what people should look at is read first, once for the same words."""
        if report.check_this and not report.must_fix and read != digest:
            self.rebind(read=digest)
            self.add_error("words", "Read what the checks found, then log these words or others")

    def check(self) -> None:
        """Runs the checks alone: nothing is asked for yet."""
        self.full_clean()
        self.errors.clear()
