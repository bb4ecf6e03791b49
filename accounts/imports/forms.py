"""The form that takes a file."""

from typing import Any

from django import forms

from accounts.imports.reading.files import EMPTY, LARGEST, TOO_LARGE
from councilsm.tenancy import CouncilForm


class FileForm(CouncilForm):
    file = forms.FileField(
        label="Your file",
        help_text="CSV or Excel (.xlsx), at most 2,000 rows and 3 MB. Nothing is imported yet",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv,text/csv"}),
        max_length=None,
        error_messages={
            "required": "Choose a file",
            "empty": EMPTY,
            "invalid": "Choose a file",
            "missing": "Choose a file",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST or getattr(file, "lost", False):
            raise forms.ValidationError(TOO_LARGE)
        return file
