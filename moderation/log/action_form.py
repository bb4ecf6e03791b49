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
from moderation.items.models import Item
from moderation.log.actions.common import capture_blanks, require_copy, require_reference
from moderation.log.forms.grounds import WITH_REASON, GroundsFields
from moderation.log.forms.in_period import REASON, REASON_HINT, InPeriodFields, which_kind
from moderation.log.forms.parts import box, line, say_blanks, say_refused, tick
from moderation.log.in_period import WHY, still_to_say
from moderation.log.models import ModerationAction

Kind = ModerationAction.Kind

#: What somebody may log, in the order of the page; the first nine have a number key.
KINDS = (
    *(Kind.HIDDEN, Kind.DELETED, Kind.WARNED, Kind.REPLIED, Kind.NO_ACTION, Kind.REPORTED),
    *(Kind.RESTRICTED, Kind.BLOCKED, Kind.CLOSED, Kind.POLICE, Kind.LET_THROUGH),
    Kind.NOT_LET_THROUGH,
)
#: What is asked of whatever is deleted (FTC-A-15).
PUBLIC_RECORD = "It is public record"
RECORD_HINT = (
    "For example an answer that the council gave under it. Keep a copy before you delete it"
)
COPY_KEPT = "Where is the copy kept?"
COPY_HINT = "For example “paper file 12”. Or add it as a record copy"


class ActionForm(InPeriodFields, GroundsFields, CaptureForm):
    """An action on something that is on the record already."""

    kind = forms.ChoiceField(
        label="What was done?",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small app-columns"}),
        error_messages={"required": "Choose what was done"},
    )
    public_record = tick(PUBLIC_RECORD, RECORD_HINT)
    copy_kept = line(COPY_KEPT, COPY_HINT, 200)
    reference = line("Their reference", "", 120)
    none_given = tick("They gave no reference")
    to_do = tick("Still to do on the platform", "It stays on the list until somebody confirms it")
    happened_earlier = tick(
        "It happened earlier", "Without a tick it was seen and done just now, when you save"
    )
    happened_at = GovukDateTimeField(label="When was it done?", required=False)
    note = box("Note", "Only if the reason does not explain it")
    no_capture = line("Why is there no screenshot?", "For example “it was deleted before”", 300)
    form_key = key_field()

    #: What its reader is told beside the success.
    warning = ""
    #: What each part of the page belongs to, as its script reads it.
    with_reason = " ".join(WITH_REASON)
    removals = " ".join(ModerationAction.REMOVALS)
    #: What may be logged of criticism, which stays up.
    INSTEAD = (Kind.REPLIED, Kind.NO_ACTION)

    def __init__(self, *args: Any, item: Item | None = None, **kwargs: Any) -> None:
        self.item = item
        super().__init__(*args, **kwargs)
        instead = self.data.get("instead") if self.is_bound else None
        if instead in self.INSTEAD:
            self.rebind(kind=instead)

    @property
    def stays_up(self) -> bool:
        """Whether criticism was refused, which one can reply to or let stand."""
        said_no = {name for name in ("even_if_praise", "about_person") if self[name].data == "no"}
        return bool(said_no & set(self.errors))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind", "")
        if kind != Kind.DELETED:
            cleaned["public_record"], cleaned["copy_kept"] = False, ""
        if kind not in ModerationAction.REPORTS:
            cleaned["reference"], cleaned["none_given"] = "", False
        self.clean_times(cleaned)
        self.ask_in_period("" if self.is_prohibited else kind, cleaned.get("happened_at"))
        if not self.is_prohibited:
            self.say_blank_grounds()
            self.clean_proof(cleaned, kind)
        done = not cleaned.get("to_do")
        given = cleaned.get("reference", ""), cleaned.get("none_given", False)
        if "reference" not in self.errors:
            say_refused(self, require_reference, kind, *given, done=done)
        return cleaned

    def clean_proof(self, cleaned: dict[str, Any], kind: str) -> None:
        """What shows what stood there, and where the copy of public record is."""
        if self.item and "captures" not in self.errors:
            shown, why = cleaned["captures"], cleaned.get("no_capture", "")
            say_blanks(self, capture_blanks(kind, self.item, shown, why, self.item.words))
        copy = cleaned.get("public_record", False), cleaned.get("copy_kept", ""), None
        say_refused(self, require_copy, self.council, kind, *copy, cleaned.get("necessity", ""))

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
            **self.said_in_period,
            "done": not cleaned["to_do"],
        }


def ask_as_confirmed(form: forms.Form, entry: ModerationAction) -> None:
    """Asks of a reply that goes out in a pre-election period, now that it is done, why it may.

    Args:
        form: one that confirms the entry; its note becomes the reason.
    """
    if still_to_say(entry):
        form.fields["in_period"] = which_kind()
        # What it is stands beside it in the same 300 characters.
        form.fields["note"] = line(REASON, REASON_HINT, 250, missing=WHY.partition(":")[0])
