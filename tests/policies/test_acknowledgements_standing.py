"""What rests while a policy is unread: the gate's SQL, the lists and the models say the same."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership, Office, Person, TeamMember
from accounts.people.models.standing import ASKED_FURTHER, standing_of
from councilsm.duties import Duty
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.questions import Cell, cells_of, here, rows
from policies.acknowledgements.tally import tallies
from policies.acknowledgements.unread import unread
from policies.documents.models import DutyToRead, Policy, Scope
from tests.accounts.absenting import away, member
from tests.cast import BEGAN, RULES, Cast, a_member, a_rulebook, assemble, chosen
from tests.moderation.deciding import decide, decision
from tests.moderation.drafting import waiting
from tests.policies.reading import BEFORE, SUSPENDS, has_read, suspends, to_read
from tests.policies.writing import a_policy, an_adopted_version

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"
FORTNIGHT = timedelta(days=14)


@pytest.fixture(autouse=True)
def nothing_seen() -> Iterator[None]:
    """What this process has seen of other tests' rules would spare or cost a query."""
    ASKED_FURTHER.clear()
    yield
    ASKED_FURTHER.clear()


def authorises(cast: Cast, person: Person) -> bool:
    standing = Person.objects.get(pk=person.pk).membership_at(cast.ashford)
    return standing is not None and standing.allows(Duty.AUTHORISE_POSTS)


@pytest.mark.parametrize(("days", "rests"), [(0, False), (13, False), (14, True), (90, True)])
def test_the_duty_rests_by_date_alone_until_they_read_it(
    cast: Cast, as_: As, days: int, rests: bool
) -> None:
    paul = suspends(cast)
    version = to_read(cast, days)
    has_read(paul, version)
    draft, priya = waiting(cast), as_(cast.priya)
    expected = 403 if rests else 302
    assert priya.get(HOME).status_code == 200
    page = priya.get(HOME).content.decode()
    words = "A duty of yours rests for it since" if rests else "A duty of yours rests for it from"
    assert (words in page) is (days >= 7)
    if rests:
        assert priya.post(decide(draft), decision(draft)).status_code == 403
        address = f"/c/ashford/reading/{version.policy.slug}/{version.slug}/"
        priya.post(address, {"read": "on", "digest": version.digest})
        expected = 302
    assert priya.post(decide(draft), decision(draft)).status_code == expected


@pytest.mark.parametrize("what", ["taken up", "asked", "joined", "adopted", "put in"])
def test_nobody_rests_for_what_they_were_not_asked(cast: Cast, what: str) -> None:
    """The days count from the last of these: in force, wanted, here, in office, its words here."""
    paul, theirs = suspends(cast), member(cast.priya)
    last_week = today() - timedelta(days=7)
    moment = datetime.combine(last_week, time(12), tzinfo=UTC)
    words = {"adopted": {"adopted_at": moment}, "put in": {"words_at": moment}}.get(what, {})
    version = to_read(cast, 300, **words)
    has_read(paul, version)
    assert authorises(cast, cast.priya) is bool(words)
    match what:
        case "taken up":
            theirs.appointments.update(starts_on=last_week)
        case "asked":
            DutyToRead.objects.update(since=last_week)
        case "joined":
            Membership.objects.filter(pk=theirs.pk).update(starts_on=last_week)
    assert authorises(cast, cast.priya)
    cell = cells_of(member(cast.priya), today())[0]
    assert (cell.since, cell.rests_on) == (last_week, last_week + timedelta(days=14))


@pytest.mark.parametrize("why", ["unread too", "away", "left"])
def test_never_the_last_holder(cast: Cast, as_: As, why: str) -> None:
    paul = suspends(cast)
    version = to_read(cast, 60)
    if why != "unread too":
        has_read(paul, version)
    if why == "away":
        away(cast, paul)
    if why == "left":
        member(paul).appointments.update(ends_on=today() - timedelta(days=1))
    assert authorises(cast, cast.priya)
    page = as_(cast.priya).get(HOME).content.decode()
    assert "Nobody else could do what it is needed for, so you keep it" in page


@pytest.mark.parametrize("rule", [None, {"suspends": False}], ids=["not set", "warns"])
def test_else_it_only_warns_and_the_gate_asks_once(
    cast: Cast, as_: As, queries: Any, rule: Any
) -> None:
    a_rulebook(cast.ashford, **RULES | ({"unread_lapse": chosen(rule)} if rule else {}))
    a_member(cast.ashford, "Paul", "town-clerk")
    to_read(cast, 90)
    assert cast.ashford.rulebook  # read before
    with queries(at_most=1):
        found = standing_of(cast.priya, today(), slug="ashford")
    assert found[0].allows(Duty.AUTHORISE_POSTS) and not ASKED_FURTHER
    assert "Please read" in as_(cast.priya).get(HOME).content.decode()


def test_the_gate_asks_once_where_the_rule_is_set_too(cast: Cast, queries: Any) -> None:
    suspends(cast)
    has_read(cast.priya, to_read(cast, 60))
    standing_of(cast.priya, today(), slug="ashford")  # this process sees the rule
    with queries(at_most=1):
        assert standing_of(cast.priya, today(), slug="ashford")[0].allows(Duty.AUTHORISE_POSTS)


def test_writing_drafts_never_rests(cast: Cast, as_: As) -> None:
    suspends(cast)
    to_read(cast, 60, Duty.SUBMIT_DRAFTS)
    assert as_(cast.ana).get(HOME).status_code == 200


def test_what_is_held_for_somebody_away_never_rests(cast: Cast) -> None:
    """Adam acts for Priya: nobody asked him to read what clerks must. Ana may authorise too."""
    either = chosen({"offices": ["town-clerk", "events-officer"]})
    kinds = ("new_post", "reply", "share", "correction")
    rules = SUSPENDS | {f"authorise_{kind}": either for kind in kinds}
    a_rulebook(cast.ashford, **rules | {"cover": chosen(["town-clerk", "administrator"])})
    has_read(cast.ana, to_read(cast, 60))
    assert not authorises(cast, cast.priya)
    away(cast, cast.priya)
    assert authorises(cast, cast.adam)


def test_what_rests_is_named(cast: Cast, as_: As) -> None:
    paul = suspends(cast)
    has_read(paul, to_read(cast, 60))
    page = as_(cast.adam).get(f"/c/ashford/people/{member(cast.priya).pk}/").content.decode()
    assert "a policy is unread" in page and "training lapsed" not in page


@pytest.mark.database
def test_sql_and_lists_say_what_the_models_say(db: None) -> None:
    """A crowd of people, policies, scopes and duties: three ways to ask, one answer."""
    cast, chance = assemble(), Random(8)
    a_rulebook(cast.ashford, **SUSPENDS)
    crowd(cast.ashford, chance)
    seen: set[tuple[bool, bool]] = set()
    for day in (today() - timedelta(days=40), today(), today() + timedelta(days=20)):
        people = here(cast.ashford.memberships.all(), day)
        listed = {
            (one.membership_id, one.version_id): (one.since, one.resting.first)
            for one in unread([cast.ashford.pk], day)
        }
        by_model: dict[tuple[int, int], Any] = {}
        found = rows(cast.ashford, people.select_related("person"), day)
        counted = {
            one.text.version: (one.asked, one.read, one.late) for one in tallies(cast.ashford, day)
        }
        assert counted == by_version([cell for row in found for cell in row.cells])
        for row in found:
            since: dict[Duty, Any] = {}
            for cell in row.missing:
                by_model[row.membership.pk, cell.version.pk] = (cell.since, cell.rests_on)
                for duty, rests_on in cell.resting.since.items():
                    first = rests_on - FORTNIGHT
                    since[duty] = min(first, since.get(duty, first))
            for standing in standing_of(row.membership.person, day, slug="ashford"):
                book = standing.council.rulebook
                held = set(book.duties_of(set(standing.offices), team=standing.on_team))
                wanting = standing.wanting["unread_lapse"]
                assert since == {
                    Duty(duty): first
                    for duty, first in wanting.items()
                    if duty in held and duty != Duty.SUBMIT_DRAFTS
                }
                rests = {duty for duty, first in since.items() if first + FORTNIGHT <= day}
                assert standing.resting.keys() | standing.kept == rests
                now = [c.resting for c in row.missing if c.rests_on and c.rests_on <= day]
                assert {duty for one in now for duty in one.kept} & rests == standing.kept
                seen |= {(bool(since), bool(rests))}
        assert listed == by_model
        assert len(listed) > 10
    assert seen == {(False, False), (True, False), (True, True)}


def by_version(cells: list[Cell]) -> dict[int, tuple[int, int, int]]:
    """Of each version how many must read it, how many of those have, and how many are late."""
    found: dict[int, tuple[int, int, int]] = {}
    for cell in cells:
        asked, read, late = found.get(cell.version.pk, (0, 0, 0))
        must = cell.since is not None
        read += must and cell.read is not None
        found[cell.version.pk] = (asked + must, read, late + cell.is_late)
    return found


def half_past_eleven(day: date) -> datetime:
    """At night, in UTC: in London's summer it is the next day."""
    return datetime.combine(day, time(23, 30), tzinfo=UTC)


def crowd(council: Council, chance: Random) -> None:
    """People of every sort, some acknowledgements, and policies of every sort."""
    day = today()
    offices = list(Office.objects.filter(council=council))
    categories = ["employee", "councillor", "volunteer"]
    for number in range(12):
        held = [office.key for office in offices if chance.random() < 0.3]
        a_member(council, f"Somebody {number}", *held, category=chance.choice(categories))
    for person in council.memberships.all():
        if chance.random() < 0.3:
            first = day - timedelta(days=chance.randrange(90))
            person.appointments.update(starts_on=first)
            TeamMember.objects.create(council=council, membership=person, starts_on=first)
    Membership.objects.filter(person__name="Somebody 3").update(can_sign_in=False)
    for number in range(6):
        policy: Policy = a_policy(council, f"Policy {number}")
        for category in categories:
            binds = chance.choice(["binding", "guidance", "excluded", ""])
            if binds:
                Scope.objects.create(
                    council=council,
                    policy=policy,
                    category=category,
                    binds=binds,
                    since=day - timedelta(days=chance.randrange(60)),
                )
        for duty in (Duty.RECORD_POSTS, Duty.MANAGE_PEOPLE, Duty.SUBMIT_DRAFTS):
            if chance.random() < 0.6:
                DutyToRead.objects.create(
                    council=council,
                    policy=policy,
                    duty=duty,
                    since=day - timedelta(days=chance.randrange(60)),
                )
        for label, begins in (("v.1", 300), ("v.2", chance.randrange(60)), ("v.3", -5)):
            version = an_adopted_version(
                policy,
                label,
                effective_from=day - timedelta(days=begins),
                text="" if chance.random() < 0.1 else "Words",
                adopted_at=BEFORE,
                words_at=half_past_eleven(day - timedelta(days=chance.randrange(90))),
            )
            for person in council.memberships.all():
                if chance.random() < 0.3:
                    Acknowledgement.objects.create(
                        council=council,
                        version=version,
                        membership=person,
                        digest=version.digest,
                        read_on=BEGAN,
                        recorded_by=person.person,
                    )
    Policy.objects.filter(title="Policy 5").update(withdrawn_on=day)
