"""A form with captures, which stay chosen when it must be shown again."""

import re
from typing import Any

from django import forms

from councilsm.files.evidence import EvidenceForm
from councilsm.files.fields import PICTURES, MultipleFileField
from councilsm.files.intake import FileRefused
from councilsm.files.names import shown_name
from councilsm.plain_words import without_hidden
from moderation.evidence.actions.adding import why_kept_source
from moderation.evidence.intake import MOST_FILES, capture, in_hand, keep_few, let_go
from moderation.evidence.models import Evidence
from moderation.evidence.prohibited import CHOICES, WHOM_TO_CALL

#: The fields that ask why copies are kept, and for what.
WHY_KEPT = ("why_kept", "investigation")
UID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class CaptureForm(EvidenceForm):
    """A form with evidence: several files, kept byte for byte, known by uid until it is saved.

    Call `keep_files` before asking whether it is valid, as `take_step` does. Cleans "captures" to a
    list of unsaved `Evidence`, which carry the description, and "prohibited" to "", "child" or
    "terrorist"; with the latter no upload was read and none is kept. Show it with
    `moderation/evidence/fields.html`.
    """

    prohibited = forms.ChoiceField(
        label="Is it one of these?",
        help_text="If it is, add no file and no screenshot. What you have added here is removed.",
        choices=CHOICES,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        required=False,
    )
    captures = MultipleFileField(
        label="Evidence",
        help_text="A screenshot of the whole post with its date and author, or a PDF such as a "
        f"witness statement. Up to {MOST_FILES} files of 25 MB each",
        required=False,
    )
    description = forms.CharField(
        label="What can be seen? (optional)",
        help_text="In a sentence, for people who cannot see it",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"maxlength": False}),
    )
    option_hints: dict[str, dict[str, str]] = {}
    option_words = {"prohibited": WHOM_TO_CALL}

    #: What the files of this form are; None for what their content says.
    capture_kind: Evidence.Kind | None = None
    #: Whether it is asked here why copies are kept, where the rulebook has that clause.
    asks_why_kept = True
    #: The clause that lets copies be kept in exceptional circumstances only, if it is asked here.
    why_kept_source = ""

    def narrow(self) -> None:
        super().narrow()
        self.kept: list[Evidence] = []
        self.refused: list[str] = []
        self.fields["captures"].widget.attrs["accept"] = f"{PICTURES},application/pdf,.pdf"
        self.fields["captures_kept"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["captures_without"] = forms.MultipleChoiceField(
            label="Remove",
            choices=(),
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        )
        if self.asks_why_kept:
            self.ask_why_kept()
        self.order_fields(["prohibited", "captures", "description", *WHY_KEPT])

    def ask_why_kept(self) -> None:
        """Why copies are kept and for what, where the policy asks (HLTC-capture-2)."""
        self.why_kept_source = why_kept_source(self.council)
        if not self.why_kept_source:
            return
        self.fields["why_kept"] = forms.CharField(
            label="Why does a copy have to be kept?",
            help_text=f"Copies are kept in exceptional circumstances only: {self.why_kept_source}",
            max_length=300,
            required=False,
            widget=forms.TextInput(attrs={"maxlength": False}),
        )
        self.fields["investigation"] = forms.ChoiceField(
            label="For what kind of investigation?",
            help_text="It says how long the copy is kept",
            choices=[("", "Select one"), *Evidence.Investigation.choices],
            required=False,
        )

    @property
    def is_prohibited(self) -> bool:
        """Whether somebody said that nobody may keep what it shows; any such answer counts."""
        return bool(self.data.get("prohibited"))

    def keep_files(self, actor: Any) -> None:
        """Takes in what was uploaded, beside what was handed in before and not removed."""
        super().keep_files(actor)
        remembered = uids(self.data.get("captures_kept", ""))
        before, lost = in_hand(actor, self.council, remembered)
        without = set(self.posted("captures_without"))
        uploads = [upload for upload in self.uploaded() if upload]
        if self.is_prohibited:
            let_go(before)
            for upload in uploads:
                upload.close()  # unread; what had arrived of it is deleted from the disk
            self.remember([])
            return
        if lost:
            self.refused.append("A file that you added earlier is not kept any more. Add it again")
        let_go([one for one in before if str(one.uid) in without])
        kept = [one for one in before if str(one.uid) not in without]
        left_out: list[str] = []
        for upload in uploads:
            if len(kept) >= MOST_FILES:
                left_out.append(shown_name(upload.name or ""))
                upload.close()
                continue
            try:
                one = capture(
                    upload, council=self.council, actor=actor, kind=self.kind_of_captures()
                )
            except FileRefused as error:
                self.refused.append(error.sentence)
            else:
                if one.digest in {other.digest for other in kept}:
                    let_go([one])
                else:
                    kept.append(one)
        if left_out:
            named = ", ".join(left_out[:3])
            more = f" and {len(left_out) - 3} more" if len(left_out) > 3 else ""
            self.refused.append(
                f"You can add up to {MOST_FILES} files. These were not added: {named}{more}"
            )
        if uploads:
            keep_few(self.council, actor)
        self.remember(kept)

    def kind_of_captures(self) -> Evidence.Kind | None:
        """What the files are that come with this form."""
        return self.capture_kind

    def uploaded(self) -> list[Any]:
        found = self.files.getlist("captures") if hasattr(self.files, "getlist") else []
        return list(found)

    def posted(self, name: str) -> list[str]:
        found = self.data.getlist(name) if hasattr(self.data, "getlist") else []
        return [str(value) for value in found]

    def remember(self, kept: list[Evidence]) -> None:
        """So that the form, shown again, has the files and says which."""
        self.kept = kept
        self.rebind(captures_kept=",".join(str(one.uid) for one in kept), captures_without="")
        field = self.fields["captures_without"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.uid), f"Remove {without_hidden(one.name)}") for one in kept]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("captures_kept", "captures_without"):
            cleaned.pop(name, None)
            self.errors.pop(name, None)
        self.errors.pop("captures", None)  # an empty file is refused in our words alone
        if self.refused:
            self.add_error("captures", self.refused)
        said = cleaned.pop("description", "")
        why = self.why_kept_said(cleaned)
        for one in self.kept:
            one.description = said
            one.reason, one.investigation = why
        cleaned["captures"] = self.kept
        return cleaned

    def why_kept_said(self, cleaned: dict[str, Any]) -> tuple[str, str]:
        """The reason and the kind of investigation; both empty where it is not asked."""
        if not self.why_kept_source:
            return "", ""
        if not self.kept:  # of no copy nothing is asked
            for name in WHY_KEPT:
                self.errors.pop(name, None)
        elif not cleaned.get("why_kept") and "why_kept" not in self.errors:
            self.add_error("why_kept", "Say why a copy has to be kept")
        if self.kept and not cleaned.get("investigation") and "investigation" not in self.errors:
            self.add_error("investigation", "Select for what kind of investigation")
        return cleaned.pop("why_kept", ""), cleaned.pop("investigation", "")


def uids(text: str) -> list[str]:
    """The ids in what a hidden field remembered; what is none is left out."""
    return [uid for uid in text.split(",")[: 2 * MOST_FILES] if UID.fullmatch(uid)]
