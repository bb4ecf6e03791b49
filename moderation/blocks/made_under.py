"""Decisions about blocks that were made under a clause."""

from collections.abc import Iterator

from accounts.people.models import Membership
from moderation.blocks.models import BlockDecision
from moderation.blocks.readers import READERS
from policies.documents.records import MOST, Made, tells_made_under


@tells_made_under("What was decided about blocks")
def decisions(reader: Membership, ref: str) -> Iterator[Made]:
    """The newest whose reason the clause gives; one query."""
    if not any(reader.allows(duty) for duty in READERS):
        return
    rows = BlockDecision.objects.filter(council=reader.council, source__startswith=f"{ref}:")
    for row in rows.select_related("block").order_by("-pk")[:MOST]:
        row.block.council = reader.council
        yield Made(
            reference=row.block.reference,
            page=row.block.get_absolute_url(),
            words=row.get_kind_display().lower(),
            at=row.decided_at,
        )
