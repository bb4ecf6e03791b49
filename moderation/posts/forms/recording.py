"""The forms of what happens after approval."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from accounts.councils.rulebook import Devices
from councilsm.forms import GovukDateTimeField
from councilsm.plain_fields import tidy
from councilsm.tenancy import CouncilForm
from moderation.drafts.models import Target
from moderation.posts.forms.evidence import (
    PostAddressForm,
    exact_words,
    line,
    screenshot_field,
    sentences,
)
from moderation.posts.models import Post, PostingNote
from moderation.posts.models.post import in_window, window_in_words


class RecordPostForm(PostAddressForm):
    """Where, when and how a person posted the approved words."""

    AS_APPROVED, DIFFERENT = "as_approved", "different"

    posted_at = GovukDateTimeField(label="When was it posted?")
    window_reason = sentences("Why was it posted outside the approved time?")
    wording = forms.ChoiceField(
        label="Did you post the approved words?",
        choices=[(AS_APPROVED, "Yes, word for word"), (DIFFERENT, "No, they differ")],
        initial=AS_APPROVED,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you posted the approved words"},
    )
    words = exact_words("The words as they were posted")
    difference = sentences("Why do they differ?")
    device = forms.ChoiceField(
        label="What did you post it from?",
        choices=[
            (Post.Device.COUNCIL, Post.Device.COUNCIL.label),
            (Post.Device.OWN, Post.Device.OWN.label),
        ],
        initial=Post.Device.COUNCIL,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you posted it from"},
    )
    device_permission = line("Who gave permission, and when?", 200)
    screenshot = screenshot_field()
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    pictures = ("screenshot",)
    reveals = {"wording": {DIFFERENT: ["words", "difference"]}}

    def __init__(
        self, *args: Any, target: Target, permitted: Sequence[str] = (), **kwargs: Any
    ) -> None:
        self.target, self.permitted = target, permitted
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        self.initial.setdefault("words", self.target.text)
        self.ask_about_the_time()
        book = self.council.rulebook
        devices: Devices | None = book.rules.devices.value
        if devices is None or devices.use == "allowed":
            del self.fields["device_permission"]
            return
        source = book.source_of("devices")
        if devices.use == "never":
            del self.fields["device_permission"]
            hint = f"Never allowed here ({source})"
        else:
            titles = [book.title(key) for key in devices.permission_from]
            asked = (
                f"Needs the permission of the {' or '.join(titles)}"
                if titles
                else ("Needs permission")
            )
            hint = f"{asked} ({source})"
            self.reveals = {**self.reveals, "device": {Post.Device.OWN: ["device_permission"]}}
            self.offer_permitted()
        self.option_hints = {"device": {Post.Device.OWN: hint}}

    def offer_permitted(self) -> None:
        """What the register of devices says of their own: filled in if it is one, else listed."""
        if len(self.permitted) == 1:
            self.initial.setdefault("device_permission", self.permitted[0][:200])
        elif self.permitted:
            listed = ". ".join(self.permitted)
            self.fields["device_permission"].help_text = f"In the register: {listed}"

    def ask_about_the_time(self) -> None:
        """Asks why it went out outside the approved time, unless it would be in time now."""
        self.why_then = self.fields["window_reason"]
        self.why_then.help_text = (
            f"It was to go out {window_in_words(self.target.revision)}. Leave this empty if it did"
        )
        if self.data.get("window_reason") or not in_window(self.target.revision, timezone.now()):
            return
        del self.fields["window_reason"]

    def ask_why_then(self) -> None:
        """Asks it under the time that was entered, where the action would not take it without."""
        self.put_under("posted_at", window_reason=self.why_then)
        self.add_error("window_reason", "Say why it was posted outside the approved time")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.doubt(self.target.account)
        words = tidy(cleaned.pop("words", "") or "")
        cleaned["words"] = None
        if cleaned.pop("wording", "") == self.DIFFERENT:
            if not words:
                self.add_error("words", "Enter the words as they were posted")
            elif words == self.target.text:
                self.add_error(
                    "words",
                    "These are the approved words. Change them to what was posted, or choose “Yes”",
                )
            if not cleaned.get("difference", "").strip():
                self.add_error("difference", "Say why the words differ from those approved")
            cleaned["words"] = words
        return cleaned


class InsteadForm(CouncilForm):
    """Approved words that are not out: scheduled on the platform, or not posted."""

    SCHEDULED, NOT_POSTED = PostingNote.State.SCHEDULED, PostingNote.State.NOT_POSTED

    state = forms.ChoiceField(
        label="What happened?",
        choices=[
            (SCHEDULED, "I scheduled it on the platform"),
            (NOT_POSTED, "It was not posted"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what happened"},
    )
    goes_out_at = GovukDateTimeField(label="When will it go out?", required=False)
    reason = sentences("Why was it not posted?")
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    reveals = {"state": {SCHEDULED: ["goes_out_at"], NOT_POSTED: ["reason"]}}
    option_hints = {"state": {SCHEDULED: "Record it as posted once it is out"}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        state = cleaned.get("state")
        silent = not cleaned.get("goes_out_at") and "goes_out_at" not in self.errors
        if state == self.SCHEDULED and silent:
            self.add_error("goes_out_at", "Enter when it will go out")
        if state == self.NOT_POSTED:
            self.errors.pop("goes_out_at", None)
            if not cleaned.get("reason", "").strip():
                self.add_error("reason", "Say why it was not posted")
        return cleaned
