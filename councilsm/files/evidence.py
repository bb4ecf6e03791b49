"""A form with pictures as evidence, which stay chosen when it must be shown again."""

import re
from typing import Any

from django import forms

from councilsm.files.documents import PDF, take_in_pdf
from councilsm.files.fields import PICTURES
from councilsm.files.intake import FileRefused, take_in
from councilsm.tenancy import CouncilForm

GONE = "The file that you added earlier is not kept any more. Add it again"
DIGEST = re.compile(r"[0-9a-f]{64}")


def picture_field(label: str, help_text: str = "") -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )


def pdf_field(label: str, help_text: str = "") -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.FileInput(attrs={"accept": f"{PDF},.pdf"}),
    )


class EvidenceForm(CouncilForm):
    """A form with optional pictures, which stay chosen when it must be shown again.

    A browser forgets what was chosen, so each upload is taken in first and known by its digest.
    Cleans such a field to a `StoredFile` or None.
    """

    #: The file fields; each has a hidden companion that holds the digest of what is kept.
    pictures: tuple[str, ...] = ()
    #: Those of them that take a PDF in place of a picture.
    pdfs: tuple[str, ...] = ()

    def narrow(self) -> None:
        self.refused_files: dict[str, str] = {}
        for name in self.pictures:
            self.fields[kept(name)] = forms.CharField(
                required=False, max_length=64, widget=forms.HiddenInput
            )

    def keep_files(self, actor: Any) -> None:
        """Takes in what was uploaded. Call before asking whether the form is valid."""
        for name in self.pictures:
            upload = self.files.get(name)
            if upload is None:
                if digest := self.data.get(kept(name)):
                    self._find_again(name, digest)
                continue
            try:
                take = take_in_pdf if name in self.pdfs else take_in
                stored = take(upload, council=self.council, actor=actor)
            except FileRefused as error:
                self.refused_files[name] = error.sentence
            else:
                # So that the form, shown again, has the file and says which.
                self.initial[name] = stored
                self.rebind(**{kept(name): stored.digest})

    def _find_again(self, name: str, digest: str) -> None:
        """Finds what was taken in before. What is not there is said, else it were lost unseen."""
        found = None
        if DIGEST.fullmatch(digest):  # else PostgreSQL would be asked for a null byte
            files = self.council.files.filter(digest=digest)
            files = files.filter if name in self.pdfs else files.exclude
            found = files(media_type=PDF).first()
        if found:
            self.initial[name] = found
            return
        self.refused_files[name] = GONE
        there = self.initial.get(name)
        self.rebind(**{kept(name): there.digest if there else ""})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.pictures:
            cleaned.pop(kept(name), None)
            cleaned[name] = self.initial.get(name)
            if name in self.refused_files:
                # An empty file is refused twice, by Django in its words and here in ours.
                self.errors.pop(name, None)
                self.add_error(name, self.refused_files[name])
        return cleaned


def kept(name: str) -> str:
    """The hidden field that remembers an upload."""
    return f"{name}_kept"
