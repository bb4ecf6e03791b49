"""The forms of what is done about a post that is out."""

from hashlib import sha256
from typing import Any

from django import forms

from accounts.people.models import Person
from councilsm.files.evidence import picture_field
from councilsm.plain_fields import tidy
from councilsm.tenancy import CouncilForm
from moderation.checks.findings import Report
from moderation.checks.pre_election import WHY_THEN
from moderation.drafts.words import party_question, words_field
from moderation.posts.actions import findings_of_edit
from moderation.posts.actions.changing import WHY_IN_PERIOD
from moderation.posts.actions.mistakes import must_be_agreed, told_about_mistakes
from moderation.posts.forms.evidence import (
    RecordCopyForm,
    exact_words,
    line,
    sentences,
)
from moderation.posts.models import Mistake, Post, PostChange


class CorrectForm(CouncilForm):
    """What is wrong with a post, before a correction is written."""

    reason = sentences("What is wrong with the post?", "Say what is wrong with the post")


class EditForm(CouncilForm):
    """New words for a post that is out. What the checks find is shown before they are decided."""

    words = exact_words("What should it say now?", rows=8)
    reason = sentences("Why are the words changed?", "Say why the words are changed")
    for_a_party = party_question()
    in_period = words_field(
        "Why may these words go out in a pre-election period?",
        help_text="Why it cannot wait, and affects nobody’s vote. It stands on the record",
        rows=3,
    )
    #: SHA-256 of the words whose findings were on the page: other words are checked anew.
    read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    #: What the checks say of the new words; None before there are any.
    report: Report | None = None

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post = post
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.initial.setdefault("words", self.post.words_now)
        if not self.is_bound:
            del self.fields["for_a_party"], self.fields["in_period"]

    def clean_words(self) -> str:
        words = tidy(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError("Enter the new words")
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words, read = cleaned.get("words"), cleaned.pop("read", "")
        answer = cleaned.pop("for_a_party", "")
        cleaned["for_a_party"] = {"yes": True, "no": False}.get(answer)
        if words and words != self.post.words_now:
            self.report = findings_of_edit(self.post, words)
            self.show_findings(self.report, sha256(words.encode()).hexdigest(), read)
        if self.report is None or not self.report.asks("party"):
            del self.fields["for_a_party"]
        elif "words" not in self.errors and not answer:
            self.add_error("for_a_party", "Say “No” or “Yes”: the law asks this")
        if self.report is None or not self.report.asks(WHY_THEN):
            del self.fields["in_period"]
        elif "words" not in self.errors and not cleaned.get("in_period"):
            self.add_error("in_period", WHY_IN_PERIOD)
        return cleaned

    def show_findings(self, report: Report, digest: str, read: str) -> None:
        """Asks that what people should look at is read first, once for the same words."""
        if report.check_this and not report.must_fix and read != digest:
            self.rebind(read=digest, for_a_party="")
            self.add_error("words", "Read what the checks found, then save these words or others")


class TakeDownForm(RecordCopyForm):
    """Why a post must go, and where the copy of it is kept."""

    reason = sentences("Why must it be taken down?", "Say why it must be taken down")

    field_order = ["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.require_copy(cleaned)
        return cleaned


class ConfirmForm(RecordCopyForm):
    """That what was decided is done, and how that can be seen."""

    proof_note = line(
        "How can it be seen that it is done?",
        300,
        "For example, “The address now says: content not available”",
    )
    proof = picture_field("Or add a screenshot", "Of the platform as it is now")

    pictures: tuple[str, ...] = ("proof", "record_copy_file")

    def __init__(self, *args: Any, change: PostChange, **kwargs: Any) -> None:
        self.change = change
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if not self.change.is_take_down or self.change.has_record_copy:
            del self.fields["record_copy"], self.fields["record_copy_file"]
            self.pictures = ("proof",)
        if self.change.is_edit:
            shown = "For example, “The post now says: open from 10am”"
            self.fields["proof_note"].help_text = shown
        super().narrow()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = cleaned.get("proof_note") or cleaned.get("proof")
        if not given and not {"proof", "proof_note"} & self.errors.keys():
            self.add_error("proof_note", "Say how it can be seen, or add a screenshot")
        if "record_copy" in self.fields:
            self.require_copy(cleaned)
        return cleaned


class MistakeForm(CouncilForm):
    """“I made a mistake”."""

    what = sentences("What happened?", "Say what happened")


class RemedyForm(CouncilForm):
    """How it was put right."""

    remedy = sentences("How was it put right?", "Say how it was put right")
    agreed_with: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label="Who agreed to it?",
        help_text="One of those who were told of it. They get an email that says so",
        queryset=None,
        required=False,
        empty_label="Choose",
        error_messages={"invalid_choice": "Choose a person from the list"},
    )

    def __init__(self, *args: Any, mistake: Mistake, actor: Person, **kwargs: Any) -> None:
        self.mistake, self.actor = mistake, actor
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        told = list(told_about_mistakes(self.council, self.mistake.told_by))
        if not told:
            del self.fields["agreed_with"]
            return
        rows = Person.objects.filter(pk__in=[one.pk for one in told])
        self.offer("agreed_with", rows.order_by("name"))
        field = self.fields["agreed_with"]
        field.required = must_be_agreed(self.council)
        field.error_messages["required"] = "Say who agreed to it"
        if not field.required:
            field.label = "Who agreed to it? (optional)"
        if self.actor in told:
            self.initial["agreed_with"] = self.actor.pk
