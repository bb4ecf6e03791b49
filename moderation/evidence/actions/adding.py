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
    is_new: bool = False,
) -> list[Evidence]:
    """Saves captures with an item: from then on nothing of them changes.

    Does nothing without captures. Bytes that the item has already are not added again: what it has
    is returned in their place. All are saved, or none.

    Args:
        item: None for evidence of something else, which then refers to it.
        description: what can be seen, for people who cannot see it.
        url: where it was captured, without tokens; kept where the capture has none.
        reason: why a copy had to be made, in exceptional circumstances (HLTC-capture-2).
        investigation: one of `Evidence.Investigation`, or empty.
        is_new: the item was written down just now, so that it has nothing yet.

    Raises:
        Stale: a capture was saved or removed meanwhile, or is somebody else's.
        RuleBroken: words hold characters that nobody sees.
    """
    if not captures:
        return []
    require_same_council(item, *captures)
    refuse_hidden(description, reason)
    words = {"description": description, "reason": reason, "investigation": investigation}
    there = {} if item is None or is_new else {one.digest: one for one in item.evidence.kept()}
    fresh = []
    for one in captures:
        if one.digest not in there:
            there[one.digest] = one
            fresh.append(one)
    if fresh:
        _save(captures=fresh, item=item, words=words, url=url, actor=actor)
    for one in captures:
        if there[one.digest].pk != one.pk:
            _drop(one)
    return [there[one.digest] for one in captures]


@action
def _save(
    *,
    captures: Sequence[Evidence],
    item: Item | None,
    words: dict[str, str],
    url: str,
    actor: Person,
) -> None:
    now = timezone.now()
    for one in captures:
        said = {**words, "url": one.url or url}
        rows = Evidence.objects.unsaved().filter(pk=one.pk, captured_by=actor, hidden_at=None)
        if not rows.update(item=item, saved_at=now, **said):  # judged and saved in one statement
            raise Stale(f"“{one.name}” is no longer there to be saved. Add the file again.")
        one.item, one.saved_at = item, now
        one.council = item.council if item else one.council
        for name, value in said.items():
            setattr(one, name, value)
        record(
            Verb.EVIDENCE_ADDED,
            one,
            actor=actor,
            duty=Duty.LOG_MODERATION,
            label=one.label,
            new={"kind": one.kind, "digest": one.digest, "size": one.size},
        )


def _drop(capture: Evidence) -> None:
    """Lets a second copy of the same bytes go, with its file once that is certain."""
    if Evidence.objects.unsaved().filter(pk=capture.pk).delete()[0]:
        transaction.on_commit(lambda: delete_bytes([address_of(capture)]))
