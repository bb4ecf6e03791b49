"""Entries of the log that were made under a clause."""

from collections.abc import Iterator

from accounts.people.models import Membership
from moderation.log.models import ModerationAction
from moderation.log.readers import READERS
from policies.documents.records import MOST, Made, tells_made_under


@tells_made_under("What was done about posts of the public")
def entries(reader: Membership, ref: str) -> Iterator[Made]:
    """The newest whose reason the clause gives; one query. Nothing of restricted cases."""
    if not any(reader.allows(duty) for duty in READERS):
        return
    rows = ModerationAction.objects.for_everyone().filter(
        council=reader.council, source__startswith=f"{ref}:"
    )
    for row in rows.select_related("item").order_by("-happened_at", "-pk")[:MOST]:
        row.item.council = reader.council
        yield Made(
            reference=row.item.reference,
            page=row.get_absolute_url(),
            words=row.get_kind_display().lower(),
            at=row.happened_at,
        )
