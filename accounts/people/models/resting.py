"""Duties that rest because training lapsed, where the rulebook wants that; never the last one's."""

from collections.abc import Iterable
from datetime import date, timedelta

from accounts.councils.rulebook import DUTY_RULES, FOR_NOBODY, Rulebook, holding
from accounts.people.models.membership import Membership
from councilsm.duties import Duty

#: What a course needed by the team is needed for.
TEAM = "team"


def resting(book: Rulebook, membership: Membership, day: date) -> dict[Duty, date]:
    """The duties of somebody that would rest on a day, each with the first day of that.

    A course that a duty needs rests the duty; one that the team needs, what is held through the
    team alone. Writing drafts never rests: it is the way in. What was never done is not lapsed: it
    is missing, and listed as that.
    """
    found: dict[Duty, date] = {}
    for duty, through in membership.duties.items():
        lapsed = [
            membership.lapsed[what]
            for what, counts in ((duty.value, True), (TEAM, through == ""))
            if counts and what in membership.lapsed
        ]
        first = rests_from(book, min(lapsed)) if lapsed else None
        if duty is not Duty.SUBMIT_DRAFTS and first and first <= day:
            found[duty] = first
    return found


def lets_rest(book: Rulebook) -> bool:
    """Whether a duty rests once training has lapsed, rather than that people are only warned."""
    rule = book.rules.lapse.value
    return rule is not None and rule.suspends and rule.after_days is not None


def rests_from(book: Rulebook, last_day: date) -> date | None:
    """From when a duty rests whose training counts until a day; None where it only warns."""
    rule = book.rules.lapse.value
    if rule is None or rule.after_days is None or last_day == date.max:
        return None
    return last_day + timedelta(days=rule.after_days)


def kept(
    book: Rulebook,
    membership: Membership,
    lapsed: dict[Duty, date],
    colleagues: Iterable[Membership],
    day: date,
) -> frozenset[Duty]:
    """Those among lapsed duties that somebody keeps, because nobody else there has one of them.

    A duty may come from several rules: it is kept where one of those names nobody else.
    """
    others: set[str] = set()
    for colleague in colleagues:
        if colleague.is_away:
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
