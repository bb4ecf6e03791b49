"""Gaps: where what is true of an account is not what it should be. Computed, never stored.

Each gap is one small function over the facts of one account. A council may accept a gap until a
day (`AcceptedGap`): it then shows amber, is counted apart, and comes again afterwards.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.dates import LONDON, months_later
from accounts.register.facts import AccountFacts, CouncilFacts, facts_of
from accounts.register.levels import Level
from accounts.register.models import AcceptedGap, OfficialAccount

#: Where people have mail of their own.
PERSONAL_MAIL = frozenset(
    {
        "aol.com", "btinternet.com", "gmail.com", "gmx.com", "googlemail.com", "hotmail.co.uk",
        "hotmail.com", "icloud.com", "live.co.uk", "live.com", "mac.com", "me.com", "msn.com",
        "ntlworld.com", "outlook.com", "proton.me", "protonmail.com", "sky.com", "talktalk.net",
        "virginmedia.com", "yahoo.co.uk", "yahoo.com", "ymail.com",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Gap:
    """One gap of one account.

    Args:
        code: which; with `about`, what it is about there, it is known again tomorrow.
        words: one or two sentences: what is wrong and how to mend it.
        source: the clause or decision behind it; empty where it is plain prudence.
        accepted: what the council decided about it, also when that is over (`asked_again`).
        mended_by: the way of mending it (`mending.py`) and what that is about, where those are not
            the gap's own `code` and `about`.
    """

    account: OfficialAccount
    code: str
    words: str
    about: str = ""
    source: str = ""
    accepted: AcceptedGap | None = None
    day: date | None = None
    mended_by: tuple[str, str] | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the council lives with it today."""
        return self.accepted is not None and self.day is not None and self.day <= self.until

    @property
    def asked_again(self) -> bool:
        """Whether it was accepted until a day that has passed."""
        return self.accepted is not None and not self.is_accepted

    @property
    def until(self) -> date:
        assert self.accepted is not None
        return self.accepted.until


#: What it is about there is how many; a decision holds for as many or fewer.
TOO_MANY = "too-many"

Finder = Callable[[AccountFacts, CouncilFacts], Iterator[Gap]]


def gaps_of(council: Council, accounts: Iterable[OfficialAccount]) -> dict[int, list[Gap]]:
    """The gaps of these accounts, by account; those that exist on their platform only."""
    return find_gaps(facts_of(council, accounts))


def find_gaps(facts: CouncilFacts) -> dict[int, list[Gap]]:
    """The gaps in some facts, by account, those that are not accepted first."""
    found: dict[int, list[Gap]] = {}
    for one in facts.accounts:
        if not one.account.is_running:
            continue
        gaps = [_with_decision(gap, facts) for finder in FINDERS for gap in finder(one, facts)]
        found[one.account.pk] = sorted(gaps, key=lambda gap: gap.is_accepted)
    return found


def _with_decision(gap: Gap, facts: CouncilFacts) -> Gap:
    accepted = facts.accepted.get((gap.account.pk, gap.code, gap.about))
    if gap.code == TOO_MANY:
        accepted = _accepted_up_to(gap, facts)
    return replace(gap, accepted=accepted, day=facts.day)


def _accepted_up_to(gap: Gap, facts: CouncilFacts) -> AcceptedGap | None:
    """The newest decision that accepts as many administrators or more."""
    rows = [
        row
        for (account, code, number), row in facts.accepted.items()
        if (account, code) == (gap.account.pk, TOO_MANY) and int(number or 0) >= int(gap.about)
    ]
    return max(rows, key=lambda row: row.pk, default=None)


# --- The gaps --------------------------------------------------------------------------------


def too_few_in_control(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """Fewer than two people could let others in: one illness, and nobody can.

    Access that is granted and not set up on the platform yet gives nobody control.
    """
    names = list(one.administrators(only_there=True).values())
    if len(names) < 2:
        words = "Nobody is confirmed with full control. Enter who has it, or confirm it."
        mended_by = None
        if names:
            words = f"Only {names[0]} has full control. Give it to a second person too."
            mended_by = ("one-only", "")
        if unconfirmed := one.to_confirm():
            mended_by = ("confirm", str(unconfirmed))
        yield Gap(one.account, "too-few", words, mended_by=mended_by)


def too_many_in_control(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """More people administer it than the rulebook allows."""
    most = facts.book.rules.administrators.value
    names = one.administrators(also_over=True)
    if most and len(names) > most:
        words = f"{len(names)} people have full control; your rules allow {most}."
        source = facts.book.source_of("administrators")
        yield Gap(one.account, TOO_MANY, words, about=str(len(names)), source=source)


def team_without_access(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """A member of the team cannot get in, where all must be able to (FTC-6.2-k)."""
    if not facts.team:
        return
    inside = {held.grant.membership_id for held in one.access if not held.is_over}
    team = facts.book.rules.team_name.value or "the admin team"
    for membership, name in facts.team.items():
        if membership not in inside:
            yield Gap(
                one.account,
                "team-member",
                f"{name}, on {team}, has no access.",
                about=str(membership),
                source=facts.book.source_of("whole_team_has_access"),
            )


def left_the_team(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """Somebody was taken off the team and can still get in (FTC-6.2-l)."""
    for held in one.access:
        member = held.grant.membership_id
        if not held.is_over and member in facts.left_team and member not in facts.in_charge:
            yield Gap(
                one.account,
                "left-team",
                f"{held.grant.who} has left the team and still has access. End it, unless their "
                "job needs it.",
                about=str(held.grant.number),
                source=_clause(facts.book, "FTC-6.2-l"),
            )


def more_than_needed(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """Somebody has full control whose office neither keeps the register nor grants access."""
    seen = set()
    for held in one.access:
        member = held.grant.membership_id
        if held.is_over or not held.administers or member in facts.in_charge or held.key in seen:
            continue
        if held.grant.level == Level.SHARED:
            continue  # the login gives all that it can: that is the gap of a shared login
        seen.add(held.key)
        yield Gap(
            one.account,
            "too-much",
            f"{held.grant.who} has full control. Their offices do not call for it: a lower level "
            "is enough to write posts.",
            about=str(held.grant.number),
            source=_clause(facts.book, "LLTC-12.1-d"),
        )


def shared_login(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """Several people use one name and password: nobody can say who did what."""
    for way_in in one.ways_in:
        users = {
            held.key
            for held in one.access
            if held.way_in == way_in and held.grant.level == Level.SHARED and not held.is_over
        }
        if way_in.is_shared or len(users) > 1:
            yield Gap(
                one.account,
                "shared-login",
                f"{way_in} is shared. Give each person their own access where the platform can.",
                about=str(way_in.pk),
            )


def personal_recovery(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """The address that gets a lost account back is somebody's own."""
    for way_in in one.ways_in:
        address = way_in.recovery_email.lower()
        if address and (
            address.partition("@")[2] in PERSONAL_MAIL or address in facts.private_addresses
        ):
            yield Gap(
                one.account,
                "recovery",
                f"{way_in} is recovered through a personal mailbox. Use one of the council’s.",
                about=str(way_in.pk),
            )


def nobody_monitoring(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """No office looks at what people write there."""
    if one.account.monitored_by_id is None and one.account.status == OfficialAccount.Status.LIVE:
        yield Gap(one.account, "unmonitored", "No office is named that monitors it.")


def not_removed(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """Access ended here, and nobody has confirmed that it is gone there."""
    for held in one.access:
        if held.is_over:
            where = f" through {held.way_in}" if held.way_in else ""
            yield Gap(
                one.account,
                "not-removed",
                f"The access of {held.grant.who}{where} {held.ended} here. Confirm that it is "
                "removed on the platform.",
                about=str(held.grant.number),
            )


def last_check_differed(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """Whoever compared it last found people there who are not on the register, or lacked some."""
    if one.checked_at is None or one.account.last_check_same:
        return
    day = one.checked_at.astimezone(LONDON).date()
    yield Gap(
        one.account,
        "differs",
        f"The check of {day.day} {day:%B %Y} found that something differs. Enter or end access "
        "until the register is right, then record a new check.",
        about=day.isoformat(),
    )


#: What waits on Home for a check.
UNCHECKED = "unchecked"


def check_overdue(one: AccountFacts, facts: CouncilFacts) -> Iterator[Gap]:
    """It was not compared with its platform for longer than the rulebook allows."""
    months = facts.book.rules.account_checks.value
    if not months:
        return
    last = one.checked_at.astimezone(LONDON).date() if one.checked_at else None
    if last and months_later(last, months) >= facts.day:
        return
    words = f"Last checked on {last.day} {last:%B %Y}" if last else "Never checked"
    yield Gap(
        one.account,
        UNCHECKED,
        f"{words}. Compare it with its platform and record the check.",
        source=facts.book.source_of("account_checks"),
    )


FINDERS: tuple[Finder, ...] = (
    too_few_in_control,
    too_many_in_control,
    team_without_access,
    left_the_team,
    more_than_needed,
    shared_login,
    personal_recovery,
    nobody_monitoring,
    not_removed,
    last_check_differed,
    check_overdue,
)


def _clause(book: Rulebook, clause: str) -> str:
    """A clause as people are shown it; empty where it is not this council's."""
    return f"{clause}: {book.clauses[clause]}" if clause in book.clauses else ""
