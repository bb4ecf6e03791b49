"""Taking in evidence: told by its content, and kept as it came."""

import hashlib
from typing import Any

import structlog
from django.core.files.base import ContentFile, File
from django.db.models import Sum

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.files.intake import FileRefused, not_kept, read
from councilsm.files.names import shown_name, stored_name
from councilsm.files.pictures import NoPicture, check_picture
from councilsm.files.room import bytes_allowed, bytes_kept
from councilsm.files.storage import the_files
from moderation.evidence.kinds import PDF, media_type_of
from moderation.evidence.models import Evidence
from moderation.evidence.storage import address_of, delete_bytes

log = structlog.get_logger(__name__)

#: The most files that one form takes.
MOST_FILES = 10
EXTENSIONS = {PDF: ".pdf", "image/jpeg": ".jpg"}


def capture(
    upload: "File[Any]",
    *,
    council: Council,
    actor: Person,
    kind: Evidence.Kind | None = None,
    url: str = "",
) -> Evidence:
    """Keeps an upload byte for byte, belonging to nothing yet; `attach` saves it with its item.

    No `@action`: what was handed in with a form is nothing that anybody has said yet. The bytes
    are written before the row, so a row that is undone leaves a file that the sweep removes.

    Args:
        upload: what came; its name and claimed type are not believed.
        kind: None for what the content says: a PDF is a document, a picture a screenshot.
        url: where it was captured, without tokens (`items.addresses.tidy_address`).

    Raises:
        FileRefused: it is empty, larger than 25 MB, neither a picture nor a PDF, somebody said
            that it is an image nobody may keep, the council's room is used up, or the disk does
            not take it.
    """
    name = upload.name or ""
    data = read(upload)
    digest = hashlib.sha256(data).hexdigest()
    same = Evidence.objects.filter(council=council, digest=digest).kept()
    if same.filter(hidden_at__isnull=False).exists():
        raise FileRefused(
            f"{shown_name(name)} was not kept: somebody reported it as an image that nobody may "
            "keep. Do not add, save or send it"
        )
    try:
        media_type = media_type_of(data)
        if media_type != PDF:
            check_picture(data)
    except NoPicture as error:
        raise FileRefused(f"{shown_name(name)} {error.sentence}") from error
    if kind is None:
        kind = Evidence.Kind.DOCUMENT if media_type == PDF else Evidence.Kind.SCREENSHOT
    if not has_room(council):
        raise FileRefused(
            f"{shown_name(name)} was not kept, because your council has no room left for files. "
            "Ask its clerk"
        )
    evidence = Evidence(
        council=council,
        kind=kind,
        digest=digest,
        name=stored_name(name, EXTENSIONS.get(media_type, f".{media_type.partition('/')[2]}")),
        media_type=media_type,
        size=len(data),
        url=url,
        captured_by=actor,
    )
    try:
        the_files().save(address_of(evidence), ContentFile(data))
    except OSError as error:
        log.error("evidence_not_kept", evidence=str(evidence.uid), error=str(error))
        raise not_kept(name) from error
    evidence.save(force_insert=True)
    return evidence


def has_room(council: Council) -> bool:
    """Whether another capture may come: pictures and evidence share the council's room."""
    evidence = Evidence.objects.filter(council=council).kept().aggregate(bytes=Sum("size"))["bytes"]
    return bytes_kept(council) + (evidence or 0) < bytes_allowed()


def in_hand(actor: Person, council: Council, uids: list[str]) -> tuple[list[Evidence], bool]:
    """What this person handed in with a form that was shown again.

    Returns:
        Those captures that belong to nothing yet; and whether one of these is there no longer,
        since nothing unsaved is kept for more than a day.
    """
    found = Evidence.objects.filter(council=council, captured_by=actor, uid__in=uids)
    rows = list(found.order_by("pk"))
    return [one for one in rows if one.saved_at is None], len(rows) < len(set(uids))


def let_go(captures: list[Evidence]) -> None:
    """Deletes captures that were never saved, with their bytes."""
    for one in captures:
        if Evidence.objects.unsaved().filter(pk=one.pk).delete()[0]:
            delete_bytes([address_of(one)])
