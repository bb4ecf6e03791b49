"""How much a council may keep, so that one cannot fill the disk for all."""

from typing import Any

from django.conf import settings
from django.db.models import Sum

from councilsm.files.models import StoredFile

GIGABYTE = 1024**3


def bytes_kept(council: Any) -> int:
    """The sizes of a council's files together, in bytes; small copies, some 2%, are not counted."""
    files = StoredFile.objects.filter(council=council)
    return files.aggregate(bytes=Sum("size"))["bytes"] or 0


def bytes_allowed() -> int:
    """How many a council may keep, in bytes."""
    return int(settings.COUNCIL_STORAGE_GB * GIGABYTE)


def has_room(council: Any) -> bool:
    """Whether another file may come. The last one may pass the line."""
    return bytes_kept(council) < bytes_allowed()
