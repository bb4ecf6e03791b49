"""What an upload is, told by its content; and a way out for what cannot be kept."""

from councilsm.files.pictures import NoPicture, kind_of

PDF = "application/pdf"

A_WEB_PAGE = "is a saved web page, which may change when it is opened. Take a screenshot of it"
A_VIDEO = "is a video, and none is kept here. Take a screenshot, and note where the video is kept"
A_DOCUMENT = "is a document that can still be changed. Save it as PDF and add that"
AN_ARCHIVE = "is a folder of files. Add the pictures or PDFs in it one by one"
A_DRAWING = "is a drawing that may run by itself. Take a screenshot of it"
A_MAIL = "is a saved e-mail or text. Save it as PDF, or take a screenshot of it"
NOTHING_KNOWN = "is neither a picture nor a PDF. Take a screenshot of it, or save it as PDF"

#: What a video begins with: Matroska and WebM, MPEG, Flash, Windows Media.
VIDEOS = (
    b"\x1a\x45\xdf\xa3",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
    b"FLV",
    b"0&\xb2u\x8ef\xcf",
)
#: The zipped documents say so near their beginning.
OFFICE = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")


def media_type_of(data: bytes) -> str:
    """The media type that the content claims, such as "image/png" or "application/pdf".

    Raises:
        NoPicture: it is neither a picture nor a PDF; says what it is and what to do instead.
    """
    if data.startswith(b"%PDF-"):
        return PDF
    try:
        return {"HEIF": "image/heic"}.get(kind := kind_of(data), f"image/{kind.lower()}")
    except NoPicture:
        raise NoPicture(way_out(data)) from None


def way_out(data: bytes) -> str:
    """What an upload is that cannot be kept, and what to add instead."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data[4:8] == b"ftyp" or data[4:8] in {b"moov", b"mdat"} or data.startswith(VIDEOS):
        return A_VIDEO
    if data.startswith(b"RIFF") and data[8:12] == b"AVI ":
        return A_VIDEO
    if b"<svg" in start:
        return A_DRAWING
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<!--", b"<div")):
        return A_WEB_PAGE
    if data.startswith(b"\xd0\xcf\x11\xe0") or start.startswith(b"{\\rtf"):
        return A_DOCUMENT
    if data.startswith(b"PK"):
        return A_DOCUMENT if any(sign in data[:4096] for sign in OFFICE) else AN_ARCHIVE
    if b"\nmime-version:" in start or (start and b"\x00" not in data[:4096] and is_text(data)):
        return A_MAIL
    return NOTHING_KNOWN


def is_text(data: bytes) -> bool:
    """Whether the beginning reads as words."""
    try:
        data[:4096].decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        return error.start > len(data[:4096]) - 4  # a character cut off at the end
    return True
