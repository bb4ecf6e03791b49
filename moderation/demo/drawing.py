"""Pictures for the demonstration, drawn here so that nobody's rights are in question.

The picture library is imported where it is used: most processes draw nothing.
"""

import io
from collections.abc import Callable
from textwrap import fill
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

#: Pixels. Drawn at twice that, so that edges come out smooth.
WIDTH, HEIGHT = 1200, 800
SKY, GRASS, DARK = "#bfe0ee", "#7fae5b", "#33402b"


def market() -> SimpleUploadedFile:
    """Stalls on a green, with bunting above."""
    return drawn("stalls.png", _market)


def choir() -> SimpleUploadedFile:
    """A man and a girl who sing."""
    return drawn("choir.png", _choir)


def woodland() -> SimpleUploadedFile:
    """Trees, and bags of litter beneath them."""
    return drawn("wood.png", _woodland)


def comment(name: str, handle: str, words: str) -> SimpleUploadedFile:
    """A comment as a screenshot shows it: whose it is, and the words."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (900, 320), "#e9ebee")
    draw = ImageDraw.Draw(image)
    large, small = ImageFont.load_default(30), ImageFont.load_default(26)
    draw.ellipse((30, 40, 110, 120), fill="#8a97a8")
    draw.rounded_rectangle((130, 30, 870, 250), 24, fill="#ffffff")
    draw.text((160, 50), f"@{handle}", fill="#1c2b44", font=large)
    draw.multiline_text((160, 105), fill(words, 50), fill=DARK, font=small, spacing=10)
    draw.text((160, 265), "Like     Reply", fill="#65707f", font=small)
    out = io.BytesIO()
    image.save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def signed_sheet(policy: str, name: str, day: str) -> SimpleUploadedFile:
    """A sheet of paper on which somebody has signed that they have read a policy."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (900, 520), "#fdfcf7")
    draw = ImageDraw.Draw(image)
    large, small = ImageFont.load_default(34), ImageFont.load_default(26)
    draw.text((70, 60), "I have read this policy", fill=DARK, font=large)
    draw.multiline_text((70, 130), fill(policy, 55), fill=DARK, font=small, spacing=10)
    for top, label, words in ((250, "Name", name), (330, "Date", day), (410, "Signed", "")):
        draw.text((70, top), label, fill="#65707f", font=small)
        draw.text((220, top), words, fill="#1c2b8a", font=small)
        draw.line((210, top + 38, 830, top + 38), fill="#9aa2ad", width=2)
    pen = [(230 + 26 * n, 425 + (14 if n % 2 else -14) + n) for n in range(12)]
    draw.line(pen, fill="#1c2b8a", width=4, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return SimpleUploadedFile("signed-sheet.png", out.getvalue(), content_type="image/png")


def drawn(name: str, scene: "Callable[[ImageDraw], None]") -> SimpleUploadedFile:
    """A scene under the sky and on grass, as a browser would send the picture of it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1000, 2 * WIDTH, 2 * HEIGHT), fill=GRASS)
    scene(draw)
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def _market(draw: "ImageDraw") -> None:
    for number, colour in enumerate(("#b8323b", "#2b5f8a", "#d28a1c", "#3f7a4b")):
        _stall(draw, 130 + number * 550, 640 + 60 * (number % 2), colour)
    _flags(draw)


def _choir(draw: "ImageDraw") -> None:
    _singer(draw, 850, 1450, 1.0, coat="#3f7a4b", skin="#8d5a3c", hair="#2a211c")
    _singer(draw, 1480, 1450, 0.72, coat="#b8323b", skin="#edc3a2", hair="#8a5a24")
    _flags(draw)


def _woodland(draw: "ImageDraw") -> None:
    for x in (200, 620, 1100, 1560, 2010):
        draw.rectangle((x + 60, 600, x + 120, 1150), fill="#6b4a2f")
        draw.ellipse((x - 110, 180, x + 290, 760), fill="#4c7d3f")
    for x in (420, 700, 860, 1330, 1500):
        draw.ellipse((x, 1180, x + 190, 1420), fill=DARK)
        draw.polygon(((x + 60, 1200), (x + 95, 1110), (x + 130, 1200)), fill=DARK)


def _flags(draw: "ImageDraw") -> None:
    for number in range(13):
        x, y = number * 190, 120 + 30 * abs(6 - number)
        colour = ("#b8323b", "#f2f2ee", "#2b5f8a")[number % 3]
        draw.polygon(((x, y), (x + 120, y), (x + 60, y + 130)), fill=colour)


def _stall(draw: "ImageDraw", x: int, y: int, colour: str) -> None:
    for post in (x + 20, x + 430):
        draw.rectangle((post, y, post + 20, y + 600), fill="#6b4a2f")
    draw.rectangle((x, y + 330, x + 470, y + 560), fill="#a97c50")
    for stripe in range(6):
        left = x - 20 + stripe * 85
        fill = colour if stripe % 2 == 0 else "#f2f2ee"
        draw.polygon(
            ((left + 20, y - 110), (left + 85, y - 110), (left + 85, y + 60), (left, y + 60)),
            fill=fill,
        )
    for apple in range(7):
        left = x + 25 + apple * 60
        draw.ellipse((left, y + 280, left + 56, y + 336), fill=colour)


def _singer(
    draw: "ImageDraw", x: int, feet: int, size: float, *, coat: str, skin: str, hair: str
) -> None:
    """Somebody of so much of full size, whose feet stand there, with a song sheet."""

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + across * size, feet - up * size) for across, up in points]

    for leg in (-70, 20):
        draw.rectangle(at((leg, 330), (leg + 50, 0)), fill=DARK)
    draw.polygon(at((-110, 720), (110, 720), (190, 260), (-190, 260)), fill=coat)
    draw.ellipse(at((-130, 1020), (130, 740)), fill=hair)
    draw.ellipse(at((-105, 970), (105, 730)), fill=skin)
    for eye in (-45, 30):
        draw.ellipse(at((eye, 870), (eye + 16, 854)), fill=DARK)
    draw.ellipse(at((-22, 815), (22, 762)), fill="#7a2b2b")
    draw.polygon(at((-130, 560), (130, 560), (110, 420), (-110, 420)), fill="#f2f2ee")
