"""What is taken in, as what, under which name, and where it lies."""

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from PIL import Image, ImageCms

from councilsm.files import pictures
from councilsm.files.intake import LARGEST, FileRefused, take_in
from councilsm.files.models import StoredFile
from councilsm.files.names import plain_name, stored_name
from councilsm.files.storage import THUMBNAIL, address, the_files
from tests.cast import Cast
from tests.councilsm.files import samples
from tests.councilsm.files.samples import (
    bytes_of,
    encoded,
    image_of,
    moving,
    picture,
    refusal,
    snapshot,
    taken,
    upload,
)

pytestmark = pytest.mark.usefixtures("files_folder")


# --- What is taken in -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "media_type", "name"),
    [
        ("JPEG", "image/jpeg", "fete.jpg"),
        ("PNG", "image/png", "fete.png"),
        ("WEBP", "image/webp", "fete.webp"),
        ("GIF", "image/gif", "fete.gif"),
        ("HEIF", "image/jpeg", "fete.jpg"),
    ],
)
def test_five_kinds_are_kept_by_content(cast: Cast, kind: str, media_type: str, name: str) -> None:
    original = picture(kind)
    file = taken(cast, original, "fete.doc")
    kept = bytes_of(file)
    assert (file.media_type, file.name, file.added_by) == (media_type, name, cast.ana)
    assert (file.width, file.height, file.size) == (60, 40, len(kept))
    assert file.digest == hashlib.sha256(kept).hexdigest()
    assert file.original_digest == hashlib.sha256(original).hexdigest()
    image = image_of(file)
    image.load()
    assert (Image.MIME[image.format or ""], image.size) == (media_type, (60, 40))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_place_and_camera_stay_behind(cast: Cast, kind: str) -> None:
    original = snapshot(kind=kind)
    assert b"SecretCameraMaker" in original
    file = taken(cast, original)
    assert b"SecretCameraMaker" not in bytes_of(file)
    assert not image_of(file).getexif()
    assert not {"exif", "xmp", "comment", "icc_profile"} & image_of(file).info.keys()


def test_comments_stay_behind(cast: Cast) -> None:
    for data in (picture("JPEG", comment=b"from Jo"), picture("GIF", comment=b"from Jo")):
        assert b"from Jo" in data
        assert b"from Jo" not in bytes_of(taken(cast, data))
    shown = moving("GIF").replace(
        b"!\xff\x0bNETSCAPE2.0", b"!\xfe\x07from Jo\0!\xff\x0bNETSCAPE2.0"
    )
    assert b"from Jo" not in bytes_of(taken(cast, shown))


@pytest.mark.parametrize(
    ("orientation", "red_corner"),
    [(1, (2, 2)), (3, (57, 37)), (6, (37, 2)), (8, (2, 57))],
)
def test_a_picture_held_sideways_is_turned_upright(
    cast: Cast, orientation: int, red_corner: tuple[int, int]
) -> None:
    file = taken(cast, snapshot(orientation))
    size = (40, 60) if orientation in {6, 8} else (60, 40)
    assert (file.width, file.height) == size == image_of(file).size
    red, green, _ = image_of(file).convert("RGB").getpixel(red_corner)
    assert red > 200 and green < 60


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_not_cost_the_picture(cast: Cast) -> None:
    for exif in (
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0garbage",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff",
    ):
        assert taken(cast, picture("JPEG", exif=exif)).width == 60


def test_colours_are_brought_to_srgb(cast: Cast) -> None:
    """A profile that swaps nothing must change nothing; an unreadable one is set aside."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (plain, b"no profile at all"):
        file = taken(cast, picture("PNG", icc_profile=profile))
        assert image_of(file).convert("RGB").getpixel((50, 30)) == (0, 128, 128)
        assert "icc_profile" not in image_of(file).info
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert taken(cast, picture("PNG", icc_profile=lab)).width == 60


@pytest.mark.parametrize(
    ("mode", "colour", "kind", "seen"),
    [
        ("CMYK", (255, 0, 255, 0), "JPEG", (0, 255, 0)),
        ("L", 200, "JPEG", (200, 200, 200)),
        ("1", 1, "PNG", (255, 255, 255)),
        ("P", 3, "PNG", None),
        ("I;16", 51400, "PNG", (200, 200, 200)),
        ("LA", (200, 128), "PNG", (200, 200, 200, 128)),
        ("RGBA", (0, 128, 128, 64), "PNG", (0, 128, 128, 64)),
        ("RGBA", (0, 128, 128, 64), "WEBP", None),
    ],
)
def test_every_kind_of_colour_is_read(
    cast: Cast, mode: str, colour: Any, kind: str, seen: Any
) -> None:
    data = encoded(
        Image.new(mode, (60, 40), colour), kind, **({"lossless": True} if kind == "WEBP" else {})
    )
    pixel = image_of(taken(cast, data)).getpixel((5, 5))
    if seen:
        assert all(abs(one - other) <= 2 for one, other in zip(pixel, seen, strict=True))


def test_a_see_through_heic_is_laid_on_white(cast: Cast) -> None:
    data = encoded(Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "HEIF")
    assert min(image_of(taken(cast, data)).getpixel((5, 5))) > 250


def test_a_gif_keeps_moving(cast: Cast) -> None:
    image: Any = image_of(taken(cast, moving()))
    assert image.n_frames == 3
    assert image.info["duration"] == 120
    assert image.info["loop"] == 0


def test_pages_have_a_small_copy(cast: Cast) -> None:
    file = taken(cast, picture(width=1200, height=900))
    small = image_of(file, THUMBNAIL)
    assert (small.format, small.size) == ("WEBP", (480, 360))
    assert hashlib.sha256(bytes_of(file, THUMBNAIL)).hexdigest() == file.thumbnail_digest
    assert (file.width, file.height) == (1200, 900)


# --- Once ---------------------------------------------------------------------------------------


@pytest.mark.database
def test_the_same_bytes_are_the_same_row_in_a_council(cast: Cast) -> None:
    first = taken(cast, snapshot(), "first.jpg")
    again = taken(cast, snapshot(), "second.jpg")
    from_the_page = taken(cast, bytes_of(first), "downloaded.jpg")
    assert first == again == from_the_page
    assert again.name == "first.jpg"
    other = take_in(upload(snapshot()), council=cast.barham, actor=cast.oscar)
    assert other != first and other.digest == first.digest
    assert StoredFile.objects.count() == 2


def test_a_stranger_does_not_learn_what_the_council_has(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by the name of it nor by how long it takes."""
    secret = taken(cast, snapshot(), "Clerk leaves.jpg")
    made: list[bytes] = []

    def noted(data: bytes) -> pictures.Made:
        made.append(data)
        return pictures.make_anew(data)

    monkeypatch.setattr("councilsm.files.intake.make_anew", noted)
    again = take_in(upload(snapshot(), "mine.jpeg"), council=cast.ashford, actor=None)
    assert again == secret and made
    assert again.name == "mine.jpg"
    secret.refresh_from_db()
    assert (secret.name, secret.added_by) == ("Clerk leaves.jpg", cast.ana)


@pytest.mark.database
def test_it_works_inside_a_transaction_that_goes_on(cast: Cast) -> None:
    with transaction.atomic():
        first = taken(cast, snapshot())
        # As if another request had just kept it, and this one had looked too early.
        StoredFile.objects.filter(pk=first.pk).update(original_digest="0" * 64)
        assert taken(cast, snapshot()) == first
        with suppress(FileRefused):
            taken(cast, samples.HTML)
        assert StoredFile.objects.count() == 1


def test_a_file_that_was_lost_is_whole_again_when_it_is_added_again(cast: Cast) -> None:
    from django.utils import timezone

    file = taken(cast, snapshot())
    the_files().delete(address(file.council_id, file.digest))
    StoredFile.objects.update(spoiled_at=timezone.now())
    again = taken(cast, snapshot())
    assert again == file and again.spoiled_at is None
    assert bytes_of(again)


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("IMG_0042.HEIC", "IMG_0042.jpg"),
        ("banner.html.png", "banner.jpg"),
        ("holiday.jpg.exe", "holiday.jpg"),
        ("Cllr J.Smith.jpeg", "Cllr J.Smith.jpg"),
        ("Fête 12.06.jpg", "Fête 12.06.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\jo\\photo.jpg", "photo.jpg"),
        ("a\0b\r\nc\u202egpj.exe", "abcgpj.jpg"),
        ("line\u2028break.jpg", "line break.jpg"),
        (".htaccess", "htaccess.jpg"),
        (".jpg", "jpg.jpg"),
        ("...", "picture.jpg"),
        ("", "picture.jpg"),
        ("x" * 300 + ".png", "x" * 116 + ".jpg"),
    ],
)
def test_names_lose_what_is_dangerous_and_get_the_right_ending(given: str, kept: str) -> None:
    assert stored_name(given, ".jpg") == kept


def test_a_sentence_shows_a_plain_short_name(cast: Cast) -> None:
    assert plain_name("../\u202egnp.exe\0") == "gnp.exe"
    sentence = refusal(cast, samples.SVG, f"{'long ' * 30}name.svg")
    assert sentence.split("”")[0].endswith("…name.svg")
    assert len(sentence.split("”")[0]) == 61


# --- Where it lies -----------------------------------------------------------------------------


def test_files_lie_by_digest_readable_by_the_service_alone(cast: Cast, files_folder: Path) -> None:
    file = taken(cast, picture(), "../../../up.jpg")
    digest = file.digest
    folder = files_folder / str(cast.ashford.pk) / digest[:2]
    assert sorted(path.name for path in folder.iterdir()) == [digest, f"{digest}.thumb"]
    assert (folder / digest).stat().st_mode & 0o777 == 0o600
    assert files_folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(ValueError, match="not by address"):
        the_files().url("x")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_told_plainly_and_leaves_nothing(
    cast: Cast, files_folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"councilsm.files.storage.os.{step}", full)
    sentence = refusal(cast, picture())
    assert sentence == "“fete.jpg” could not be kept just now. Try again"
    assert not [path for path in files_folder.rglob("*") if path.is_file()]


def test_a_worker_without_uploads_loads_no_picture_library() -> None:
    program = (
        "import django; django.setup()\n"
        "import councilsm.files.fields, councilsm.files.tasks, councilsm.files.uploads, sys\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "print({'PIL', 'pillow_heif', 'puremagic'} & set(sys.modules))"
    )
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "councilsm.settings"}
    command = [sys.executable, "-c", program]
    seen = subprocess.run(command, capture_output=True, text=True, env=environ)
    assert seen.stdout.strip() == "set()", seen.stderr


def test_the_largest_is_25_megabytes() -> None:
    assert LARGEST == 25 * 1024 * 1024
