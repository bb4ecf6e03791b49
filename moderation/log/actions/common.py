"""What the actions of the log ask before they write an entry, and how they write it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.items.actions import SKEW, digest_of
from moderation.items.corrected import lineage
from moderation.items.models import Item
from moderation.log.grounds import says_something
from moderation.log.models import ModerationAction
from moderation.log.part_of import shows_restricted

#: Columns with words whose digest alone goes on the trail: the public's may stand among them.
WORDS = ModerationAction.append_only.erasable


def locked(action: ModerationAction, *, part_of: models.Model | None = None) -> ModerationAction:
    """The entry as it is now, held until the action ends.

    Args:
        part_of: the case as part of which it is asked for, as `require_may_act` judged it.

    Raises:
        Stale: its item belongs to a restricted case by now, whose page alone shows it.
    """
    rows = action.council.moderation_actions.select_for_update(no_key=True)
    row: ModerationAction = rows.get(pk=action.pk)
    row.council, row.item = action.council, action.item
    if not shows_restricted(part_of):
        require_shown(row.item)
    return row


def require_shown(item: Item) -> None:
    """Holds an item back from becoming part of a restricted case until the action ends.

    Raises:
        Stale: it belongs to one by now, whose page alone shows it.
    """
    rows = Item.objects.select_for_update(no_key=True).values_list("restricted", flat=True)
    if rows.get(pk=item.pk):
        raise Stale(f"{item.reference} is no longer to be found here.")


def require_standing(action: ModerationAction) -> None:
    """Nothing has taken the place of the entry.

    Raises:
        AlreadyDone: it was reversed or corrected; with the entry that did.
    """
    others = ModerationAction.objects.select_related("decided_by", "item")
    for done, later in (
        ("reversed", others.filter(reverses=action).first()),
        ("corrected", others.filter(corrects=action).first()),
    ):
        if later is not None:
            raise AlreadyDone(
                f"{later.decided_by} {done} this entry on {when_in_words(later.logged_at)}. "
                "Look at the newer entry.",
                later,
            )


def require_happened(moment: datetime, item: Item) -> None:
    """It was done before now, and not before anybody had seen the item, if that was said.

    Raises:
        RuleBroken: otherwise.
    """
    if moment > timezone.now() + SKEW:
        raise RuleBroken("The time it was done is in the future.")
    if item.seen_said and moment < item.seen_at - SKEW:
        raise RuleBroken("It was done before anybody saw it. Correct one of the times.")


def require_reference(kind: str, reference: str, none_given: bool | None, *, done: bool) -> None:
    """Who reported something says by which reference, or that none was given (DTC-1.1-d).

    While it is still to be done, that is left open.

    Raises:
        RuleBroken: it is done and neither was said, or both were.
    """
    if kind not in ModerationAction.REPORTS:
        return
    if reference and none_given:
        raise RuleBroken(
            "Give the reference, or say that none was given: not both.", field="reference"
        )
    if done and not reference and not none_given:
        raise RuleBroken(
            "Give the reference of the report, or say that none was given.", field="reference"
        )


def shortened(text: str, longest: int, what: str) -> str:
    """A line without blanks around it.

    Raises:
        RuleBroken: it is longer than so many characters.
    """
    text = text.strip()
    if len(text) > longest:
        raise RuleBroken(f"The {what} is longer than {longest:,} characters. Shorten it.")
    return text


def write(
    verb: Verb,
    item: Item,
    actor: Person,
    *,
    done: bool,
    is_new: bool = False,
    captures: Sequence[Evidence] = (),
    copy: Evidence | None = None,
    confirmed_at: datetime | None = None,
    **columns: Any,
) -> ModerationAction:
    """Writes one entry, joins what shows it to the item, and puts it on the trail.

    Args:
        done: on the platform already; of what needs no step there it is taken for granted.
        is_new: the item was written down just now, so that nothing shows it yet.
        copy: of public record, not saved yet.
        confirmed_at: when it was done on the platform, if not when it happened.
        columns: of the entry; council, item, who decided and by which rules are filled in.
    """
    require_same_council(item, copy, *captures)
    council = item.council
    attach(item=item, captures=captures, actor=actor, is_new=is_new)
    if copy is not None:  # the item may have the same bytes already
        columns["copy"] = attach(item=item, captures=[copy], actor=actor)[0]
    office_id = office_of(actor, council)
    done = done or columns["kind"] in ModerationAction.DONE_HERE
    entry = ModerationAction.objects.create(
        council=council,
        item=item,
        account_id=item.account_id,
        author_id=item.author_id,
        decided_by=actor,
        office_id=office_id,
        rulebook_version_id=council.rulebook_id,
        confirmed_by=actor if done else None,
        confirmed_office_id=office_id if done else None,
        confirmed_at=(confirmed_at or columns["happened_at"]) if done else None,
        **columns,
    )
    record(
        verb,
        entry,
        actor=actor,
        office_id=office_id,
        new={
            "kind": entry.kind,
            "reason": entry.reason_label if entry.reason else "",
            "reason_code": entry.reason,
            "source": entry.source,
            "words_digest": digest_of("\n".join(getattr(entry, name) for name in WORDS)),
            "happened_at": entry.happened_at.isoformat(),
            "confirmed": done,
            **_links(entry),
        },
    )
    return entry


def office_of(actor: Person, council: Council) -> int | None:
    """The id of the office in which somebody keeps the log.

    By its rule, else, where they keep it as one of the team, one that they hold themselves.
    """
    membership = actor.require_membership_at(council)
    own = (pk for key, pk in membership.offices.items() if key not in membership.covering)
    return membership.office_for(Duty.LOG_MODERATION) or next(own, None)


def require_capture(
    kind: str, item: Item | None, captures: Sequence[Evidence], no_capture: str, words: str
) -> None:
    """Something shows what stood there before it was removed (DTC-3.1-c, DTC-3.2-a).

    Args:
        words: of the item, which must be known where nothing shows it.
    """
    for blank in capture_blanks(kind, item, captures, no_capture, words):
        raise blank


def capture_blanks(
    kind: str, item: Item | None, captures: Sequence[Evidence], no_capture: str, words: str
) -> Iterator[RuleBroken]:
    """A refusal for each answer without which nobody knows what stood there."""
    if kind not in ModerationAction.REMOVALS or captures or (item is not None and _is_shown(item)):
        return
    if not no_capture.strip():
        yield RuleBroken(
            "Add a capture of what stood there, or say why there is none.", field="no_capture"
        )
    if not says_something(words) and not (item and item.erased_at):
        yield RuleBroken(
            "Type the words that were posted, or add a capture. Otherwise nobody can tell later "
            "what came down.",
            field="words",
        )


def require_copy(
    council: Council,
    kind: str,
    public_record: bool,
    copy_kept: str,
    copy: Evidence | None,
    necessity: str,
) -> None:
    """Public record is copied before it is deleted, and only if that is necessary (FTC-A-15)."""
    if kind != ModerationAction.Kind.DELETED or not public_record:
        return
    book = council.rulebook
    source = book.source_if_set("record_copy_first")
    if copy is None and not copy_kept.strip():
        raise RuleBroken(
            "Keep a copy before public record is deleted: add it, or say where it is kept.",
            source=source,
            field="copy_kept",
        )
    if book.rules.record_copy_first.value and not necessity:
        raise RuleBroken(
            "Say why deleting public record was absolutely necessary.",
            source=source,
            field="necessity",
        )


def require_not_prohibited(reason: str, captures: Sequence[Evidence]) -> None:
    """Nobody keeps a capture of what nobody may hold.

    Raises:
        RuleBroken: there is one.
    """
    if captures and reason.startswith("prohibited-"):
        raise RuleBroken("No capture of this may be kept. Take it out, and call the police.")


def _is_shown(item: Item) -> bool:
    """Whether evidence shows an item, or what it corrects."""
    items = lineage(item) if item.corrects_id else [item]
    return Evidence.objects.kept().filter(item__in=items).exists()


def _links(entry: ModerationAction) -> dict[str, Any]:
    told = {"reverses": entry.reverses_id, "corrects": entry.corrects_id}
    return {name: pk for name, pk in told.items() if pk} | (
        {"in_error": entry.in_error} if entry.reverses_id else {}
    )
