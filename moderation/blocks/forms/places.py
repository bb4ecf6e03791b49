"""What somebody did, or found, on a platform."""

from typing import Any

from django import forms

from councilsm.forms import GovukDateTimeField
from moderation.blocks.forms.parts import line
from moderation.blocks.models import BlockPlace, BlockStep
from moderation.evidence.capturing import CaptureForm

Kind = BlockStep.Kind


class PlaceForm(CaptureForm):
    """One step at one account, with what shows it."""

    kind = forms.ChoiceField(
        label="What did you do, or find?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you did, or found"},
    )
    happened_at = GovukDateTimeField(
        label="When? (optional)",
        help_text="Leave it empty if it was just now. For example, 3 12 2026 at 9:15am",
        required=False,
    )
    note = line("How do you know?", "Needed where no screenshot shows it", 300)

    def __init__(self, *args: Any, place: BlockPlace, **kwargs: Any) -> None:
        self.place = place
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        done = {"block": Kind.BLOCKED, "unblock": Kind.UNBLOCKED}.get(self.place.to_do)
        words = {
            Kind.BLOCKED: "I blocked them there",
            Kind.UNBLOCKED: "I unblocked them there",
            Kind.FOUND_BLOCKED: "I looked: they are blocked there",
            Kind.FOUND_OPEN: "I looked: they are not blocked there",
        }
        offered = [done] if done else []
        offered += [Kind.FOUND_BLOCKED, Kind.FOUND_OPEN]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, words[one]) for one in offered]
        if done:
            field.initial = done.value
        self.fields[
            "captures"
        ].help_text = (
            "A screenshot of the platform’s list of blocked profiles, or of the profile. One file"
        )
        self.order_fields(["kind", "happened_at", "prohibited", "captures", "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned.pop("prohibited", None)
        return cleaned
