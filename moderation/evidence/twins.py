"""What a destruction holds: the same bytes in several places, or the words of an item."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from moderation.evidence.holding import is_held
from moderation.evidence.models import Evidence
from moderation.evidence.seeing import is_for_moderators
from moderation.items.corrected import held_lineage
from moderation.items.models import Item


def held_twins(evidence: Evidence) -> list[Evidence]:
    """This evidence and all other of the council that has the same bytes still, as it is now.

    The rows are held until the transaction ends, in one order: of two who decide about two of them
    at once, one waits. The first is the evidence itself.
    """
    same = Q(pk=evidence.pk)
    if evidence.digest:
        same |= Q(council=evidence.council_id, digest=evidence.digest, destroyed_at=None)
    found = Evidence.objects.filter(same).select_related("item").order_by("pk")
    rows = list(found.select_for_update(no_key=True, of=("self",)))
    for one in rows:
        one.council = evidence.council
    return sorted(rows, key=lambda one: one.pk != evidence.pk)


def held_words(thing: Any) -> Any:
    """An item or a report as it is now, held.

    An item is held after its evidence, as the destruction of that holds them, and with those that
    it corrects or that correct it.
    """
    if isinstance(thing, Item):
        list(thing.evidence.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        return next(one for one in held_lineage(thing) if one.pk == thing.pk)
    row = type(thing).objects.select_for_update(no_key=True).get(pk=thing.pk)
    row.council = thing.council
    return row


def same_bytes(evidence: Evidence) -> list[Evidence]:
    """All other evidence with the same bytes whose destruction is decided with this one's."""
    if not evidence.digest or is_apart(evidence):
        return []
    found = Evidence.objects.filter(council=evidence.council_id, digest=evidence.digest).kept()
    rows = found.for_everyone().exclude(pk=evidence.pk).select_related("item").order_by("pk")
    return [one for one in rows if not is_apart(one)]


def groups(rows: Sequence[Evidence]) -> list[list[Evidence]]:
    """What is decided together, that of the first row first.

    All that the moderators see goes together. What only some see, or is kept for legal action, is
    each decided by those who see it, so that nobody can destroy it by a copy of theirs.
    """
    saved = [one for one in rows if one.saved_at]
    found: dict[int, list[Evidence]] = {}
    for one in saved:
        found.setdefault(one.pk if is_apart(one) else 0, []).append(one)
    return list(found.values())


def is_apart(evidence: Evidence) -> bool:
    """Whether it is decided by itself, whatever becomes of the same bytes elsewhere."""
    return not is_for_moderators(evidence) or is_held(evidence)
