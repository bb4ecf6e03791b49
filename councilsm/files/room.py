"""How much a council may keep, so that one cannot fill the disk for all."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum

from councilsm.files.models import StoredFile

GIGABYTE = 1024**3


def bytes_kept(council: Any, *, strangers: bool = False) -> int:
    """The sizes of a council's files together, in bytes; small copies, some 2%, are not counted.

    Args:
        strangers: also of those that came without a sign-in and that no member has taken over.
    """
    files = StoredFile.objects.filter(council=council)
    if not strangers:
        files = files.exclude(added_by=None)
    return files.aggregate(bytes=Sum("size"))["bytes"] or 0


def members_bytes(council: Any) -> "QuerySet[StoredFile, int]":
    """As `bytes_kept` of members, for a feature that asks it beside other things, as a subquery."""
    files = StoredFile.objects.filter(council=council).exclude(added_by=None).order_by()
    return files.values("council").annotate(bytes=Sum("size")).values_list("bytes", flat=True)


def bytes_allowed() -> int:
    """How many a council may keep, in bytes."""
    return int(settings.COUNCIL_STORAGE_GB * GIGABYTE)


def has_room(council: Any, actor: Any) -> bool:
    """Whether another file may come. The last one may pass the line.

    Strangers get what members leave over, and cannot take it from them: so a council comes to twice
    what it may keep at the most.

    Args:
        actor: the Person who adds it; None for somebody without a sign-in.
    """
    return bytes_kept(council, strangers=actor is None) < bytes_allowed()
