"""Words as people read them, whatever signs they are made of."""

import re
import unicodedata

DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
GAP = re.compile(r"[^\S\n]+")
LINE = re.compile(r" ?\n ?")
PARAGRAPH = re.compile(r"\n{3,}")
INVISIBLE = {"Cf", "Cc"}


def as_read(text: str) -> str:
    """A text without what nobody sees, for checks that look for words. Its lines stay lines.

    Letters of mathematics and full width become plain ones (Unicode NFKC), soft hyphens and
    zero-width signs go, every dash is a hyphen, every gap one space. A letter of another alphabet
    that looks like ours stays what it is.
    """
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    seen = (sign for sign in plain if sign.isspace() or unicodedata.category(sign) not in INVISIBLE)
    return PARAGRAPH.sub("\n\n", LINE.sub("\n", GAP.sub(" ", "".join(seen)))).strip()


def on_one_line(text: str) -> str:
    """The same with each paragraph on one line: a line ends where the screen does."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)
