"""PDFs: told by their content, kept byte for byte, never taken for a picture."""

from io import BytesIO

import pytest
from django.core.files import File

from councilsm.files.documents import PDF, take_in_pdf
from councilsm.files.intake import LARGEST, FileRefused
from councilsm.files.keeping import scrub_files
from councilsm.files.models import StoredFile
from councilsm.files.storage import address, the_files
from tests.cast import Cast
from tests.councilsm.files.samples import picture
from tests.policies.writing import pdf_bytes


def taken_in(cast: Cast, data: bytes, name: str = "policy.docx") -> StoredFile:
    return take_in_pdf(File(BytesIO(data), name), council=cast.ashford, actor=cast.adam)


def test_three_hundred_pages_are_kept_as_they_came(cast: Cast) -> None:
    data = pdf_bytes(300)
    file = taken_in(cast, data, "Policy v.4.docx")
    assert (file.media_type, file.name, file.size) == (PDF, "Policy v.4.pdf", len(data))
    with the_files().open(address(cast.ashford.pk, file.digest)) as kept:
        assert kept.read() == data
    assert taken_in(cast, data).pk == file.pk
    assert scrub_files() == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"%PDF-1.4 cut off", "not a whole PDF"),
        (b"PK\x03\x04 a document %%EOF", "not a whole PDF"),
        (b"<html>%%EOF", "not a whole PDF"),
        (pdf_bytes().replace(b"/Root", b"/Encrypt 9 0 R/Root"), "locked by a password"),
        (b"%PDF-1.4" + b" " * LARGEST + b"%%EOF", "larger than 25 MB"),
    ],
)
def test_what_is_no_pdf_that_everybody_can_open(cast: Cast, data: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as refused:
        taken_in(cast, data)
    assert why in refused.value.sentence
    assert not StoredFile.objects.exists()


def test_a_picture_is_no_pdf(cast: Cast) -> None:
    with pytest.raises(FileRefused):
        taken_in(cast, picture())
