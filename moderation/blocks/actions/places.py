"""What somebody did, or found, on a platform."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.dates import LONDON
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale, require_past
from councilsm.tenancy import require_same_council
from moderation.blocks.actions.common import keep_proof, locked, require_alone
from moderation.blocks.models import Block, BlockDecision, BlockPlace, BlockStep
from moderation.blocks.readers import DOERS
from moderation.evidence.models import Evidence
from moderation.log.actions.common import shortened
from moderation.log.grounds import says_something

Kind = BlockStep.Kind

#: After these somebody is blocked there.
BLOCKED = (Kind.BLOCKED, Kind.FOUND_BLOCKED)
VERBS = {
    Kind.BLOCKED: Verb.BLOCK_DONE,
    Kind.UNBLOCKED: Verb.BLOCK_UNDONE,
    Kind.FOUND_OPEN: Verb.BLOCK_FOUND_OPEN,
    Kind.FOUND_BLOCKED: Verb.BLOCK_FOUND,
}


@action
def confirm_place(
    *,
    place: BlockPlace,
    kind: str,
    actor: Person,
    happened_at: datetime | None = None,
    captures: Sequence[Evidence] = (),
    note: str = "",
) -> BlockStep:
    """Records that somebody was blocked or unblocked on one account, or found so (DTC-3.2-c).

    It says nothing of any other account.

    Args:
        kind: one of `BlockStep.Kind`.
        happened_at: when it was done or seen; by default now.
        captures: what shows it; one at most.
        note: how it is known, where nothing shows it; at most 300 characters.

    Raises:
        Stale: it is so already.
        RuleBroken: nobody decided that, it happens before what is on record, or nothing says how
            it is known.
    """
    require_same_council(place, *captures)
    actor.require_duty_at(place.council, *DOERS)
    office_id = actor.office_for(place.council, *DOERS)
    # The block comes first: whoever decides about it holds it too.
    block = locked(place.block)
    row = BlockPlace.objects.select_for_update(no_key=True).get(pk=place.pk)
    row.council, row.block, row.account = place.council, block, place.account
    kind = Kind(kind)
    moment = happened_at or timezone.now()
    note = shortened(note, 300, "note")
    require_decided(row, kind)
    require_in_order(row, moment)
    require_after_decision(block, kind, moment)
    require_known(captures, note)
    step = BlockStep.objects.create(
        council=row.council,
        place=row,
        kind=kind,
        happened_at=moment,
        done_by=actor,
        office_id=office_id,
        proof=keep_proof(row.council, captures, actor),
        note=note,
    )
    row.is_blocked = kind in BLOCKED
    row.save(update_fields=["is_blocked"])
    record(
        VERBS[kind],
        step,
        actor=actor,
        office_id=office_id,
        label=f"{block.reference} on {row.account}",
        new={"account": str(row.account), "happened_at": moment.isoformat()},
    )
    return step


def require_decided(place: BlockPlace, kind: str) -> None:
    """Nobody is blocked on a platform whom nobody decided to block, or unblocked before its end.

    Whoever looked and found it otherwise writes that down whatever was decided.

    Raises:
        Stale: somebody said so already, or another block keeps them out there: it is said there.
        RuleBroken: it was not decided.
    """
    block = place.block
    require_alone(block.author, [place.account_id], but=block)
    source = block.council.rulebook.source_if_set("decide_blocks")
    if (kind == Kind.BLOCKED and place.is_blocked) or (
        kind == Kind.UNBLOCKED and not place.is_blocked
    ):
        last = place.steps.select_related("done_by").order_by("-pk").first()
        said = f" {last.done_by} recorded it, {when_in_words(last.recorded_at)}." if last else ""
        now = "blocked" if place.is_blocked else "not blocked"
        raise Stale(f"{block.reference} is {now} on {place.account} already.{said}")
    if kind == Kind.BLOCKED and not block.is_in_force:
        over = "is over" if block.state not in Block.UNDECIDED else "is not decided yet"
        raise RuleBroken(
            f"{block.reference} {over}, so nobody is to be blocked for it. If you found them "
            "blocked there, choose that you looked.",
            source=source,
        )
    if kind == Kind.UNBLOCKED and block.is_in_force:
        raise RuleBroken(
            f"{block.reference} still stands. Somebody decides to lift it first. If you found "
            "them not blocked there, choose that you looked.",
            source=source,
        )


def require_in_order(place: BlockPlace, moment: datetime) -> None:
    """What is on record last is what was seen last.

    Raises:
        RuleBroken: it is in the future, or before the last step of the place.
    """
    require_past(moment, "you entered")
    last = place.steps.order_by("-happened_at", "-pk").first()
    if last and moment < last.happened_at:
        raise RuleBroken(
            f"Something later is on record: {last.get_kind_display().lower()}, "
            f"{when_in_words(last.happened_at)}."
        )


def require_after_decision(block: Block, kind: str, moment: datetime) -> None:
    """Nobody was blocked there before it was decided, or unblocked before it was over.

    Whoever looked and found it otherwise writes that down whenever it was.

    Raises:
        RuleBroken: it was earlier, by more than the minute in which it was decided.
    """
    if kind not in (Kind.BLOCKED, Kind.UNBLOCKED):
        return
    since = began(block) if kind == Kind.BLOCKED else ended(block)
    if since and moment < since.replace(second=0, microsecond=0):
        what = "decided" if kind == Kind.BLOCKED else "over"
        raise RuleBroken(
            f"{block.reference} was {what} {when_in_words(since)}. You entered an earlier time. If "
            "it was so before, choose that you looked."
        )


def began(block: Block) -> datetime | None:
    """When somebody was first to be blocked by it; None where they never were."""
    if block.is_urgent:
        return block.proposed_at
    first = block.decisions.filter(kind=BlockDecision.Kind.BLOCK).first()
    return (first.second_at or first.decided_at) if first else None


def ended(block: Block) -> datetime | None:
    """When nobody was to be blocked by it any more; None where no decision and no day says so."""
    if block.is_over_by_date and block.ends_on:
        return datetime.combine(block.ends_on + timedelta(days=1), time.min, tzinfo=LONDON)
    last = block.decisions.order_by("-pk").first()
    return (last.second_at or last.decided_at) if last else None


def require_known(captures: Sequence[Evidence], note: str) -> None:
    """A capture shows it, or somebody says how they know.

    Raises:
        RuleBroken: neither does.
    """
    if not captures and not says_something(note):
        raise RuleBroken("Add a screenshot that shows it, or say how you know.")
