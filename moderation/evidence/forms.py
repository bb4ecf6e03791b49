"""The forms of the pages of evidence."""

from typing import Any

from django import forms

from councilsm.tenancy import CouncilForm
from moderation.evidence.capturing import CaptureForm
from moderation.evidence.models import Destruction, Evidence
from moderation.items.addresses import tidy_address


def line(label: str, help_text: str = "", longest: int = 300) -> forms.CharField:
    """One line that may stay empty; too much is refused and not cut."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"maxlength": False}),
    )


class AddForm(CaptureForm):
    """More evidence of what stood there."""

    record_copy = forms.BooleanField(
        label="This is the record copy of something that is public record", required=False
    )
    url = forms.URLField(
        label="Address it was captured at (optional)",
        help_text="Where that is not the address of the record",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter the full address, starting with https://"},
    )
    reason = line(
        "Why must a copy be kept? (optional)",
        "Where there is an exceptional reason that the record does not give",
    )
    investigation = forms.ChoiceField(
        label="Which investigation may need it? (optional)",
        help_text="How long it is kept depends on this",
        choices=[("", "None, or not known yet"), *Evidence.Investigation.choices],
        required=False,
    )

    def ask_why_kept(self) -> None:
        super().ask_why_kept()
        if self.why_kept_source:  # asked of every copy, not of exceptions
            del self.fields["reason"]

    def kind_of_captures(self) -> Evidence.Kind | None:
        return Evidence.Kind.RECORD_COPY if self.data.get("record_copy") else None

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        return tidy_address(url)[0] if url else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("record_copy", None)
        if not (cleaned["captures"] or self.is_prohibited or "captures" in self.errors):
            self.add_error("captures", "Choose a screenshot or a PDF")
        return cleaned


class ConfirmForm(CouncilForm):
    note = line("Note (optional)", "How you know, for example that you saw the post yourself")


class DestroyForm(CouncilForm):
    """Why evidence must go."""

    reason = forms.ChoiceField(
        label="Why must it be destroyed?",
        choices=Destruction.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it must be destroyed"},
    )
    why = forms.CharField(
        label="Say more",
        help_text="Of an image that nobody may keep: whom you told. Of an upload in error: what it "
        "was, without what it says. Of an erasure: the reference of the request and why it is "
        "lawful. 500 characters at most",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": False}),
        error_messages={"required": "Say more, so that others can judge it later"},
    )
    words_too = forms.BooleanField(
        label="Also erase the words of the record",
        help_text="What was posted, and what entries quote of it. That something was posted and "
        "done stays",
        required=False,
    )
    option_hints = {
        "reason": {
            "prohibited": "An indecent image of a child, or terrorist material. Nobody can open "
            "it from the moment you ask. No digest of it is kept",
            "error": "The wrong file, or something private such as a resident’s medical letter",
            "erasure": "A request for erasure that the council must follow, or a court’s order",
        }
    }


class AnswerForm(CouncilForm):
    """Whether a second person agrees."""

    agree = forms.ChoiceField(
        label="Do you agree that it goes?",
        choices=[("yes", "Yes, destroy it for good"), ("no", "No, keep it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you agree"},
    )
    answer = forms.CharField(
        label="Why is it kept?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": False}),
    )
    reveals = {"agree": {"no": ["answer"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("agree") == "no" and not cleaned.get("answer"):
            self.add_error("answer", "Say why it is kept")
        return cleaned
