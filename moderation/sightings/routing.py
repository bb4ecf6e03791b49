"""To whom a report goes: by the rulebook, by who reports it, and not to whom it is about."""

from dataclasses import dataclass, field

from accounts.councils.models import Council
from accounts.councils.moderating import Route
from accounts.councils.rulebook import Holders, Rulebook
from accounts.people.in_turn import next_in_turn
from accounts.people.models import Membership, Person
from moderation.cases.concerned import clerks_of
from moderation.sightings.models import SentTo, Sighting

Why = SentTo.Why
#: The key of the office of a Monitoring Officer, where the council has one among its own.
MONITOR = "monitoring-officer"
#: Where it stands that the site's own procedure is used as well.
SITE_TOO = "HLTC-capture-6"
#: What a report goes to in place of an office, as the form has it among the offices.
TEAM, GROUP_LEADER, POLICE = SentTo.Way.TEAM, SentTo.Way.GROUP_LEADER, SentTo.Way.POLICE
MONITORING = SentTo.Way.MONITORING


@dataclass(frozen=True)
class Plan:
    """To whom a report goes, before it is sent.

    Args:
        offices: the keys of offices, each with why it goes there.
        team: also to the admin team.
        choices: what may be chosen among, where the rule leaves that to whoever reports: keys of
            offices, and ways; empty where all of it happens.
        else_all: where nothing is chosen it goes to the offices, as without a choice.
        platform: the platform is to be told too.
        source: the clause or decision that says so; empty while the rule is not set.
        not_set: no rule says where it goes, so it goes to the proper officer.
    """

    offices: dict[str, SentTo.Why] = field(default_factory=dict)
    team: bool = False
    choices: tuple[str, ...] = ()
    else_all: bool = False
    platform: bool = False
    source: str = ""
    not_set: bool = False

    @property
    def reasons(self) -> set[SentTo.Why]:
        return set(self.offices.values())


def plan_for(membership: Membership, kind: str, *, about_clerk: bool = False) -> Plan:
    """To whom a report of a kind goes, all at once.

    Where nobody is in any of the offices it would go to, it goes to the proper officer too, so
    that no report lies where nobody looks. One about the proper officer never goes to them
    (HLTC-capture-5).

    Args:
        membership: of whoever reports.
    """
    book = membership.council.rulebook
    name = "safeguarding" if kind == Sighting.Kind.SAFEGUARDING else f"report_{kind}"
    value = getattr(book.rules, name).value
    route = value if isinstance(value, Route) else None
    offices: dict[str, SentTo.Why] = {}
    if isinstance(value, str):
        offices[value] = Why.RULE
    elif route is None:
        offices[book.proper_officer] = Why.NOT_SET
    else:
        offices = dict.fromkeys(route.offices, Why.RULE)
        if route.line_manager:
            key, why = _line_manager(membership, book)
            offices.setdefault(key, why)
    team = bool(route and route.team)
    if about_clerk:
        offices = dict.fromkeys(beside_clerk(membership.council), Why.NOT_CLERK)
        team = False  # the proper officer mostly sits on it
    elif not _anybody(membership.council, offices, team):
        offices.setdefault(book.proper_officer, Why.NOBODY_THERE)
    extra = [
        way
        for way, there in (
            (GROUP_LEADER, route and route.group_leader),
            (POLICE, route and route.police),
            (MONITORING, monitoring_too(book, kind)),
        )
        if there
    ]
    return Plan(
        offices=offices,
        team=team,
        choices=(*offices, *(str(way) for way in extra)) if extra else (),
        else_all=extra == [MONITORING],
        platform=bool(route and route.platform) or bool(site_source(book, kind)),
        source=book.source_if_set(name),
        not_set=value is None,
    )


def beside_clerk(council: Council) -> list[str]:
    """The offices that get a report about the proper officer, as far as somebody is in them.

    They are those to whom a case would go that concerns them, and a Monitoring Officer's where it
    is an office of the council.
    """
    book = council.rulebook
    clerks = clerks_of(council)
    named = dict.fromkeys([*next_in_turn(book), *(o.key for o in book.offices if o.key == MONITOR)])
    return [
        key
        for key in named
        if key != book.proper_officer
        and Person.objects.holding(council, Holders(offices=(key,)), cover=False)
        .exclude(pk__in=[one.pk for one in clerks])
        .exists()
    ]


def _line_manager(membership: Membership, book: Rulebook) -> tuple[str, SentTo.Why]:
    """The office that manages somebody; where none is recorded, the proper officer's."""
    manager = membership.line_manager
    if manager is None:
        return book.proper_officer, Why.NO_MANAGER
    return manager.key, Why.LINE_MANAGER


def _anybody(council: Council, offices: dict[str, SentTo.Why], team: bool) -> bool:
    holders = Holders(offices=tuple(offices), team=team)
    return Person.objects.holding(council, holders).exists()


def monitoring_too(book: Rulebook, kind: str) -> bool:
    """Whether the policy lets the Monitoring Officer be told in place of the clerk."""
    return "HLTC-capture-5" in book.clauses and kind == Sighting.Kind.HARMFUL


def site_source(book: Rulebook, kind: str) -> str:
    """The clause that wants the site's own procedure used as well, in words; else ""."""
    if kind not in {Sighting.Kind.HARMFUL, Sighting.Kind.ABUSE} or SITE_TOO not in book.clauses:
        return ""
    return f"{SITE_TOO}: {book.clauses[SITE_TOO]}"
