"""Drafts that were refused for a reason, or let out by an authority, that a clause gives."""

from collections.abc import Iterator

from django.db.models import Q

from accounts.people.models import Membership
from moderation.drafts.models import Decision
from policies.documents.carried_out import reason_codes
from policies.documents.records import MOST, Made, tells_made_under


@tells_made_under("Drafts refused")
def refused(reader: Membership, ref: str) -> Iterator[Made]:
    """The newest that were sent back or rejected for a reason of the clause."""
    codes = reason_codes(reader.council.rulebook, "draft_refusal_reasons", ref)
    if codes:
        yield from _made(reader, Q(reason_code__in=codes))


@tells_made_under("Drafts approved")
def approved(reader: Membership, ref: str) -> Iterator[Made]:
    """The newest that somebody approved by the authority that the clause gives."""
    yield from _made(reader, Q(outcome=Decision.Outcome.APPROVED, source__startswith=f"{ref}:"))


def _made(reader: Membership, which: Q) -> Iterator[Made]:
    rows = Decision.objects.filter(which, council=reader.council).select_related("draft")
    for row in rows.order_by("-pk")[:MOST]:
        row.draft.council = reader.council
        said = row.get_outcome_display().lower()
        yield Made(
            reference=row.draft.reference,
            page=row.draft.get_absolute_url(),
            words=f"{said}: {row.reason}" if row.reason else said,
            at=row.decided_at,
        )
