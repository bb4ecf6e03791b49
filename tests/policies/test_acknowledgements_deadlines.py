"""Who is reminded to read a policy, and on which days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.clock.tasks import remind
from accounts.people.models import Membership, Person
from councilsm.inbox.models import OutboxMessage
from policies.acknowledgements.deadlines import reading
from policies.documents.models import Scope, Version
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.policies.reading import has_read, reads, to_be_read
from tests.policies.writing import a_policy, an_adopted_version, binds, read_for

Travel = Callable[[date], None]

#: No bank holiday is near.
WEDNESDAY = date(2026, 6, 10)
DAY = timedelta(days=1)
TITLE = "Social media policy"
OTHERS = ("adam", "cora", "priya", "rita")


@pytest.fixture(autouse=True)
def midweek(travel: Travel) -> Travel:
    """It is a Wednesday at noon, before the cast comes."""
    travel(WEDNESDAY)
    return travel


def reminded(of: str = "") -> set[tuple[str, str]]:
    """Who is reminded now, and of what: subjects, and the lines of digests."""
    OutboxMessage.objects.all().delete()
    remind()
    said = set()
    for letter in OutboxMessage.objects.all():
        assert not any(name in letter.body + letter.subject for name in ("Ana", "Gus", "Amy"))
        lines = [line[2:] for line in letter.body.splitlines() if line.startswith("- ")]
        name = letter.recipient.split("@")[0]
        said |= {(name, letter.subject)} if len(lines) == 1 else {(name, one) for one in lines}
    return {(name, what) for name, what in said if of in what}


@pytest.mark.clause("LLTC-4.1-a", "LLTC-2.3-a")
def test_whom_it_binds_hears_until_they_have_read_it(cast: Cast, midweek: Travel) -> None:
    """An agency worker hears, a councillor never; late, whoever keeps policies has one line."""
    a_member(cast.ashford, "Amy", category="agency")
    version = to_be_read(cast, effective_from=WEDNESDAY)
    binds(version.policy, "agency")
    for name in OTHERS:
        reads(cast, name, version)
    found: dict[int, set[tuple[str, str]]] = {}
    for days in range(30):
        midweek(WEDNESDAY + days * DAY)
        if said := reminded():
            found[days] = said
    soon = f"Policy to read on Wednesday 24 June: {TITLE}"
    tomorrow = f"Policy to read tomorrow: {TITLE}"
    on_the_day = f"Policy to read today: {TITLE}"
    still = f"Policy you have still to read: {TITLE}"
    late = "2 people late in reading a policy"
    assert found == {
        7: {("ana", soon), ("amy", soon)},
        13: {("ana", tomorrow), ("amy", tomorrow)},
        14: {("ana", on_the_day), ("amy", on_the_day)},
        15: {("adam", late)},
        19: {("priya", late)},  # Monday: three days late fell on a Saturday
        21: {("ana", still), ("amy", still), ("adam", late), ("priya", late)},
        28: {("ana", still), ("amy", still), ("adam", late), ("priya", late)},
    }


def test_nothing_is_said_once_it_is_read(cast: Cast, midweek: Travel) -> None:
    version = to_be_read(cast, effective_from=WEDNESDAY)
    for name in (*OTHERS, "ana"):
        reads(cast, name, version)
    midweek(WEDNESDAY + 14 * DAY)
    assert not reminded()


def test_whoever_has_no_sign_in_is_told_of_to_who_keeps_policies(
    cast: Cast, midweek: Travel
) -> None:
    a_member(cast.ashford, "Gus")
    Membership.objects.filter(person__name="Gus").update(can_sign_in=False)
    version = to_be_read(cast, effective_from=WEDNESDAY)
    for name in (*OTHERS, "ana"):
        reads(cast, name, version)
    midweek(WEDNESDAY + 7 * DAY)
    assert reminded() == {("adam", "1 person to read a policy on paper")}


def test_that_a_duty_rests_is_announced_seven_days_before(cast: Cast, midweek: Travel) -> None:
    rule = chosen({"suspends": True, "after_days": 30})
    # Whatever the council's own days are.
    days = chosen({"days_before": [1], "escalate_after_days": 3})
    a_rulebook(cast.ashford, **RULES | {"unread_lapse": rule, "reminders": days})
    version = to_be_read(cast, effective_from=WEDNESDAY)
    Scope.objects.all().delete()
    read_for(version.policy, "record_posts")
    cleo = a_member(cast.ashford, "Cleo", "comms-officer")
    has_read(cleo, version)
    words = f"A duty of yours rests from Friday 10 July 2026: read {TITLE}"
    found = {}
    for number in range(40):
        midweek(WEDNESDAY + number * DAY)
        if said := reminded("rests from"):
            found[number] = said
    assert found == {23: {("cora", words)}, 30: {("cora", words)}}


KEEPS = "You keep a duty from Friday 10 July 2026 only because nobody else could do it"


def must_be_read(cast: Cast, midweek: Travel) -> Version:
    """For recording posts; it is seven days before that rests for whoever has not read it."""
    rule = chosen({"suspends": True, "after_days": 30})
    a_rulebook(cast.ashford, **RULES | {"unread_lapse": rule})
    version = to_be_read(cast, effective_from=WEDNESDAY)
    Scope.objects.all().delete()
    read_for(version.policy, "record_posts")
    midweek(WEDNESDAY + 23 * DAY)
    return version


def test_whoever_alone_has_the_duty_is_told_that_they_keep_it(
    cast: Cast, midweek: Travel, as_: Callable[[Person], Client]
) -> None:
    version = must_be_read(cast, midweek)
    assert reminded("duty") == {("cora", f"{KEEPS}. Read: {TITLE}, v.1")}
    home = as_(cast.cora).get("/c/ashford/home/").text
    assert "Nobody else could do what it is needed for, so you keep it" in home
    assert "A duty of yours rests" not in home
    has_read(a_member(cast.ashford, "Cleo", "comms-officer"), version)
    home = as_(cast.cora).get("/c/ashford/home/").text
    assert "A duty of yours rests for it from Friday 10 July 2026" in home
    assert "you keep it" not in home


def test_several_of_whom_none_has_read_it_are_told_the_same(cast: Cast, midweek: Travel) -> None:
    """The gate lets them all keep it, since none of them could do it for the others."""
    must_be_read(cast, midweek)
    a_member(cast.ashford, "Cleo", "comms-officer")
    told = f"{KEEPS}. Read: {TITLE}, v.1"
    assert reminded("duty") == {("cora", told), ("cleo", told)}


def test_one_query_tells_of_many_councils(cast: Cast, queries: Any) -> None:
    to_be_read(cast, effective_from=WEDNESDAY)
    with queries(at_most=1):
        told = list(reading([cast.ashford.pk, cast.barham.pk], WEDNESDAY))
    assert len(told) == 5 and {one.council_id for one in told} == {cast.ashford.pk}
    with queries(at_most=1):
        assert not list(reading([cast.barham.pk], WEDNESDAY))


def test_who_keeps_a_duty_is_asked_once_for_each_council(
    cast: Cast, midweek: Travel, queries: Any
) -> None:
    """Their people's ids lie between one another's, as they do where councils come and grow."""
    theirs = a_policy(cast.barham)
    rule = chosen({"suspends": True, "after_days": 30})
    a_rulebook(cast.barham, **RULES | {"unread_lapse": rule})
    an_adopted_version(theirs, effective_from=WEDNESDAY)
    read_for(theirs, "record_posts")
    must_be_read(cast, midweek)
    for number in range(3):
        for town in (cast.ashford, cast.barham):
            a_member(town, f"{town.slug} {number}", "comms-officer")
    with queries(at_most=8):  # with two for the rules of each, read once a process
        told = list(reading([cast.ashford.pk, cast.barham.pk], WEDNESDAY + 23 * DAY))
    assert sum(one.text.startswith("You keep a duty") for one in told) == 8
