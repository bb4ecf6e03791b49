"""Taking in a PDF: told by its content, kept as it came."""

import hashlib
from typing import Any

import structlog
from django.core.files.base import ContentFile, File

from councilsm.files.intake import FileRefused, adopt, not_kept, read
from councilsm.files.models import StoredFile
from councilsm.files.names import shown_name, stored_name
from councilsm.files.room import has_room
from councilsm.files.storage import address, the_files

log = structlog.get_logger(__name__)

PDF = "application/pdf"
#: Every PDF has one near its beginning, and the other near its end.
BEGINS, ENDS = b"%PDF-", b"%%EOF"
NEAR = 1024
#: A PDF that cannot be read without a password says so in plain letters.
LOCKED = b"/Encrypt"


def take_in_pdf(upload: "File[Any]", *, council: Any, actor: Any) -> StoredFile:
    """Keeps a PDF byte for byte: it is a record, and its pages are as many as they are.

    The same bytes in the same council are the same row, which keeps its first name. It goes out as
    an attachment alone, so nothing in it runs in a page of ours.

    Args:
        upload: what came; its name and claimed type are not believed.
        actor: the Person who adds it.

    Raises:
        FileRefused: it is empty, larger than 25 MB, no PDF, or locked by a password; the council's
            room is used up, or the disk does not take it.
    """
    name = upload.name or ""
    shown = shown_name(name)
    data = read(upload)
    if BEGINS not in data[:NEAR] or ENDS not in data[-NEAR:]:
        raise FileRefused(f"{shown} is not a whole PDF. Save it as a PDF again and add it")
    if LOCKED in data:
        raise FileRefused(f"{shown} is locked by a password. Save it without one and add it")
    digest = hashlib.sha256(data).hexdigest()
    kept = StoredFile.objects.filter(council=council, digest=digest, spoiled_at=None).first()
    if kept and adopt(kept, actor):
        return kept
    if not has_room(council, actor):
        raise FileRefused(
            f"{shown} was not kept, because your council has no room left for files. Ask its clerk"
        )
    try:
        the_files().save(address(council.pk, digest), ContentFile(data))
    except OSError as error:
        log.error("file_not_kept", address=address(council.pk, digest), error=str(error))
        raise not_kept(name) from error
    file, created = StoredFile.objects.get_or_create(
        council=council,
        digest=digest,
        defaults={
            "original_digest": digest,
            "name": stored_name(name, ".pdf"),
            "media_type": PDF,
            "size": len(data),
            "added_by": actor,
        },
    )
    if not created and file.spoiled_at:
        file.spoiled_at = None  # its bytes were just written
        file.save(update_fields=["spoiled_at"])
    return file
