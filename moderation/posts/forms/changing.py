"""The forms of what is done about a post that is out."""

from typing import Any

from django import forms

from councilsm.tenancy import CouncilForm
from moderation.posts.forms.evidence import EvidenceForm, picture_field
from moderation.posts.forms.recording import tidy, words_field
from moderation.posts.models import Post, PostChange


def said(label: str, required: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required},
    )


class CorrectForm(CouncilForm):
    """What is wrong with a post, before a correction is written."""

    reason = said("What is wrong with the post?", "Say what is wrong with the post")


class EditForm(CouncilForm):
    """New words for a post that is out."""

    words = words_field("What should it say now?", rows=8)
    reason = said("Why are the words changed?", "Say why the words are changed")

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post = post
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        self.initial.setdefault("words", self.post.words_now)

    def clean_words(self) -> str:
        words = tidy(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError("Enter the new words")
        return words


class TakeDownForm(EvidenceForm):
    """Why a post must go, and where the copy of it is kept."""

    reason = said("Why must it be taken down?", "Say why it must be taken down")
    record_copy = forms.CharField(
        label="Where is the record copy?",
        help_text="A paper file or a page of the website, for example “paper file 12”",
        required=False,
        max_length=200,
    )
    record_copy_file = picture_field(
        "Or add the record copy here", "A screenshot of the whole post"
    )

    pictures = ("record_copy_file",)


class ConfirmForm(EvidenceForm):
    """That what was decided is done, and how that can be seen."""

    record_copy = TakeDownForm.base_fields["record_copy"]
    record_copy_file = TakeDownForm.base_fields["record_copy_file"]
    proof_note = forms.CharField(
        label="How can it be seen that it is done?",
        help_text="For example, “The address now says: content not available”",
        required=False,
        max_length=300,
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
        super().narrow()


class MistakeForm(CouncilForm):
    """“I made a mistake”."""

    what = said("What happened?", "Say what happened")


class RemedyForm(CouncilForm):
    """How it was put right."""

    remedy = said("How was it put right?", "Say how it was put right")
