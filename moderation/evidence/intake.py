"""Taking in evidence: told by its content, and kept as it came."""

import hashlib
from typing import Any

import structlog
from django.core.files.base import ContentFile, File
from django.db.models import Exists, Subquery, Sum

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.files.intake import FileRefused, not_kept, read
from councilsm.files.names import shown_name, stored_name
from councilsm.files.pictures import NoPicture, check_picture
from councilsm.files.room import bytes_allowed, members_bytes
from councilsm.files.storage import the_files
from moderation.evidence.kinds import PDF, media_type_of
from moderation.evidence.models import Evidence
from moderation.evidence.storage import address_of, delete_bytes

log = structlog.get_logger(__name__)

#: The most files that one form takes.
MOST_FILES = 10
#: The most captures of one person that wait to be saved.
MOST_UNSAVED = 3 * MOST_FILES
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
    is_hidden, bytes_here = what_is_kept(council, digest)
    if is_hidden:
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
    if bytes_here >= bytes_allowed():
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


def what_is_kept(council: Council, digest: str) -> tuple[bool, int]:
    """Whether the council has these bytes as a prohibited image, and its bytes kept (one query).

    Pictures and evidence share the council's room.
    """
    kept = Evidence.objects.filter(council=council).kept().order_by()
    is_hidden, evidence, pictures = (
        Council.objects.filter(pk=council.pk)
        .values_list(
            Exists(kept.filter(digest=digest, hidden_at__isnull=False)),
            Subquery(kept.values("council").annotate(bytes=Sum("size")).values("bytes")),
            Subquery(members_bytes(council)),
        )
        .get()
    )
    return is_hidden, (evidence or 0) + (pictures or 0)


def keep_few(council: Council, actor: Person) -> None:
    """Lets a person's oldest unsaved captures go, beyond those of a few forms left half filled."""
    mine = Evidence.objects.unsaved().filter(council=council, captured_by=actor)
    let_go(list(mine.order_by("-pk")[MOST_UNSAVED:]))


def in_hand(actor: Person, council: Council, uids: list[str]) -> tuple[list[Evidence], bool]:
    """What this person handed in with a form that was shown again.

    Returns:
        Those captures that belong to nothing yet; and whether one of these is there no longer,
        since nothing unsaved is kept for more than a day.
    """
    found = Evidence.objects.filter(council=council, captured_by=actor, uid__in=uids)
    rows = list(found.order_by("pk")) if uids else []
    return [one for one in rows if one.saved_at is None], len(rows) < len(set(uids))


def let_go(captures: list[Evidence]) -> None:
    """Deletes captures that were never saved, with their bytes."""
    for one in captures:
        if Evidence.objects.unsaved().filter(pk=one.pk).delete()[0]:
            delete_bytes([address_of(one)])
