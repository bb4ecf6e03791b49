"""Whether somebody hears that they are blocked, and is heard before: by the council's rule."""

from datetime import date, timedelta

from accounts.councils.blocking import BlockTelling
from accounts.councils.models import Council
from accounts.dates import today
from accounts.hours.working_days import HolidaysUnknown, working_days_after
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from moderation.blocks.models import Block, BlockDecision, BlockNotice

Telling = BlockDecision.Telling


def notice_of(block: Block) -> BlockNotice | None:
    """The notice of intention that was sent; None where there is none."""
    notice: BlockNotice | None = getattr(block, "notice", None)
    return notice


def wants_notice(block: Block) -> bool:
    """Whether a notice of intention comes first: safety does not wait for one."""
    rule = _rule(block.council)
    return rule is not None and rule.telling.value == Telling.NOTICE.value and not block.is_urgent


def ways_to_tell(block: Block, *, renewing: bool = False) -> tuple[Telling, ...]:
    """How somebody may be told of a decision; the rule's own way first."""
    rule = _rule(block.council)
    noticed = () if renewing or notice_of(block) is None else (Telling.NOTICE,)
    if rule is None:
        return (*noticed, Telling.WRITTEN, Telling.NOT_TOLD)
    if rule.telling.value == Telling.NOT_TOLD.value:
        return (Telling.NOT_TOLD, *noticed, Telling.WRITTEN)
    if rule.telling.value == Telling.NOTICE.value and noticed:
        return noticed
    return (Telling.WRITTEN,)


def respond_by(council: Council, sent_on: date, chosen: date | None = None) -> date:
    """The last day (London) to respond to a notice.

    Args:
        sent_on: London.
        chosen: counts where no rule says how many working days there are.

    Raises:
        RuleBroken: no rule says so, and no day to come is given.
    """
    rule = _rule(council)
    if rule is None or rule.days is None:
        if chosen is None or chosen <= today():
            raise RuleBroken("Enter the last day to respond. It must be after today.")
        return chosen
    # Written down late, it leaves them a day: nobody decides in the same minute.
    return max(days_after(council, sent_on, rule.days), days_after(council, today(), 1))


def days_after(council: Council, day: date, days: int) -> date:
    """The n-th working day after a day; twice as many days and a week where holidays end."""
    try:
        return working_days_after(council, day, days)
    except HolidaysUnknown:
        return day + timedelta(days=2 * days + 7)


def require_heard(block: Block) -> None:
    """Asserts that whoever is to be blocked was heard, or had the time to say something.

    Raises:
        RuleBroken: the rule wants a notice first and there is none; or they can still respond.
    """
    if block.is_urgent:
        return
    source = block.council.rulebook.source_if_set("block_telling") if wants_notice(block) else ""
    notice = notice_of(block)
    if notice is None:
        if wants_notice(block):
            raise RuleBroken(
                "Send them a notice of intention first, and give them time to respond.",
                source=source,
            )
        return
    if notice.responded_at is None and notice.respond_by >= today():
        raise RuleBroken(
            f"They can respond until {when_in_words(notice.respond_by)}. Decide after that day, or "
            "once their response is recorded.",
            source=source,
        )


def _rule(council: Council) -> BlockTelling | None:
    return council.rulebook.rules.block_telling.value
