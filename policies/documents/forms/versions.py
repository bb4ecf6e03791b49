"""The forms of a version while it is written."""

import re
from typing import Any

from django import forms

from accounts.dates import today
from councilsm.files.evidence import EvidenceForm, pdf_field
from councilsm.forms import GovukDateField
from councilsm.once import key_field
from councilsm.plain_fields import LineField, UncutField, tidy
from councilsm.tenancy import CouncilForm
from policies.documents.actions.versions import too_long
from policies.documents.clauses import Clause
from policies.documents.digest import shown_of
from policies.documents.models import Version

#: What would lead elsewhere in a clause's address, of which its id is part. Councils write the rest
#: as their documents do: 4(a), 7.2 (b).
ELSEWHERE = re.compile(r"[/?#%]|^\.+$")
#: Characters of notes beside a version.
NOTE = 4_000


class NewVersionForm(CouncilForm):
    """What the version is called."""

    label = LineField(
        label="What is the version called?",
        help_text="As the council writes it, for example v.5. It need not follow the last number",
        error_messages={"required": "Enter what the version is called, for example v.5"},
        max_length=40,
    )
    form_key = key_field()


class WordsForm(EvidenceForm):
    """The words of a version that came with the rulebook."""

    text = UncutField(
        label="Text",
        help_text="A line that begins with # is a heading, one that begins with - is in a list. "
        "HTML is shown as typed",
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    file = pdf_field(
        "PDF (optional)",
        "25 MB at most. Its words must stand above too, for those who cannot read a PDF",
    )

    pictures = ("file",)
    pdfs = ("file",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["text"] = tidy(cleaned.get("text") or "")
        if sentence := too_long(cleaned["text"]):
            self.add_error("text", sentence)
        return cleaned


class VersionForm(WordsForm):
    """A version while it is written."""

    label = LineField(label="What is it called?", max_length=40)
    what_changed = UncutField(
        label="What changed, in a few sentences (optional)",
        help_text="Everybody who is told of the version reads this",
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    without_file = forms.BooleanField(label="Leave the PDF out", required=False)
    supersedes: Any = forms.ModelChoiceField(
        None,
        label="Which version does it take the place of?",
        empty_label="None, or none that is recorded here",
        required=False,
    )

    field_order = ("label", "what_changed", "text", "file", "without_file", "supersedes")

    #: Of the version as the page showed it: nobody writes over what they did not see.
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        self.version = version
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        others = self.version.policy.versions.exclude(pk=self.version.pk).order_by("-number")
        self.offer("supersedes", others, lambda version: version.label)
        if not self.version.file_id:
            del self.fields["without_file"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["what_changed"] = tidy(cleaned.get("what_changed") or "")
        if cleaned.pop("without_file", False) and "file" not in self.files:
            cleaned["file"] = None
        return cleaned

    @staticmethod
    def of(version: Version) -> dict[str, Any]:
        """A version as the form shows it."""
        return {
            "label": version.label,
            "what_changed": version.what_changed,
            "text": version.text,
            "file": version.file,
            "file_kept": version.file.digest if version.file else "",
            "supersedes": version.supersedes_id,
            "shown": shown_of(version),
        }


class ClauseForm(CouncilForm):
    """One clause."""

    ref = LineField(
        label="Id",
        help_text="As rules cite it, for example LTC-4.2.2-g. It stays the same in later versions",
        max_length=20,
    )
    section = LineField(
        label="Section of the document (optional)",
        help_text="For example, 4.2.2",
        max_length=20,
        required=False,
    )
    title = LineField(label="What it says, in a line", max_length=200)
    words = UncutField(
        label="Its words (optional)",
        help_text="As the document has them",
        max_length=NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    #: Of the version as the page showed it: nobody writes over what they did not see.
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean_ref(self) -> str:
        ref: str = self.cleaned_data["ref"]
        if ELSEWHERE.search(ref):
            raise forms.ValidationError("Leave out / ? # and %, and do not write full stops alone")
        return ref

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        cleaned["words"] = tidy(cleaned["words"])
        shown = cleaned.pop("shown") or None
        return {"clause": Clause(**cleaned), "shown": shown}


class AskForm(CouncilForm):
    """Who was asked about a version."""

    who = LineField(
        label="Who was asked?",
        help_text="As the policy names them, for example All councillors",
        error_messages={"required": "Enter who was asked"},
        max_length=120,
    )
    asked_on = GovukDateField(label="When were they asked?", initial=today)
    answer_by = GovukDateField(label="Last day to answer (optional)", required=False)


class AnswerForm(CouncilForm):
    """What they said."""

    said = UncutField(
        label="What did they say?",
        help_text="Write “Nothing” if nobody answered",
        error_messages={"required": "Enter what they said, or “Nothing”"},
        max_length=NOTE,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    said_on = GovukDateField(label="When did they say it?", initial=today)
