"""What is refused in which words, and what of a hostile file is kept: nothing."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from councilsm.files import pictures
from councilsm.files.fields import take_in_all
from councilsm.files.intake import FileRefused, take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import THUMBNAIL
from tests.cast import Cast
from tests.councilsm.files import samples
from tests.councilsm.files.samples import (
    bytes_of,
    drawn,
    encoded,
    image_of,
    moving,
    picture,
    refusal,
    taken,
    upload,
)

pytestmark = pytest.mark.usefixtures("files_folder")


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


def test_half_a_picture_is_refused_after_a_pdf_was_made(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading what makes PDFs sets this for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    whole = encoded(Image.effect_noise((200, 200), 90).convert("RGB"), "JPEG")
    assert "is damaged" in refusal(cast, whole[: len(whole) // 2], "half.jpg")


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


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_what_is_larger_than_any_platform_shows_goes_out_at_half_its_size(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(pictures, "MOST_KEPT", 500 * 300)
    monkeypatch.setattr(pictures, "STRIP", 64)
    exif = Image.Exif()
    exif[samples.ORIENTATION] = 6
    large = taken(cast, picture(kind, width=602, height=400, exif=exif.tobytes()))
    assert (large.width, large.height) == (200, 301) == image_of(large).size
    seen: Any = image_of(large).convert("RGB")
    red = ((180, 20), (180, 70), (160, 40))
    assert all(seen.getpixel(at)[0] > 240 and seen.getpixel(at)[1] < 20 for at in red)
    assert seen.getpixel((20, 250)) == pytest.approx((0, 128, 128), abs=4)
    assert taken(cast, picture(kind, width=500, height=300)).width == 500


def test_strips_leave_no_seam(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shades = Image.radial_gradient("L").resize((300, 501)).convert("RGB")
    whole = bytes_of(taken(cast, encoded(shades, "PNG")))
    StoredFile.objects.all().delete()
    monkeypatch.setattr(pictures, "STRIP", 7)
    assert bytes_of(taken(cast, encoded(shades, "PNG"))) == whole


def test_a_webp_has_sixteen_megapixels_at_most(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pictures.MOST_KEPT == 4096 * 4096
    monkeypatch.setattr(pictures, "MOST_KEPT", 60 * 40 - 1)
    assert refusal(cast, picture("WEBP")) == (
        "“fete.jpg” has more than 16 megapixels. Save it as JPEG and add it again"
    )


MEMORY = """
import io, re, sys
from PIL import Image
from councilsm.files.pictures import make_anew
out = io.BytesIO()
Image.new("RGB", (80, 60), "teal").save(out, "JPEG", quality=70)
make_anew(out.getvalue())
data = open(sys.argv[1], "rb").read()
def peak():  # in megabytes; what getrusage says begins with the parent's
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
before = peak()
make_anew(data)
print(peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
@pytest.mark.parametrize(
    ("kind", "mode", "megabytes"), [("JPEG", "RGB", 130), ("PNG", "RGBA", 310), ("GIF", "P", 150)]
)
def test_48_megapixels_do_not_fill_the_memory(
    tmp_path: Path, kind: str, mode: str, megabytes: int
) -> None:
    """Undiminished they would take twice or thrice as much: see docs/security.md."""
    (tmp_path / "large").write_bytes(encoded(Image.new(mode, (8000, 6000)), kind))
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "large")]
    seen = subprocess.run(command, capture_output=True, text=True)
    assert seen.returncode == 0, seen.stderr
    assert int(seen.stdout) < megabytes


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


def test_a_gif_of_ten_thousand_frames_is_refused_before_they_are_counted(cast: Cast) -> None:
    one = moving(frames=2, width=8, height=8)
    frame = one[one.rindex(b"!\xf9") : -1]
    assert "moves for too long" in refusal(cast, one[:-1] + frame * 10_000 + one[-1:])


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP", b"iTXt"])
def test_what_is_stuffed_into_a_png_is_not_unpacked(cast: Cast, kind: bytes) -> None:
    data = samples.stuffed_png(kind)
    assert len(data) < 1024 * 1024
    assert "is damaged" in refusal(cast, data)


def test_large_exif_and_profiles_stay_behind(cast: Cast) -> None:
    for options in (
        {"exif": b"Exif\0\0" + b"x" * 65_000},
        {"icc_profile": b"x" * 900_000},
        {"comment": b"x" * 60_000},
    ):
        assert len(bytes_of(taken(cast, picture("JPEG", **options)))) < 5000


@pytest.mark.parametrize(
    "polyglot",
    [
        moving() + b"*/=alert(1)//",
        picture("JPEG", comment=b"<?php system($_GET[0]); ?>"),
        picture("PNG", pnginfo=samples.png_text("<script>alert(1)</script>")),
        picture("JPEG") + b"PK\x03\x04evil.jar" + b"PK\x05\x06" + b"\0" * 18,
    ],
    ids=["gif and script", "jpeg and php", "png and html", "jpeg and zip"],
)
def test_of_a_picture_that_is_something_else_too_only_the_picture_is_kept(
    cast: Cast, polyglot: bytes
) -> None:
    kept = bytes_of(taken(cast, polyglot, "fete.php.gif"))
    for evil in (b"alert", b"<?php", b"<script", b"PK\x03\x04", b"PK\x05\x06"):
        assert evil not in kept


def test_a_gif_header_before_a_script_is_no_picture(cast: Cast) -> None:
    assert "fete.jpg" in refusal(cast, b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)")


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_only_gifs_may_move(cast: Cast, kind: str) -> None:
    assert "only GIF pictures may" in refusal(cast, moving(kind))


def test_a_jpeg_of_endless_passes_is_refused(cast: Cast) -> None:
    data = picture("JPEG", progressive=True)
    assert 5 < pictures.passes(data, 100) < 15
    start = data.rindex(b"\xff\xda")
    hostile = data[:-2] + data[start:-2] * 200 + data[-2:]
    assert "is damaged" in refusal(cast, hostile)
    # The same two bytes behind the picture, or in a preview, are no pass.
    assert taken(cast, data + b"\xff\xda" * 500).pk


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\x00", b"\xff\xe0\x00\x02"])
def test_a_jpeg_of_markers_alone_is_judged_at_once(filling: bytes) -> None:
    data = b"\xff\xd8" + filling * (10_000_000 // len(filling))
    began = time.process_time()
    pictures.passes(data, 100)
    assert time.process_time() - began < 1  # seconds; byte by byte it takes four


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
