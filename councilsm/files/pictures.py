"""Pictures made anew: what goes out holds pixels, and nothing else that came with them.

Accepted by content, whatever the name says: JPEG, PNG, WebP, GIF and HEIC (what iPhones save). They
are turned upright, brought to sRGB and encoded again, so that place, camera, comments, embedded
profiles and whatever hangs behind the picture stay behind. JPEG, PNG, WebP and GIF stay what they
are; HEIC, which few platforms take, becomes JPEG. Only a GIF may move.

The libraries that read pictures are imported where they are used: a web worker that takes in no
file never loads them.
"""

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from councilsm.files.jpeg import passes

if TYPE_CHECKING:
    from PIL.Image import Image

log = structlog.get_logger(__name__)

#: The most one picture may have, in pixels; for a GIF that moves, all its frames together.
MOST_PIXELS = 50_000_000
#: A picture of more goes out at half its width and height. No platform shows more than 4096 by
#: 4096 pixels, and a telephone's 48 megapixels would fill hundreds of megabytes of memory.
MOST_KEPT = 4096 * 4096
#: Rows that are changed at a time, so that a large picture is in memory once and not thrice.
STRIP = 256
#: EXIF's tag of how the camera was held.
ORIENTATION = 0x0112
#: The longer side of the copy that pages show, in pixels.
THUMBNAIL_SIDE = 480
THUMBNAIL_TYPE = "image/webp"
#: Above a quality of 88 files grow and nobody sees a difference; WebP's method 2 takes half the
#: time of its usual 4 for 5% more bytes.
ENCODING: dict[str, dict[str, int]] = {
    "JPEG": {"quality": 88},
    "PNG": {},
    "WEBP": {"quality": 88, "method": 2},
}
#: What the content is called, and the Pillow format that must agree with it.
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
#: A progressive JPEG has about ten passes. Thousands would keep a processor busy for minutes.
MOST_PASSES = 100

#: One at a time in a process: a large picture takes up to 330 megabytes while it is open.
one_at_a_time = threading.Lock()


class NoPicture(Exception):
    """The bytes make no picture that we can use.

    Args:
        sentence: what is wrong and what to do, to follow the file's name.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


NOT_A_PICTURE = "is not a picture we can use. Save it as JPEG or PNG and add it again"
DAMAGED = "is damaged or incomplete. Save it again as JPEG or PNG and add the new one"
TOO_MANY_PIXELS = "has more than 50 megapixels. Make it smaller and add it again"
TOO_LARGE_WEBP = "has more than 16 megapixels. Save it as JPEG and add it again"
TOO_LONG = "moves for too long. Make it shorter or smaller and add it again"
MOVES = "moves, and only GIF pictures may. Save it as GIF, JPEG or PNG and add it again"


@dataclass(frozen=True)
class Made:
    """A picture made anew."""

    data: bytes
    media_type: str
    #: Of a file name, with its dot.
    extension: str
    #: In pixels, upright.
    width: int
    height: int
    #: The copy that pages show, of `THUMBNAIL_TYPE`.
    thumbnail: bytes


def make_anew(data: bytes) -> Made:
    """Reads a picture and encodes it again.

    Raises:
        NoPicture: it is none of the five kinds, too large, damaged, or moves and is no GIF.
    """
    kind = kind_of(data)
    with _reading(data, kind):
        return _make_anew(data, kind)


def check_picture(data: bytes) -> None:
    """Reads a picture to its end, for who keeps it as it came.

    Raises:
        NoPicture: as `make_anew`.
    """
    kind = kind_of(data)
    with _reading(data, kind):
        image = _checked(data, kind)
        image.draft(None, (image.width // 8, image.height // 8))  # a JPEG's own way to less memory
        image.load()


@contextmanager
def _reading(data: bytes, kind: str) -> Iterator[None]:
    """One picture at a time; whatever goes wrong with it becomes a `NoPicture`."""
    if kind == "JPEG" and passes(data, MOST_PASSES) > MOST_PASSES:  # others need not wait for that
        raise NoPicture(DAMAGED)
    try:
        with one_at_a_time:
            yield
    except NoPicture:
        raise
    except Exception as error:
        # A library given a stranger's file may stumble anywhere, and each has errors of its own.
        name = type(error).__name__
        log.info("picture_unreadable", kind=kind, error=name)
        if name.startswith("DecompressionBomb"):
            raise NoPicture(TOO_MANY_PIXELS) from error
        raise NoPicture(DAMAGED) from error


def kind_of(data: bytes) -> str:
    """The Pillow format that the content claims to be.

    Raises:
        NoPicture: it is none that we take.
    """
    import puremagic

    if data[4:8] == b"ftyp":  # films as well: only the brand behind it tells
        import pillow_heif

        if "heif" in (kind := pillow_heif.get_file_mimetype(data[:12])) or "heic" in kind:
            return "HEIF"
        raise NoPicture(NOT_A_PICTURE)
    try:
        named = {match.mime_type for match in puremagic.magic_string(data)}
    except (puremagic.PureError, ValueError):
        named = set()
    for media_type, kind in FORMATS.items():
        if media_type in named:
            return kind
    raise NoPicture(NOT_A_PICTURE)


def _make_anew(data: bytes, kind: str) -> Made:
    image = _checked(data, kind)
    return _gif(image) if kind == "GIF" else _still(image, kind)


def _checked(data: bytes, kind: str) -> "Image":
    """The picture, of which only the header is unpacked."""
    image = _open(data, kind)
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise NoPicture(TOO_MANY_PIXELS)
    if kind == "WEBP" and pixels > MOST_KEPT:  # its decoder holds the pixels four times over
        raise NoPicture(TOO_LARGE_WEBP)
    image.verify()
    image = _open(data, kind)  # `verify` leaves nothing to read
    # A JPEG's further frames are an iPhone's spare pictures, a HEIC's the rest of a series.
    if kind in {"PNG", "WEBP"} and getattr(image, "is_animated", False):
        raise NoPicture(MOVES)
    return image


def _open(data: bytes, kind: str) -> "Image":
    """Reads the header alone, as that one kind."""
    from PIL import Image, ImageFile

    # These belong to the whole process, and a library may set them: WeasyPrint lets broken
    # pictures pass from the first PDF on.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # frames that turn out larger than the header said
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.register_heif_opener()
    return Image.open(io.BytesIO(data), formats=[kind])


def _still(image: "Image", kind: str) -> Made:
    by = 2 if image.width * image.height > MOST_KEPT else 1
    if kind == "JPEG" and by > 1:
        image.draft(None, (image.width // by, image.height // by))  # unpacked no larger than this
        by = 1
    if kind == "HEIF":
        kind = "JPEG"
    plain = bare(image, by=by, opaque=kind == "JPEG")
    out = io.BytesIO()
    plain.save(out, kind, **ENCODING[kind])
    return _made(out, kind, plain, plain.size)


def bare(image: "Image", *, by: int, opaque: bool) -> "Image":
    """The pixels alone, upright, in sRGB, strip by strip; the picture they come from is used up.

    Args:
        by: how many times smaller each side becomes; 1 leaves it as it is.
        opaque: lays what is transparent on white.
    """
    from PIL import Image, ImageOps

    image.load()
    size = (-(-image.width // by), -(-image.height // by))
    step = by * max(1, STRIP // by)
    sheet = None
    for top in range(0, image.height, step):
        below = min(top + step, image.height)
        strip = in_srgb(image.crop((0, top, image.width, below)))
        strip = flattened(strip) if opaque else strip
        strip = strip.reduce(by) if by > 1 else strip
        sheet = sheet or Image.new(strip.mode, size)
        sheet.paste(strip, (0, top // by))
    assert sheet is not None  # no picture is without rows
    sheet.getexif()[ORIENTATION] = image.getexif().get(ORIENTATION, 1)
    image.close()  # frees its pixels before others are turned
    ImageOps.exif_transpose(sheet, in_place=True)
    return sheet


def _gif(image: "Image") -> Made:
    """Keeps palette, frames and their times; comments and foreign blocks go."""
    most = MOST_PIXELS // (image.width * image.height)
    try:
        # Counting them all first would let a file of a million specks take minutes.
        image.seek(min(most, 1000))
    except EOFError:
        image.seek(0)
    else:
        raise NoPicture(TOO_LONG)
    out = io.BytesIO()
    image.save(out, "GIF", save_all=True, comment=b"")
    image.seek(0)
    size = image.size
    by = max(1, min(size) // (2 * THUMBNAIL_SIDE))
    return _made(out, "GIF", bare(image, by=by, opaque=False), size)


def _made(out: io.BytesIO, kind: str, picture: "Image", size: tuple[int, int]) -> Made:
    """Adds the thumbnail; `picture` has nothing but pixels and is used up."""
    width, height = size
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    small = io.BytesIO()
    picture.save(small, "WEBP", quality=80)
    extension = {"JPEG": ".jpg"}.get(kind, f".{kind.lower()}")
    return Made(out.getvalue(), f"image/{kind.lower()}", extension, width, height, small.getvalue())


def in_srgb(image: "Image") -> "Image":
    """The pixels in sRGB, 8 bits each, with transparency where there was any."""
    from PIL import ImageCms

    transparent = image.has_transparency_data
    if image.mode.startswith("I"):  # 16 bits of grey; Pillow would cut off what is above 255
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            image = (
                ImageCms.profileToProfile(
                    image,
                    ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                    ImageCms.createProfile("sRGB"),
                    outputMode="RGBA" if image.mode == "RGBA" else "RGB",
                )
                or image
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            log.info("colour_profile_unreadable")  # the colours are then taken for sRGB
    mode = "RGBA" if transparent else "RGB"
    return image if image.mode == mode else image.convert(mode)


def flattened(image: "Image") -> "Image":
    """Without transparency, which JPEG has not: on white."""
    from PIL import Image

    if image.mode != "RGBA":
        return image
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image)
    return sheet
