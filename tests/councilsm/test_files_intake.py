"""What is taken in, as what, and what is refused in which words."""

import hashlib
import io
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageCms, ImageFile

from councilsm.files import pictures
from councilsm.files.fields import take_in_all
from councilsm.files.intake import LARGEST, FileRefused, take_in
from councilsm.files.models import StoredFile
from councilsm.files.names import plain_name, stored_name
from councilsm.files.storage import THUMBNAIL, address, the_files
from tests.cast import Cast
from tests.councilsm.files import samples
from tests.councilsm.files.samples import drawn, encoded, moving, picture, snapshot, upload

pytestmark = pytest.mark.usefixtures("files_folder")


def taken(cast: Cast, data: bytes, name: str = "fete.jpg") -> StoredFile:
    return take_in(upload(data, name), council=cast.ashford, actor=cast.ana)


def bytes_of(file: StoredFile, ending: str = "") -> bytes:
    with the_files().open(address(file.council_id, file.digest) + ending) as content:
        return content.read()


def image_of(file: StoredFile, ending: str = "") -> Image.Image:
    return Image.open(io.BytesIO(bytes_of(file, ending)))


def refusal(cast: Cast, data: bytes, name: str = "fete.jpg") -> str:
    with pytest.raises(FileRefused) as refused:
        taken(cast, data, name)
    assert not StoredFile.objects.exists()
    return refused.value.sentence


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


# --- What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.HTML, "banner.png"),
        (samples.SVG, "banner.svg"),
        (b'<?xml version="1.0"?>' + samples.SVG, "banner.png"),
        (samples.PDF, "minutes.pdf"),
        (samples.PDF, "minutes.jpg"),
        (samples.EICAR, "photo.jpg"),
        (samples.EICAR, "eicar.com"),
        (b"PK\x03\x04" + b"\0" * 60, "photos.zip"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 40, "film.heic"),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0" * 40, "new.avif"),
        (encoded(drawn(), "TIFF"), "scan.tif"),
        (b"x", "one.jpg"),
        (b"\0" * 5000, "nothing.gif"),
    ],
)
def test_what_is_no_picture_is_refused_by_content(cast: Cast, data: bytes, name: str) -> None:
    assert refusal(cast, data, name) == (
        f"“{name}” is not a picture we can use. Save it as JPEG or PNG and add it again"
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "HEIF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_half_a_picture_is_refused(cast: Cast, kind: str, part: float) -> None:
    whole = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), kind)
    sentence = refusal(cast, whole[: int(len(whole) * part)], "half.jpg")
    assert sentence.startswith("“half.jpg” is damaged or incomplete.")


def test_an_empty_file_is_refused(cast: Cast) -> None:
    assert refusal(cast, b"") == "“fete.jpg” is empty. Choose another file"


def test_a_changed_byte_in_a_png_is_noticed(cast: Cast) -> None:
    data = bytearray(picture("PNG"))
    data[-20] ^= 1
    assert "is damaged" in refusal(cast, bytes(data))


def test_too_many_bytes_are_refused_unread(cast: Cast) -> None:
    class Unreadable(SimpleUploadedFile):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("It was read.")

    large = Unreadable("film.jpg", b"x")
    large.size = 60 * 1024 * 1024
    with pytest.raises(FileRefused) as refused:
        take_in(large, council=cast.ashford, actor=cast.ana)
    assert refused.value.sentence == (
        "“film.jpg” is larger than 25 MB. Make it smaller and add it again"
    )


@pytest.mark.parametrize("data", [samples.bomb(), samples.webp_bomb()], ids=["png", "webp"])
def test_a_bomb_is_refused_by_its_header(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    def unpacked(self: Any) -> None:
        raise AssertionError("Its pixels were unpacked.")

    monkeypatch.setattr(ImageFile.ImageFile, "load", unpacked)
    assert refusal(cast, data) == (
        "“fete.jpg” has more than 50 megapixels. Make it smaller and add it again"
    )


def test_fifty_megapixels_are_the_most(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pictures.MOST_PIXELS == 50_000_000
    monkeypatch.setattr(pictures, "MOST_PIXELS", 60 * 40)
    assert taken(cast, picture()).width == 60
    with pytest.raises(FileRefused, match="megapixels"):
        taken(cast, picture(width=61))


def test_a_gif_whose_frames_are_larger_than_it_says_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10_000)
    data = bytearray(picture("GIF", width=200, height=200))
    data[6:10] = b"\x0a\0\x0a\0"  # the screen: 10 by 10
    assert "megapixels" in refusal(cast, bytes(data))


def test_a_gif_that_moves_too_long_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 20 * 20 * 3)
    assert taken(cast, moving(frames=3)).pk
    StoredFile.objects.all().delete()
    assert "moves for too long" in refusal(cast, moving(frames=4))


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_only_gifs_may_move(cast: Cast, kind: str) -> None:
    assert "only GIF pictures may" in refusal(cast, moving(kind))


def test_a_jpeg_of_endless_passes_is_refused(cast: Cast) -> None:
    data = picture("JPEG", progressive=True)
    assert 5 < pictures.passes(data) < 15
    start = data.rindex(b"\xff\xda")
    hostile = data[:-2] + data[start:-2] * 200 + data[-2:]
    assert "is damaged" in refusal(cast, hostile)
    # The same two bytes behind the picture, or in a preview, are no pass.
    assert taken(cast, data + b"\xff\xda" * 500).pk


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("tail", [samples.HTML, b"PK\x05\x06" + b"\0" * 18, samples.EICAR])
def test_what_hangs_behind_a_picture_is_cut_off(cast: Cast, kind: str, tail: bytes) -> None:
    file = taken(cast, picture(kind) + tail)
    assert tail not in bytes_of(file) + bytes_of(file, THUMBNAIL)


def test_good_files_are_kept_beside_bad_ones(cast: Cast) -> None:
    uploads = [
        upload(picture()),
        upload(samples.SVG, "a.svg"),
        upload(picture("PNG")),
        upload(picture()),
    ]
    stored, refused = take_in_all(uploads, council=cast.ashford, actor=cast.ana)
    assert [file.media_type for file in stored] == ["image/jpeg", "image/png"]
    assert refused == [
        "“a.svg” is not a picture we can use. Save it as JPEG or PNG and add it again"
    ]


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
