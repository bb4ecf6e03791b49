"""The form of one action on something that is on the record; other features show it as well.

What belongs to another action or reason than the chosen one is not read: the page hides it, and
without a script it stands there empty or is left over from a change of mind.
"""

from typing import Any

from django import forms
from django.utils import timezone

from councilsm.forms import GovukDateTimeField
from councilsm.once import key_field
from councilsm.refusals import SKEW
from moderation.evidence.capturing import CaptureForm
from moderation.log.forms.grounds import WITH_REASON, GroundsFields
from moderation.log.forms.parts import box, line, tick
from moderation.log.models import ModerationAction

Kind = ModerationAction.Kind

#: What somebody may log, in the order of the page; the first nine have a number key.
KINDS = (
    *(Kind.HIDDEN, Kind.DELETED, Kind.WARNED, Kind.REPLIED, Kind.NO_ACTION, Kind.REPORTED),
    *(Kind.RESTRICTED, Kind.BLOCKED, Kind.CLOSED, Kind.POLICE, Kind.LET_THROUGH),
    Kind.NOT_LET_THROUGH,
)


class ActionForm(GroundsFields, CaptureForm):
    """An action on something that is on the record already."""

    kind = forms.ChoiceField(
        label="What was done?",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small app-columns"}),
        error_messages={"required": "Choose what was done"},
    )
    public_record = tick(
        "It is public record",
        "For example an answer that the council gave under it. Keep a copy before you delete it",
    )
    copy_kept = line(
        "Where is the copy kept?", "For example “paper file 12”. Or add it as a record copy", 200
    )
    reference = line("Their reference", "", 120)
    none_given = tick("They gave no reference")
    to_do = tick("Still to do on the platform", "It stays on the list until somebody confirms it")
    happened_earlier = tick("It happened earlier", "Without a tick it happened just now")
    happened_at = GovukDateTimeField(label="When was it done?", required=False)
    note = box("Note", "Only if the reason does not explain it")
    no_capture = line("Why is there no screenshot?", "For example “it was deleted before”", 300)
    form_key = key_field()

    #: What its reader is told beside the success.
    warning = ""
    #: What each part of the page belongs to, as its script reads it.
    with_reason = " ".join(WITH_REASON)
    removals = " ".join(ModerationAction.REMOVALS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind", "")
        if kind != Kind.DELETED:
            cleaned["public_record"], cleaned["copy_kept"] = False, ""
        if kind not in ModerationAction.REPORTS:
            cleaned["reference"], cleaned["none_given"] = "", False
        self.clean_times(cleaned)
        return cleaned

    def clean_times(self, cleaned: dict[str, Any]) -> None:
        """Nothing happens in the future; what was not said to be earlier is now."""
        if not cleaned.pop("happened_earlier", False):
            for name in {"seen_at", "happened_at"} & set(self.fields):
                cleaned[name] = None
                self.errors.pop(name, None)
        for name in ("seen_at", "happened_at", "posted_at"):
            moment = cleaned.get(name)
            if moment and moment > timezone.now() + SKEW:
                self.add_error(name, "This is in the future. Enter when it happened")

    @property
    def values(self) -> dict[str, Any]:
        """What `log_action` takes, for an item that is on the record."""
        taken = ("kind", "public_record", "copy_kept", "reference", "none_given", "happened_at")
        cleaned = self.cleaned_data
        return {
            **{name: cleaned[name] for name in (*taken, "note", "no_capture", "form_key")},
            "grounds": self.grounds,
            "captures": cleaned["captures"],
            "prohibited": cleaned["prohibited"],
            "done": not cleaned["to_do"],
        }
