"""What the actions of blocks ask first, and how they write a decision."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.people.others import others_with
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.conduct import seen_of, snapshot_of
from moderation.blocks.models import Block, BlockDecision, BlockPlace
from moderation.blocks.questions import blocked_on
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.items.actions import digest_of
from moderation.items.models import Author

#: Columns with words whose digest alone goes on the trail.
WORDS = BlockDecision.append_only.erasable


def locked(block: Block) -> Block:
    """The block as it is now, held until the action ends."""
    row: Block = block.council.blocks.select_for_update(no_key=True).get(pk=block.pk)
    row.council, row.author = block.council, block.author
    return row


def require_in_force(row: Block) -> None:
    """Judges a locked row.

    Raises:
        Stale: nobody is meant to be blocked by it today.
    """
    if not row.is_in_force:
        row.require_state()


def write_decision(
    block: Block, kind: BlockDecision.Kind, actor: Person, office_id: int | None, **columns: Any
) -> BlockDecision:
    """Writes one decision, with what lay before whoever made it.

    Args:
        columns: of the decision; council, block, who decided and by which rules are filled in.
    """
    return BlockDecision.objects.create(
        council=block.council,
        block=block,
        kind=kind,
        conduct=snapshot_of(block.author),
        decided_by=actor,
        office_id=office_id,
        rulebook_version_id=block.council.rulebook_id,
        **columns,
    )


def record_decision(
    verb: Verb, block: Block, decision: BlockDecision, actor: Person, **more: Any
) -> None:
    """Puts a decision on the trail of its block; of its words their digest alone."""
    days = {
        name: day.isoformat()
        for name in ("ends_on", "review_on")
        if (day := getattr(decision, name)) is not None
    }
    record(
        verb,
        block,
        actor=actor,
        office_id=decision.office_id,
        label=block.reference,
        new={
            "kind": decision.kind,
            "reason_code": decision.reason,
            "note": in_short(decision, more.get("agreed")),
            "state": block.state,
            "words_digest": digest_of("\n".join(getattr(decision, name) for name in WORDS)),
            **days,
            **more,
        },
    )


def in_short(decision: BlockDecision, agreed: bool | None) -> str:
    """What was decided, or answered by the second person, as the history shows it.

    A reason in somebody's own words is left out: the trail keeps the digest alone.
    """
    if agreed is not None:
        return "Agreed" if agreed else "Did not agree"
    if decision.kind not in (BlockDecision.Kind.BLOCK, BlockDecision.Kind.NOT):
        return ""  # the name of what was done says it
    said = decision.get_kind_display()
    return f"{said}: {decision.reason_label}" if decision.reason else said


def last_counting(row: Block) -> BlockDecision:
    """The last decision by which a block stands.

    Raises:
        RuleBroken: there is none.
    """
    rows = row.decisions.filter(kind__in=[BlockDecision.Kind.BLOCK, BlockDecision.Kind.RENEW])
    for decision in rows.order_by("-pk"):
        if decision.counts:
            return decision
    raise RuleBroken(f"{row.reference} was never decided.")


def require_alone(author: Author, accounts: Any, *, but: Block | None = None) -> None:
    """Asserts that no other block keeps a profile from any of some accounts.

    Args:
        accounts: of the council, or a question for their ids.
        but: the block that is judged.

    Raises:
        Stale: one does; says which.
    """
    places = [one for one in blocked_on(author, accounts) if one.block_id != (but and but.pk)]
    there = places[0] if places else None
    if there is not None:
        raise Stale(
            f"They are blocked on {there.account} already, by {there.block.reference}. See to "
            "that block instead."
        )


def take_over(block: Block) -> None:
    """What earlier blocks of the profile left on the platform is this one's from now on.

    Nobody is told to block them anew there, or to unblock whom this one keeps out.
    """
    left = BlockPlace.objects.filter(block__author=block.author_id, is_blocked=True)
    left = left.exclude(block=block).filter(account__in=block.places.values("account"))
    there = list(left.values_list("pk", "account"))
    block.places.filter(account__in=[account for _, account in there]).update(is_blocked=True)
    BlockPlace.objects.filter(pk__in=[pk for pk, _ in there]).update(is_blocked=False)


def require_seen(block: Block, seen: str | None) -> None:
    """Asserts that a page showed what lies there now about a person and their block.

    Args:
        seen: the digest that the page had; None where no page was shown.

    Raises:
        Stale: it showed something else.
    """
    if seen is not None and seen != seen_of(block):
        raise Stale("What stands in the log of this person changed meanwhile. Look at it again.")


def keep_proof(council: Council, captures: Sequence[Evidence], actor: Person) -> Evidence | None:
    """Saves the one file that shows that something was said or done; None where there is none.

    It belongs to the block and to no item of the log, so that a case cannot take it along.

    Raises:
        RuleBroken: there are several.
    """
    if len(captures) > 1:
        raise RuleBroken("Add one file that shows it, and remove the others.")
    saved = attach(item=None, captures=captures, actor=actor)
    return saved[0] if saved else None


def tell_deciders(block: Block, template: str, *, but: Person) -> None:
    """Writes to everybody else who decides blocks; the mail names nobody of the public."""
    notify(
        others_with(Duty.DECIDE_BLOCKS, block.council, but),
        template,
        council=block.council,
        block=block,
        url=reverse("blocks:detail", args=[block.council.slug, block.number]),
    )
