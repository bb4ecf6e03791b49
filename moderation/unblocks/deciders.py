"""Who may decide a request to be unblocked, and who decided the block it is about."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.councils.blocking import OtherDecider
from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.councils.wording import either, holders
from accounts.dates import today
from accounts.people.models import Membership, Person
from accounts.people.others import others_with
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from moderation.blocks.models import BlockDecision
from moderation.unblocks.models import UnblockRequest

Kind = BlockDecision.Kind

#: So many are named of those who could decide instead.
MOST_NAMED = 10


@dataclass(frozen=True)
class Decider:
    """How somebody stands to one request.

    Args:
        membership: theirs today, with the duty.
        same: they decided a block that the request is or was matched with, agreed to it, or were
            the last to renew it.
        refused: somebody else is required, so that they may not decide.
        rule: whether somebody else decides, in words; empty while it is not set.
        source: of that rule; empty likewise.
        others: who else may decide, by the names that the council knows.
    """

    membership: Membership
    same: bool = False
    refused: bool = False
    rule: str = ""
    source: str = ""
    others: tuple[str, ...] = ()


def office_in_words(council: Council) -> str:
    """The office that decides, by the council's own title: "Head of Service"."""
    book = council.rulebook
    named: Holders | None = book.rules.decide_unblocks.value
    return either(holders(book, named)) if named else book.title(book.proper_officer)


def is_unset(council: Council) -> bool:
    """Whether no rule says who decides, so that it falls to the proper officer."""
    return not council.rulebook.rules.decide_unblocks.is_set


def names_today(viewer: Membership) -> str:
    """Who may decide requests today besides the viewer, in words; empty for none. One query."""
    others = others_with(Duty.DECIDE_UNBLOCKS, viewer.council, viewer.person)
    names = dict.fromkeys(map(str, others.order_by("name", "pk")[:MOST_NAMED]))
    return either(list(names))


def require_decider(request: UnblockRequest, actor: Person) -> Membership:
    """The membership of whoever may decide requests today (DTC-3.2-d).

    Raises:
        RuleBroken: it is not theirs, or not any more.
    """
    council = request.council
    membership = actor.require_membership_at(council)
    if not membership.allows(Duty.DECIDE_UNBLOCKS):
        raise RuleBroken(
            f"Only the {office_in_words(council)} decides requests to be unblocked, and you do "
            "not hold that office today.",
            source=council.rulebook.source_if_set("decide_unblocks"),
        )
    return membership


def who_decided(decisions: Collection[BlockDecision]) -> set[int]:
    """The ids of those who decided a block or renewed it last, and of those who agreed.

    Who renewed one counts from that moment, also while it waits for a second person.

    Args:
        decisions: as `decisions_about` gives them.
    """
    rows = [row for row in decisions if row.kind == Kind.BLOCK or not row.counts]
    renewals = [row for row in decisions if row.kind == Kind.RENEW and row.counts]
    last = {row.block_id: row for row in reversed(renewals)}
    rows += last.values()
    people = {row.decided_by_id for row in rows}
    return people | {row.second_by_id for row in rows if row.second_by_id}


def standing_to(membership: Membership, decisions: Collection[BlockDecision]) -> Decider:
    """How a member who holds the duty stands to a request; one query where the block was theirs.

    Args:
        decisions: as `decisions_about` gives them.
    """
    book = membership.council.rulebook
    decided = who_decided(decisions)
    same = membership.person_id in decided
    rule: OtherDecider | None = book.rules.unblock_other_decider.value
    return Decider(
        membership=membership,
        same=same,
        refused=same and rule is OtherDecider.REQUIRED,
        rule=rule.value if rule else "",
        source=book.source_if_set("unblock_other_decider"),
        others=who_else(membership, decided) if same else (),
    )


def who_else(membership: Membership, decided: Collection[int]) -> tuple[str, ...]:
    """Who may decide instead: deputies and acting holders whom the rules give the office today."""
    council = membership.council
    able = Person.objects.holding(council, council.rulebook.rules.decide_unblocks.value)
    here = council.memberships.in_force(today()).filter(person__in=able.exclude(pk__in=decided))
    rows = here.select_related("person").order_by("person__name", "pk")
    return tuple(dict.fromkeys(row.goes_by for row in rows[:MOST_NAMED]))


def require_not_refused(decider: Decider) -> None:
    """Asserts that the rules let somebody decide although the block was theirs.

    Raises:
        RuleBroken: somebody else is required; says who could.
    """
    if not decider.refused:
        return
    council = decider.membership.council
    if decider.others:
        instead = f"{either(decider.others)} may decide it."
    else:
        instead = (
            f"Nobody else can today. It waits until somebody else is {office_in_words(council)}, "
            "or acts for them."
        )
    raise RuleBroken(
        f"You decided the block yourself, so somebody else decides this request. {instead}",
        source=decider.source,
    )
