"""Duties that rest because training lapsed or a policy is unread, where the rulebook wants that.

Never the last one's. What else duties rest for is registered from above, by a feature's
`standing.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.councils.rulebook import DUTY_RULES, FOR_NOBODY, Lapse, Rulebook, holding
from accounts.people.models.membership import Membership
from councilsm.duties import Duty

#: What a course needed by the team is needed for.
TEAM = "team"

#: The rule on training, and what is said of somebody whose duty rests for it.
TRAINING = "lapse"


@dataclass(frozen=True)
class Ground:
    """What duties rest for.

    Args:
        rule: its name in the rulebook; its value is a `Lapse`.
        because: why it rests, as a list says it: "training lapsed".
        yours: the same to the person, and `until` when: "Your training has lapsed", "it is done".
        sql: of `membership` and `council`, as `standing_sql` has it: one text that `read` reads.
        read: what rests of that text: the duty, with the day from which the rule's days count.
    """

    rule: str
    because: str
    yours: str
    until: str
    sql: str = ""
    read: Callable[[str | None], dict[str, date]] | None = None


GROUNDS: dict[str, Ground] = {
    TRAINING: Ground(TRAINING, "training lapsed", "Your training has lapsed", "it is done again")
}


def rests_for(ground: Ground) -> None:
    """Registers something else that duties rest for; only those held in one's own right."""
    GROUNDS[ground.rule] = ground


def registered() -> list[Ground]:
    """What was registered from above, in one order."""
    return [ground for ground in GROUNDS.values() if ground.sql]


def resting(book: Rulebook, membership: Membership, day: date) -> dict[Duty, tuple[date, str]]:
    """The duties of somebody that would rest on a day: from which day, and by which rule.

    A course that a duty needs rests the duty; one that the team needs, what is held through the
    team alone. Writing drafts never rests: it is the way in. What was never done is not lapsed: it
    is missing, and listed as that.
    """
    found: dict[Duty, tuple[date, str]] = {}
    for duty, through in membership.duties.items():
        lapsed = [
            membership.lapsed[what]
            for what, counts in ((duty.value, True), (TEAM, through == ""))
            if counts and what in membership.lapsed
        ]
        first = rests_from(book, min(lapsed)) if lapsed else None
        if first and first <= day:
            found[duty] = (first, TRAINING)
    for rule, since in membership.wanting.items():
        for duty in own_duties(book, membership):
            first = rests_from(book, since[duty.value], rule) if duty.value in since else None
            if first and first <= day and duty in membership.duties:
                found[duty] = min((first, rule), found.get(duty, (first, rule)))
    found.pop(Duty.SUBMIT_DRAFTS, None)
    return found


def own_duties(book: Rulebook, membership: Membership) -> Iterable[Duty]:
    """What somebody holds in their own right: whoever stands in was asked for nothing."""
    if not membership.covering:
        return membership.duties
    return book.duties_of(
        set(membership.offices) - set(membership.covering), team=membership.on_team
    )


def lets_rest(book: Rulebook, rule: str = TRAINING) -> bool:
    """Whether a duty rests for something, rather than that people are only warned."""
    value: Lapse | None = getattr(book.rules, rule).value
    return value is not None and value.suspends and value.after_days is not None


def rests_from(book: Rulebook, last_day: date, rule: str = TRAINING) -> date | None:
    """From when a duty rests; None where a rule only warns.

    Args:
        last_day: the day from which the rule's days count: on training, the last that it counts.
    """
    value: Lapse | None = getattr(book.rules, rule).value
    if value is None or value.after_days is None or last_day == date.max:
        return None
    return last_day + timedelta(days=value.after_days)


def kept(
    book: Rulebook,
    membership: Membership,
    lapsed: Iterable[Duty],
    everybody: Iterable[Membership],
    day: date,
) -> frozenset[Duty]:
    """Those among lapsed duties that somebody keeps, because nobody else there has one of them.

    A duty may come from several rules: it is kept where one of those names nobody else.

    Args:
        everybody: as they stand at the council; asked of a day to come, what lapses until then.
    """
    others: set[str] = set()
    for colleague in everybody:
        if colleague.is_away or colleague.person_id == membership.person_id:
            continue
        team, offices = colleague.on_team, set(colleague.offices)
        colleague.duties = book.duties_of(offices, team=team)
        theirs = resting(book, colleague, day)
        others.update(
            name
            for duty, names in DUTY_RULES.items()
            if duty not in theirs
            for name in names
            if gives(book, name, offices, team=team)
        )
    own = set(membership.offices)
    return frozenset(
        duty
        for duty in lapsed
        if any(
            name not in others and gives(book, name, own, team=membership.on_team)
            for name in DUTY_RULES[duty]
        )
    )


def gives(book: Rulebook, name: str, offices: set[str], *, team: bool) -> bool:
    """Whether a rule gives its duty to whoever holds these offices or sits on the team."""
    value = getattr(book.rules, name).value
    if value is None:
        return book.proper_officer in offices and name not in FOR_NOBODY
    named, team_too = holding(value)
    return bool(offices & set(named)) or (team_too and team)
