"""Proposing that somebody is blocked, and taking a proposal back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, Stale
from councilsm.tenancy import next_number, require_same_council
from moderation.blocks.actions.common import (
    keep_proof,
    locked,
    require_alone,
    take_over,
    tell_deciders,
)
from moderation.blocks.models import Block, BlockNotice, BlockPlace
from moderation.blocks.questions import waiting_for
from moderation.blocks.readers import DOERS
from moderation.blocks.telling import days_after, notice_of
from moderation.blocks.weighing import said
from moderation.evidence.actions import attach
from moderation.evidence.models import Evidence
from moderation.items.actions import digest_of
from moderation.items.models import Author
from moderation.log.actions.common import require_shown, require_standing, shortened
from moderation.log.models import ModerationAction


@action
def propose_block(
    *,
    author: Author,
    why: str,
    accounts: Sequence[OfficialAccount],
    actor: Person,
    prompted_by: ModerationAction | None = None,
    urgent_why: str = "",
    captures: Sequence[Evidence] = (),
    form_key: UUID | None = None,
) -> Block:
    """Proposes that a profile is blocked on some of the council's accounts (FTC-6.5-l, FTC-A-8).

    Whoever decides blocks hears of it. An urgent block is in force from now on, and is decided
    properly within the rulebook's time; while no rule says so, by the next working day.

    Args:
        why: in the proposer's words, at most 4,000 characters.
        accounts: on which; each on the profile's own platform.
        prompted_by: the entry of the log that led to it.
        urgent_why: why safety could not wait; empty where it can. At most 500 characters.
        captures: what shows it, kept with the entry it was proposed from; from a profile one file,
            kept with the block.
        form_key: of the page it comes from, which makes one proposal however often it is sent.

    Raises:
        AlreadyDone: the same page was sent before; with the block.
        Stale: somebody else's proposal waits, or the profile is blocked there already.
        RuleBroken: no reason or account is given, an account is on another platform or does not
            run, or the entry is another person's or was made in error.
    """
    council = author.council
    require_same_council(author, prompted_by, *accounts, *captures)
    actor.require_duty_at(council, Duty.LOG_MODERATION)
    office_id = actor.office_for(council, Duty.LOG_MODERATION)
    number = next_number(council, "B")  # from here on, whoever else proposes waits
    if form_key and (same := council.blocks.filter(form_key=form_key).first()):
        raise AlreadyDone(f"This page was sent already: {same.reference}.", same)
    why = said(why, "Say why they should be blocked.")
    urgent_why = shortened(urgent_why, 500, "reason for urgency")
    _require_accounts(author, accounts)
    _require_prompt(author, prompted_by)
    _require_free(author, accounts)
    if prompted_by is not None:
        attach(item=prompted_by.item, captures=captures, actor=actor)
    block = Block.objects.create(
        council=council,
        number=number,
        author=author,
        prompted_by=prompted_by,
        why=why,
        is_urgent=bool(urgent_why),
        urgent_why=urgent_why,
        decide_by=_decide_by(author) if urgent_why else None,
        proposed_by=actor,
        office_id=office_id,
        rulebook_version_id=council.rulebook_id,
        form_key=form_key,
        proof=None if prompted_by else keep_proof(council, captures, actor),
    )
    BlockPlace.objects.bulk_create(
        BlockPlace(council=council, block=block, account=account) for account in accounts
    )
    if block.is_urgent:
        take_over(block)
    tell_deciders(block, "block_proposed", but=actor)
    record(
        Verb.BLOCK_PROPOSED,
        block,
        actor=actor,
        office_id=office_id,
        label=block.reference,
        new={
            "urgent": block.is_urgent,
            "accounts": [account.pk for account in accounts],
            "prompted_by": prompted_by.pk if prompted_by else None,
            "words_digest": digest_of(f"{why}\n{urgent_why}"),
        },
    )
    return block


@action
def withdraw_proposal(
    *, block: Block, why: str, actor: Person, told: bool | None = None, told_how: str = ""
) -> Block:
    """Takes a proposal back before it stands; what was blocked first is to be undone.

    Who was blocked first is let in again, and what somebody decided is set aside, only by whoever
    decides blocks: a moderator would lift a block so.

    Args:
        told: of somebody who had a notice of intention, whether they heard that nothing comes of
            it. Nobody else has to hear.
        told_how: how they did, or why not; at most 300 characters.

    Raises:
        Stale: it was decided or taken back meanwhile.
        RuleBroken: no reason is given, it takes whoever decides blocks, or nothing says whether
            somebody who had a notice was told.
    """
    row = locked(block)
    row.require_state(*Block.UNDECIDED)
    decides = row.is_urgent or row.state == Block.State.SECOND
    duties = (Duty.DECIDE_BLOCKS,) if decides else DOERS
    actor.require_duty_at(row.council, *duties)
    office_id = actor.office_for(row.council, *duties)
    row.why_withdrawn = shortened(said(why, "Say why it is taken back."), 500, "reason")
    notice = notice_of(row)
    if notice is not None:
        _end_notice(notice, told, told_how)
    row.state, row.ends_on, row.review_on = Block.State.WITHDRAWN, None, None
    row.save(update_fields=["state", "why_withdrawn", "ends_on", "review_on"])
    record(
        Verb.BLOCK_WITHDRAWN,
        row,
        actor=actor,
        office_id=office_id,
        label=row.reference,
        new={
            "words_digest": digest_of(row.why_withdrawn),
            **({"told": told} if notice is not None else {}),
        },
    )
    return row


def accounts_of(author: Author) -> list[OfficialAccount]:
    """The council's accounts on which a profile could be blocked, by name."""
    running = author.council.official_accounts.running().filter(platform=author.platform)
    return list(running.order_by("name"))


def _end_notice(notice: BlockNotice, told: bool | None, how: str) -> None:
    if told is None:
        raise RuleBroken("They had a notice. Say whether they were told that nothing comes of it.")
    missing = "Say how they were told." if told else "Say why they were not told."
    notice.ended_told, notice.ended_how = told, shortened(said(how, missing), 300, "answer")
    notice.save(update_fields=["ended_told", "ended_how"])


def _decide_by(author: Author) -> date:
    days = author.council.rulebook.rules.urgent_blocks.value or 1
    return days_after(author.council, today(), days)


def _require_accounts(author: Author, accounts: Sequence[OfficialAccount]) -> None:
    if not accounts:
        raise RuleBroken("Choose at least one account on which they are blocked.")
    for account in accounts:
        if account.platform != author.platform:
            raise RuleBroken(
                f"{account} is on another platform. A block is of one profile, on its own platform."
            )
        if not account.is_running:
            raise RuleBroken(f"{account} is not open, so nobody can be blocked there.")


def _require_prompt(author: Author, entry: ModerationAction | None) -> None:
    if entry is None:
        return
    if entry.author_id != author.pk:
        raise RuleBroken("That entry is about somebody else.")
    require_shown(entry.item)
    try:
        require_standing(entry)
    except AlreadyDone as error:
        raise RuleBroken(error.sentence) from None


def _require_free(author: Author, accounts: Sequence[OfficialAccount]) -> None:
    """Nothing waits for this profile, and it is not blocked on any of the accounts."""
    waits = waiting_for(author)
    if waits is not None:
        raise Stale(
            f"{waits.proposed_by} proposed this on {when_in_words(waits.proposed_at)}: "
            f"{waits.reference}. Add what you know there, or wait until it is decided."
        )
    require_alone(author, accounts)
