"""How uploads arrive: bounded on disk, refused one by one, with the form around them whole."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from councilsm.files import uploads
from councilsm.files.fields import take_in_all
from councilsm.files.intake import LARGEST
from tests.cast import Cast
from tests.councilsm.files.samples import SVG, a_file, picture

pytestmark = pytest.mark.usefixtures("cast", "files_folder")


@pytest.fixture(autouse=True)
def _small_form(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.councilsm.files.form_urls"


def hand_in(*files: tuple[str, bytes]) -> Any:
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return Client().post("/hand-in/", {"words": "All kept", "pictures": given})


def test_good_files_are_kept_and_bad_ones_named() -> None:
    answer = hand_in(("a.jpg", picture()), ("b.svg", SVG), ("c.png", picture("PNG"))).json()
    assert answer["words"] == "All kept"
    assert answer["stored"] == ["a.jpg", "c.png"]
    assert [sentence.split("”")[0] for sentence in answer["refused"]] == ["“b.svg"]


def test_a_file_of_60_megabytes_is_refused_and_the_rest_kept(tmp_path: Path) -> None:
    answer = hand_in(("film.jpg", b"\0" * 60 * 1024 * 1024), ("c.png", picture("PNG"))).json()
    assert answer["words"] == "All kept"
    assert answer["stored"] == ["c.png"]
    assert answer["refused"] == [
        "“film.jpg” is larger than 25 MB. Make it smaller and add it again"
    ]
    assert answer["kind"] == ["TemporaryUploadedFile", "TemporaryUploadedFile"]
    assert answer["on_disk"][0] <= LARGEST + 64 * 1024
    assert list((tmp_path / "uploads").iterdir()) == []


def test_25_megabytes_are_not_too_much() -> None:
    """A picture with a long tail: all of it arrives, and only the picture is kept."""
    whole = picture() + b"\0" * (LARGEST - len(picture()))
    assert hand_in(("a.jpg", whole)).json()["stored"] == ["a.jpg"]
    assert "25 MB" in hand_in(("b.jpg", whole + b"\0")).json()["refused"][0]


def test_an_eleventh_file_is_refused_in_the_forms_own_words() -> None:
    response = hand_in(*[(f"{number}.jpg", picture()) for number in range(11)])
    assert response.status_code == 422
    assert "You can add up to 10 at once, and you chose 11" in response.text
    assert "All kept" in response.text


def test_a_flood_of_files_and_an_endless_request_are_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flood = hand_in(*[(f"{number}.jpg", b"x") for number in range(61)])
    assert flood.status_code == 400
    monkeypatch.setattr(uploads, "LARGEST_REQUEST", 3_000_000)
    assert hand_in(("a.jpg", b"\0" * 2_900_000)).status_code == 200
    assert hand_in(("a.jpg", b"\0" * 3_100_000)).status_code == 400


class Full(io.BytesIO):
    """A file on a disk without room."""

    def write(self, data: Any) -> int:
        raise OSError(28, "No space left on device")


def test_a_disk_that_fills_while_a_file_arrives_is_told_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", _full)
    answer = hand_in(("a.jpg", b"\0" * 3_000_000)).json()
    assert answer["words"] == "All kept"
    assert answer["refused"] == ["“a.jpg” could not be kept just now. Try again"]


def test_a_folder_that_cannot_be_made_is_told_plainly(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "in the way").write_text("a file")
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "in the way")
    answer = hand_in(("a.jpg", b"\0" * 3_000_000)).json()
    assert answer["refused"] == ["“a.jpg” could not be kept just now. Try again"]


def _full(*args: Any, **kwargs: Any) -> Any:
    file = Full()
    file.name = "/nowhere"
    return file


def test_the_field_is_the_design_systems_file_upload() -> None:
    page = Client().get("/hand-in/").text
    assert 'type="file"' in page and "govuk-file-upload" in page and " multiple" in page
    assert (
        'accept="image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,.heic,.heif"'
        in (page)
    )
    assert 'aria-describedby="id_pictures_helptext"' in page


def test_a_required_field_asks_for_a_file() -> None:
    from councilsm.files.fields import MultipleFileField

    with pytest.raises(Exception, match="required"):
        MultipleFileField().clean([])
    assert MultipleFileField(required=False).clean(None) == []


def test_a_council_keeps_so_much_and_its_clerk_is_told_before(
    cast: Cast, as_: Any, settings: Any
) -> None:
    size = a_file(cast).size
    other, GB = picture("PNG"), 1024**3
    settings.COUNCIL_STORAGE_GB = size / GB
    refused = hand_in(("b.png", other)).json()
    assert (refused["stored"], refused["words"]) == ([], "All kept")
    assert refused["refused"] == [
        "“b.png” was not kept, because your council has no room left for pictures. Ask its clerk"
    ]
    settings.COUNCIL_STORAGE_GB = (size + 1) / GB
    assert hand_in(("b.png", other)).json()["stored"] == ["b.png"]
    # What the council has already needs no room, and another council has its own.
    assert a_file(cast).size == size
    assert not refused_elsewhere(cast)


def refused_elsewhere(cast: Cast) -> list[str]:
    upload = SimpleUploadedFile("a.jpg", picture())
    return take_in_all([upload], council=cast.barham, actor=cast.oscar)[1]


def test_the_clerk_is_told_when_a_fifth_is_left(cast: Cast, as_: Any, settings: Any) -> None:
    size, said = a_file(cast).size, "of the room your council has: ask for more"
    settings.COUNCIL_STORAGE_GB = size / 0.79 / 1024**3
    assert said not in as_(cast.adam).get("/c/ashford/home/").text
    settings.COUNCIL_STORAGE_GB = size / 0.81 / 1024**3
    assert f"Pictures fill 81% {said}" in as_(cast.adam).get("/c/ashford/home/").text
    assert said not in as_(cast.ana).get("/c/ashford/home/").text
