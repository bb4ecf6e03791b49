"""Taking in an upload: told by its content, made anew, kept by digest."""

import hashlib
from typing import Any

import structlog
from django.core.files.base import ContentFile, File
from django.db.models import Q
from django.utils import timezone

from councilsm.files.models import StoredFile
from councilsm.files.names import shown_name, stored_name
from councilsm.files.pictures import Made, NoPicture, make_anew
from councilsm.files.room import has_room
from councilsm.files.storage import THUMBNAIL, address, the_files

log = structlog.get_logger(__name__)

#: The most one file may hold, in bytes.
LARGEST = 25 * 1024 * 1024


class FileRefused(Exception):
    """An upload that is not kept.

    Args:
        sentence: what is wrong with which file, and what to do, for the person who chose it.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def take_in(upload: "File[Any]", *, council: Any, actor: Any) -> StoredFile:
    """Keeps an upload, made anew without what it gives away.

    The same bytes in the same council are the same row, which keeps its first name; a row without
    an adder takes the one who comes now (see `abandoned`). Somebody without a sign-in never learns
    that it was there: they wait as long, and the row they get has the name they gave, unsaved.
    Works inside an
    action and outside; better outside, since a large picture takes seconds in which an action would
    hold its locks. The bytes are written before the row: a row that is undone leaves a file without
    one, which the sweep removes.

    Args:
        upload: what came; its name and claimed type are not believed.
        actor: the Person who adds it; None for somebody without a sign-in.

    Raises:
        FileRefused: it is empty, larger than 25 MB, no picture that can be used, the council's
            room is used up, or the disk does not take it.
    """
    name = upload.name or ""
    data = read(upload)
    original = hashlib.sha256(data).hexdigest()
    if actor is not None:
        kept = StoredFile.objects.filter(
            Q(original_digest=original) | Q(digest=original), council=council, spoiled_at=None
        ).first()
        if kept and adopt(kept, actor):
            return kept
    if not has_room(council, actor):
        raise FileRefused(
            f"{shown_name(name)} was not kept, because your council has no room left for pictures. "
            "Ask its clerk"
        )
    try:
        made = make_anew(data)
    except NoPicture as error:
        raise FileRefused(f"{shown_name(name)} {error.sentence}") from error
    digest = hashlib.sha256(made.data).hexdigest()
    keep(made, at=address(council.pk, digest), name=name)
    small = hashlib.sha256(made.thumbnail).hexdigest()
    file, created = StoredFile.objects.get_or_create(
        council=council,
        digest=digest,
        defaults={
            "original_digest": original,
            "thumbnail_digest": small,
            "name": stored_name(name, made.extension),
            "media_type": made.media_type,
            "size": len(made.data),
            "width": made.width,
            "height": made.height,
            "added_by": actor,
        },
    )
    if not created and not adopt(file, actor):
        return take_in(upload, council=council, actor=actor)  # it was removed just now
    if not created and (file.spoiled_at, file.thumbnail_digest) != (None, small):
        # The bytes were just written, so a file that was lost or changed is whole again.
        file.spoiled_at, file.thumbnail_digest = None, small
        file.save(update_fields=["spoiled_at", "thumbnail_digest"])
    if actor is None:
        file.name = stored_name(name, made.extension)
    return file


def adopt(file: StoredFile, actor: Any) -> bool:
    """Lets a file that came without a sign-in count as added now, and by whom; whether it is there.

    Otherwise a draft might come to show one that is about to be removed as abandoned.
    """
    if file.added_by_id is not None:
        return True
    added = {"added_by": actor, "added_at": timezone.now()}
    return bool(StoredFile.objects.filter(pk=file.pk).update(**added))


def read(upload: "File[Any]") -> bytes:
    """The bytes of an upload.

    Raises:
        FileRefused: there are none, too many, or they could not be kept while they arrived.
    """
    shown = shown_name(upload.name or "")
    if getattr(upload, "lost", False):  # see `uploads.BoundedUploadHandler`
        raise not_kept(upload.name or "")
    if (upload.size or 0) > LARGEST:
        raise FileRefused(f"{shown} is larger than 25 MB. Make it smaller and add it again")
    upload.seek(0)
    data: bytes = upload.read(LARGEST + 1)
    if not data:
        raise FileRefused(f"{shown} is empty. Choose another file")
    return data


def keep(made: Made, *, at: str, name: str) -> None:
    """Writes a picture and its small copy.

    Raises:
        FileRefused: the disk is full or refuses.
    """
    files = the_files()
    try:
        files.save(at + THUMBNAIL, ContentFile(made.thumbnail))
        files.save(at, ContentFile(made.data))
    except OSError as error:
        log.error("file_not_kept", address=at, error=str(error))
        raise not_kept(name) from error


def not_kept(name: str) -> FileRefused:
    """The refusal where the fault is ours."""
    return FileRefused(f"{shown_name(name)} could not be kept just now. Try again")
