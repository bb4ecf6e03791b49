"""Looking after what is kept: nothing without a row, nothing that changed unseen."""

import contextlib
import hashlib
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from councilsm.files.models import StoredFile
from councilsm.files.storage import THUMBNAIL, address, the_files

log = structlog.get_logger(__name__)

#: Younger files may belong to a transaction that is not over.
OLD_ENOUGH = timedelta(hours=1)


def sweep_files() -> int:
    """Deletes files older than an hour without a row, and what broken uploads left; how many.

    `take_in` always writes the bytes anew just before the row, so a file whose row is about to
    appear is never old.
    """
    files = the_files()
    before = timezone.now() - OLD_ENOUGH
    removed = remove_broken_uploads()
    for council_id in folders(""):
        known = set(
            StoredFile.objects.filter(council_id=int(council_id)).values_list("digest", flat=True)
        )
        for two_digits in folders(council_id):
            folder = f"{council_id}/{two_digits}"
            for name in files.listdir(folder)[1]:
                if name.removesuffix(THUMBNAIL) in known:
                    continue
                with contextlib.suppress(FileNotFoundError):  # a half-written one was renamed
                    if files.get_modified_time(f"{folder}/{name}") < before:
                        files.delete(f"{folder}/{name}")
                        removed += 1
    if removed:
        log.info("files_swept", removed=removed)
    return removed


def folders(within: str) -> Iterator[str]:
    """The folders of the store that we made: named by numbers, or by two digits of a digest."""
    try:
        names = the_files().listdir(within)[0]
    except FileNotFoundError:  # nothing was handed in yet
        return
    for name in sorted(names):
        if name.isdecimal() or within:
            yield name


def remove_broken_uploads() -> int:
    """Deletes what killed requests left among the arriving files; how many."""
    removed = 0
    for file in Path(str(settings.FILE_UPLOAD_TEMP_DIR)).glob("*.upload*"):
        with contextlib.suppress(FileNotFoundError):
            if file.stat().st_mtime < time.time() - OLD_ENOUGH.total_seconds():
                file.unlink()
                removed += 1
    return removed


def scrub_files() -> int:
    """Compares every file with its digest; returns how many are missing or changed.

    One that is not whole is marked with the time it was found (`spoiled_at`), is no longer served,
    and is logged as an error. One that is whole again, from a backup, loses the mark. A small copy
    that does not fit is made again.
    """
    spoiled = 0
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        at = address(file.council_id, file.digest)
        found = digest_at(at)
        if found == file.digest:
            mark(file, whole=True)
            if file.thumbnail_digest and digest_at(at + THUMBNAIL) != file.thumbnail_digest:
                make_small_copy_again(file, at)
            continue
        spoiled += 1
        log.error("file_changed" if found else "file_missing", address=at, file_id=file.pk)
        mark(file, whole=False)
    return spoiled


def digest_at(at: str) -> str:
    """The SHA-256 of what lies at an address; empty where nothing can be read."""
    try:
        with the_files().open(at) as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def mark(file: StoredFile, *, whole: bool) -> None:
    """Notes on the row since when a file is not whole; writes only what changed."""
    if whole == (file.spoiled_at is None):
        return
    file.spoiled_at = None if whole else timezone.now()
    file.save(update_fields=["spoiled_at"])


def make_small_copy_again(file: StoredFile, at: str) -> None:
    """Makes the thumbnail anew from the file, which is whole."""
    from councilsm.files.pictures import NoPicture, make_anew

    log.warning("thumbnail_made_again", address=at)
    try:
        with the_files().open(at) as content:
            small = make_anew(content.read()).thumbnail
        the_files().save(at + THUMBNAIL, ContentFile(small))
    except (OSError, NoPicture) as error:
        log.error("thumbnail_not_made", address=at, error=str(error))
        return
    file.thumbnail_digest = hashlib.sha256(small).hexdigest()
    file.save(update_fields=["thumbnail_digest"])
