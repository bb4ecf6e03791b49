"""Uploads for tests, good and hostile, all made in code."""

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from councilsm.files.intake import FileRefused, take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import address, the_files
from tests.cast import Cast

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
#: EXIF's tags: how the camera was held, who made it, where the position is.
ORIENTATION, MAKER, POSITION = 0x0112, 0x010F, 0x8825


def upload(data: bytes, name: str = "fete.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def a_file(cast: Cast) -> StoredFile:
    """A picture that Ana handed in."""
    return take_in(upload(picture()), council=cast.ashford, actor=cast.ana)


def drawn(
    width: int = 60, height: int = 40, colour: Any = "teal", mode: str = "RGB"
) -> Image.Image:
    """A picture whose left upper corner is red, so that one sees which way up it is."""
    image = Image.new(mode, (width, height), colour)
    if mode == "RGB":
        image.paste("red", (0, 0, width // 4, height // 4))
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def picture(kind: str = "JPEG", width: int = 60, height: int = 40, **options: Any) -> bytes:
    return encoded(drawn(width, height), kind, **options)


def snapshot(orientation: int = 1, kind: str = "JPEG") -> bytes:
    """What a telephone makes: says who made it, where, and how it was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER] = "SecretCameraMaker"
    exif.get_ifd(POSITION)[1] = "N"
    exif.get_ifd(POSITION)[2] = (52.0, 0.0, 30.0)
    return picture(kind, exif=exif.tobytes())


def moving(kind: str = "GIF", frames: int = 3, width: int = 20, height: int = 20) -> bytes:
    images = [drawn(width, height, colour=(40 * number, 90, 90)) for number in range(frames)]
    return encoded(images[0], kind, save_all=True, append_images=images[1:], duration=120, loop=0)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def png_text(words: str) -> PngInfo:
    """A comment in a PNG."""
    info = PngInfo()
    info.add_text("Comment", words)
    return info


def bomb(width: int = 20_000, height: int = 15_000) -> bytes:
    """A PNG of a few hundred bytes that says it has 300 megapixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def stuffed_png(kind: bytes) -> bytes:
    """A small PNG with a chunk of text, or a colour profile, that unpacks to 400 MB."""
    packer, packed = zlib.compressobj(9), b""
    for _ in range(400):
        packed += packer.compress(b"\0" * 1024 * 1024)
    packed += packer.flush()
    head, rest = (whole := picture("PNG"))[:33], whole[33:]  # signature and IHDR come first
    before = b"Comment\0\1\0en\0x\0" if kind == b"iTXt" else b"Comment\0\0"
    return head + chunk(kind, before + packed) + rest


def webp_bomb() -> bytes:
    """A WebP whose canvas has 268 megapixels, with a speck on it."""
    speck = encoded(drawn(16, 16), "WEBP", lossless=True)[12:]
    canvas = b"VP8X" + struct.pack("<IB3x", 10, 2) + b"\xfe\x3f\0" * 2
    moves = b"ANIM" + struct.pack("<I6x", 6)
    frame = b"\0" * 6 + b"\x0f\0\0" * 2 + b"\x64\0\0\0" + speck
    body = b"WEBP" + canvas + moves + b"ANMF" + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


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
