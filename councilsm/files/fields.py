"""Form fields for uploads, and taking in several at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from councilsm.files.intake import FileRefused, take_in
from councilsm.files.models import StoredFile

#: What the file chooser offers. A suggestion to the browser; `take_in` decides.
PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,.heic,.heif"


class MultipleFileInput(forms.FileInput):
    """A file chooser that takes several at once."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several files in one field. Cleans to a list; each is judged by `take_in`, not here.

    Args:
        at_most: how many may be chosen at once; None leaves that to the form.
    """

    widget = MultipleFileInput

    def __init__(self, *, at_most: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.at_most = at_most
        self.widget.attrs.setdefault("accept", PICTURES)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The uploads that came, good and bad.

        Raises:
            ValidationError: none came and one must, or more than `at_most` did.
        """
        uploads = [upload for upload in data or () if upload]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if self.at_most is not None and len(uploads) > self.at_most:
            raise ValidationError(
                f"You can add up to {self.at_most} at once, and you chose {len(uploads)}",
                code="too_many",
            )
        return uploads


def take_in_all(
    uploads: "Iterable[UploadedFile[Any]]", *, council: Any, actor: Any
) -> tuple[list[StoredFile], list[str]]:
    """Takes in each upload by itself: a bad one refuses only itself.

    Returns:
        What is kept now, each file once, and a sentence for each upload that was refused.
    """
    stored: dict[int, StoredFile] = {}
    refused: list[str] = []
    for upload in uploads:
        try:
            file = take_in(upload, council=council, actor=actor)
        except FileRefused as error:
            refused.append(error.sentence)
        else:
            stored[file.pk] = file
    return list(stored.values()), refused
