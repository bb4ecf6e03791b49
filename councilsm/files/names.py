"""The names that files come with: for people to read, never used as a path."""

import re
import unicodedata

#: Characters kept of a name; `StoredFile.name` holds as many.
LONGEST = 120
#: Characters of a name that a sentence shows.
SHOWN = 60
#: Endings that say what a file is. Others belong to the name: "Cllr J.Smith", "Fete 12.06".
ENDINGS = frozenset(
    """
    jpg jpeg jpe jfif png apng webp gif heic heif hif avif bmp tif tiff svg svgz ico psd
    htm html xhtml shtml xml php phtml asp aspx jsp cgi js mjs vbs ps1 sh bat cmd com exe scr pif
    msi jar apk lnk hta dll zip rar 7z gz tar pdf doc docx docm xls xlsx xlsm ppt pptx mp4 mov txt
    csv eml swf
    """.split()  # noqa: SIM905 - a list of sixty strings reads worse
)


def plain_name(name: str) -> str:
    """A file's name without path, control and direction characters; empty where nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(
        " " if unicodedata.category(character) in {"Zl", "Zp"} else character
        for character in last
        # Cc: control, Cf: direction and invisible, Cs: halves of characters.
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )
    return " ".join(kept.split()).strip(". ")


def shown_name(name: str) -> str:
    """The name as a sentence shows it, in quotation marks: “banner.svg”."""
    plain = plain_name(name) or "The file"
    if len(plain) > SHOWN:
        plain = f"{plain[: SHOWN - 9]}…{plain[-8:]}"
    return f"“{plain}”"


def stored_name(name: str, extension: str) -> str:
    """The name with the ending that its content has, in place of what it claimed to be.

    Security demands that name and content agree. The name gives way, since phones name HEIC
    pictures `.jpg`, and a clerk cannot see the difference: "IMG_1.HEIC" becomes "IMG_1.jpg",
    "banner.html.png" becomes "banner.png".
    """
    stem = plain_name(name)
    while (ending := re.search(r"\.([A-Za-z0-9]{1,5})$", stem)) and (
        ending[1].lower() in ENDINGS or not stem[: ending.start()]
    ):
        stem = stem[: ending.start()].rstrip(". ")
    return (stem or "picture")[: LONGEST - len(extension)].rstrip(". ") + extension
