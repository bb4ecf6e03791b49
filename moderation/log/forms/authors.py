"""Whose a profile is, and why somebody looks at one."""

from typing import Any

from django import forms

from accounts.register.models import OfficialAccount
from councilsm.tenancy import CouncilForm
from moderation.items.authors import handle_key, shown
from moderation.items.models import Author
from moderation.log.forms.parts import box, line


class LinkForm(CouncilForm):
    """Two profiles are one person's."""

    platform = forms.ChoiceField(
        label="On which platform is the other profile?",
        choices=[("", "Choose a platform"), *OfficialAccount.Platform.choices],
        error_messages={"required": "Choose the platform"},
    )
    handle = line("Its handle", "One that stands in our log", missing="Enter the handle")
    reason = box(
        "How do we know?",
        "For example “signs with the same name and street on both”. A similar name is not enough",
        longest=500,
        missing="Say how we know",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "platform" in cleaned and "handle" in cleaned:
            cleaned["other"] = self.find(cleaned.pop("platform"), cleaned.pop("handle"))
        return cleaned

    def find(self, platform: str, handle: str) -> Author | None:
        """The profile of that handle; says so on the form where the log holds none."""
        key = handle_key(handle)
        found = shown(self.council.authors.filter(platform=platform, handle_key=key)).first()
        if found is None:
            self.add_error(
                "handle", "Nothing of this profile is in our log, so there is nothing to link"
            )
        return found


class UnlinkForm(CouncilForm):
    """A profile is somebody else's after all."""

    reason = box("How do we know?", longest=500, missing="Say how we know")


class ProfileForm(CouncilForm):
    """On which ground somebody opens a resident's own profile."""

    GROUNDS = (
        ("block", "To tell whether a profile that we blocked or report is this one"),
        ("threat", "Somebody may be in danger"),
        ("police", "The police asked us to keep what stands there"),
        ("other", "Another reason"),
    )

    ground = forms.ChoiceField(
        label="Why do you need to look at it?",
        choices=GROUNDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you need to look at it"},
    )
    words = box("In your words", "Kept on the record", longest=300)

    reveals = {"ground": {"other": ["words"]}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ground") == "other" and not cleaned.get("words"):
            self.add_error("words", "Say why you need to look at it")
        words, chosen = cleaned.pop("words", ""), cleaned.get("ground", "")
        return cleaned | {"ground": words or dict(self.GROUNDS).get(chosen, "")}
