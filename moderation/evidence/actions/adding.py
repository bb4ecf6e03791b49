"""Saving what was captured with the record that it is evidence of."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.evidence.models import Evidence
from moderation.evidence.storage import address_of, delete_bytes
from moderation.items.models import Item

#: The clause by which a copy needs a reason.
WHY_KEPT = "HLTC-capture-2"


def attach(
    *,
    item: Item | None,
    captures: Sequence[Evidence],
    actor: Person,
    url: str = "",
    reason: str = "",
    investigation: str = "",
    is_new: bool = False,
    later: bool = False,
) -> list[Evidence]:
    """Saves captures with an item: from then on nothing of them changes.

    Does nothing without captures. Bytes that the item has already are not added again: what it has
    is returned in their place. All are saved, or none.

    Args:
        item: None for evidence of something else, which then refers to it.
        captures: each with its description, of what can be seen.
        url: where it was captured, without tokens; kept where the capture has none.
        reason: why a copy had to be made, in exceptional circumstances (HLTC-capture-2); kept
            where the capture says none.
        investigation: one of `Evidence.Investigation`, or empty; likewise.
        is_new: the item was written down just now, so that it has nothing yet.
        later: why a copy had to be made is asked elsewhere.

    Raises:
        Stale: a capture was saved or removed meanwhile, or is somebody else's.
        RuleBroken: words hold characters that nobody sees; or the policy asks why a copy is kept
            and for what, and that is not said.
    """
    if not captures:
        return []
    require_same_council(item, *captures)
    for one in captures:
        one.reason, one.investigation = one.reason or reason, one.investigation or investigation
        if not later:
            _require_why_kept(one)
    refuse_hidden(*(words for one in captures for words in (one.description, one.reason)))
    there = {} if item is None or is_new else {one.digest: one for one in item.evidence.kept()}
    fresh = []
    for one in captures:
        if one.digest not in there:
            there[one.digest] = one
            fresh.append(one)
    if fresh:
        _save(captures=fresh, item=item, url=url, actor=actor)
    for one in captures:
        if there[one.digest].pk != one.pk:
            _drop(one)
    return [there[one.digest] for one in captures]


@action
def _save(
    *,
    captures: Sequence[Evidence],
    item: Item | None,
    url: str,
    actor: Person,
) -> None:
    now = timezone.now()
    for one in captures:
        words = ("description", "reason", "investigation")
        said = {name: getattr(one, name) for name in words} | {"url": one.url or url}
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


def why_kept_source(council: Council) -> str:
    """The clause by which copies are kept in exceptional circumstances only; mostly none."""
    clauses = council.rulebook.clauses
    return f"{WHY_KEPT}: {clauses[WHY_KEPT]}" if WHY_KEPT in clauses else ""


def _require_why_kept(capture: Evidence) -> None:
    source = why_kept_source(capture.council)
    if source and not (capture.reason and capture.investigation):
        raise RuleBroken(
            "Say why a copy has to be kept, and for what kind of investigation.",
            source=source,
            field="why_kept",
        )


def _drop(capture: Evidence) -> None:
    """Lets a second copy of the same bytes go, with its file once that is certain."""
    if Evidence.objects.unsaved().filter(pk=capture.pk).delete()[0]:
        transaction.on_commit(lambda: delete_bytes([address_of(capture)]))
