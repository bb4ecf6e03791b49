"""What somebody without a sign-in added to a form and never sent."""

from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, ManyToOneRel, OuterRef, ProtectedError, QuerySet
from django.utils import timezone

from councilsm.files.models import StoredFile

log = structlog.get_logger(__name__)

#: How long a form may wait half filled in before its pictures go.
KEPT_UNSENT = timedelta(days=1)


def forget_abandoned() -> int:
    """Deletes the rows of files that are abandoned; how many. The sweep then removes their bytes.

    Pictures of people who sign in stay: a working copy may name them, which is no foreign key.
    """
    before = timezone.now() - KEPT_UNSENT
    forgotten = sum(
        forget(pk, before) for pk in list(abandoned(before).values_list("pk", flat=True))
    )
    if forgotten:
        log.info("abandoned_files_forgotten", forgotten=forgotten)
    return forgotten


def abandoned(before: datetime) -> QuerySet[StoredFile]:
    """Files that nobody signed in added, last before a time, and no row of any table refers to."""
    files = StoredFile.objects.filter(added_by=None, added_at__lt=before)
    # Hidden relations too: most have no name on this side (`related_name="+"`).
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            rows = relation.related_model._base_manager
            files = files.exclude(Exists(rows.filter(**{relation.field.name: OuterRef("pk")})))
    return files


def forget(pk: int, before: datetime) -> bool:
    """Deletes one row if it is abandoned still; whether it did.

    The row is locked and asked again, since it may have been sent or added again meanwhile. What
    comes to refer to it even later is kept by the database, which then refuses the deletion.
    """
    try:
        with transaction.atomic():
            found = abandoned(before).select_for_update().filter(pk=pk)
            return any(file.delete()[0] for file in found)
    except (ProtectedError, IntegrityError):
        return False
