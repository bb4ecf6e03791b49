"""Saving what was captured with the record that it is evidence of."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import Stale
from councilsm.tenancy import require_same_council
from moderation.evidence.models import Evidence
from moderation.evidence.storage import address_of, delete_bytes
from moderation.items.models import Item


def attach(
    *,
    item: Item | None,
    captures: Sequence[Evidence],
    actor: Person,
    description: str = "",
    url: str = "",
    reason: str = "",
    investigation: str = "",
) -> list[Evidence]:
    """Saves captures with an item: from then on nothing of them changes.

    Does nothing without captures. Bytes that the item has already are not added again: what it has
    is returned in their place.

    Args:
        item: None for evidence of something else, which then refers to it.
        description: what can be seen, for people who cannot see it.
        url: where it was captured, without tokens; kept where the capture has none.
        reason: why a copy had to be made, in exceptional circumstances (HLTC-capture-2).
        investigation: one of `Evidence.Investigation`, or empty.

    Raises:
        Stale: a capture was saved or removed meanwhile, or is somebody else's.
        RuleBroken: words hold characters that nobody sees.
    """
    if not captures:
        return []
    require_same_council(item, *captures)
    refuse_hidden(description, reason)
    words = {"description": description, "reason": reason, "investigation": investigation}
    have = {} if item is None else {one.digest: one for one in item.evidence.kept()}
    saved = []
    for one in captures:
        if (there := have.get(one.digest)) is None:
            there = have[one.digest] = _save(
                capture=one, item=item, words={**words, "url": one.url or url}, actor=actor
            )
        elif there.pk != one.pk:
            _drop(one)
        saved.append(there)
    return saved


@action
def _save(
    *, capture: Evidence, item: Item | None, words: dict[str, str], actor: Person
) -> Evidence:
    row = _locked(capture)
    if row is None or row.saved_at is not None or row.captured_by_id != actor.pk:
        raise Stale(f"“{capture.name}” is no longer there to be saved. Add the file again.")
    row.item, row.saved_at = item, timezone.now()
    for name, value in words.items():
        setattr(row, name, value)
    row.save(update_fields=["item", "saved_at", *words])
    record(
        Verb.EVIDENCE_ADDED,
        row,
        actor=actor,
        duty=Duty.LOG_MODERATION,
        label=row.label,
        new={"kind": row.kind, "digest": row.digest, "size": row.size},
    )
    return row


def _locked(capture: Evidence) -> Evidence | None:
    rows = Evidence.objects.select_for_update(no_key=True)
    return rows.filter(pk=capture.pk).first()


def _drop(capture: Evidence) -> None:
    """Lets a second copy of the same bytes go, with its file once that is certain."""
    if Evidence.objects.unsaved().filter(pk=capture.pk).delete()[0]:
        transaction.on_commit(lambda: delete_bytes([address_of(capture)]))
