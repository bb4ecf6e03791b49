"""Training that lapses: warned of, or the duty rests after some days; never the last one's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.training.models import Completion, Course, LapseNotice
from accounts.training.tasks import tell_of_lapses
from councilsm.audit.models import AuditEvent
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from tests.accounts.absenting import away, member
from tests.accounts.changing import changing
from tests.accounts.teaming import a_course
from tests.cast import BEGAN, RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import decide, decision
from tests.moderation.drafting import waiting

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"
SUSPENDS = RULES | {"lapse": chosen({"suspends": True, "after_days": 14})}


@pytest.fixture
def course(cast: Cast) -> Course:
    """Who authorises posts needs it; duties rest 14 days after it lapsed. Paul is a clerk too."""
    a_rulebook(cast.ashford, **SUSPENDS)
    a_member(cast.ashford, "Paul", "town-clerk")
    return a_course(cast.ashford, duty=Duty.AUTHORISE_POSTS)


def lapses(course: Course, person: Person, days: int) -> Completion:
    """Done long ago; the last day on which it counts is so many days ahead."""
    return Completion.objects.create(
        council=course.council,
        course=course,
        membership=member(person),
        completed_on=today() - timedelta(days=600),
        expires_on=today() + timedelta(days=days),
        recorded_by=person,
    )


def authorises(cast: Cast, person: Person) -> bool:
    standing = Person.objects.get(pk=person.pk).membership_at(cast.ashford)
    return standing is not None and standing.allows(Duty.AUTHORISE_POSTS)


def paul() -> Person:
    return Person.objects.get(name="Paul")


@pytest.mark.parametrize(
    ("days", "rests"), [(3, False), (0, False), (-13, False), (-14, True), (-90, True)]
)
def test_the_duty_rests_by_date_alone(
    cast: Cast, as_: As, course: Course, days: int, rests: bool
) -> None:
    lapses(course, cast.priya, days)
    lapses(course, paul(), 300)
    draft = waiting(cast)
    expected = 403 if rests else 302
    assert as_(cast.priya).post(decide(draft), decision(draft)).status_code == expected
    # What is not needed for that training goes on.
    assert as_(cast.priya).get(HOME).status_code == 200


def test_it_comes_back_when_it_is_done_again(cast: Cast, course: Course) -> None:
    lapses(course, cast.priya, -30)
    lapses(course, paul(), 300)
    assert not authorises(cast, cast.priya)
    Completion.objects.create(
        council=cast.ashford,
        course=course,
        membership=member(cast.priya),
        completed_on=today(),
        recorded_by=cast.adam,
    )
    assert authorises(cast, cast.priya)


@pytest.mark.parametrize("why", ["lapsed too", "away", "left", "missing"])
def test_never_the_last_holder(cast: Cast, as_: As, course: Course, why: str) -> None:
    lapses(course, cast.priya, -30)
    match why:
        case "lapsed too":
            lapses(course, paul(), -40)
        case "away":
            away(cast, paul())
        case "left":
            member(paul()).appointments.update(ends_on=today() - timedelta(days=1))
    # What was never done is missing, not lapsed: Paul is there, so hers rests.
    assert authorises(cast, cast.priya) is (why != "missing")
    if why != "missing":
        page = as_(cast.priya).get(HOME).content.decode()
        assert "Nobody else could do what it is needed for, so you keep it" in page


def test_a_duty_of_several_rules_is_kept_where_one_has_nobody_else(
    cast: Cast, course: Course
) -> None:
    """Paul's office authorises replies alone; new posts would have nobody."""
    rest = {"offices": ["events-officer"]}
    a_rulebook(cast.ashford, **SUSPENDS | {"authorise_reply": chosen(rest)})
    member(paul()).appointments.update(ends_on=today() - timedelta(days=1))
    lapses(course, cast.priya, -30)
    assert authorises(cast, cast.priya)
    assert authorises(cast, cast.ana)


@pytest.mark.parametrize("rule", [None, {"suspends": False}], ids=["not set", "warns"])
def test_else_it_only_warns(cast: Cast, course: Course, rule: Any) -> None:
    a_rulebook(cast.ashford, **RULES | ({"lapse": chosen(rule)} if rule else {}))
    lapses(course, cast.priya, -90)
    lapses(course, paul(), 300)
    assert authorises(cast, cast.priya)


def test_writing_drafts_never_rests(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **SUSPENDS)
    lapses(a_course(cast.ashford, duty=Duty.SUBMIT_DRAFTS), cast.ana, -90)
    assert as_(cast.ana).get(HOME).status_code == 200


def test_it_is_listed_seven_days_ahead(cast: Cast, as_: As, course: Course) -> None:
    lapses(course, paul(), 300)
    done = lapses(course, cast.priya, -6)
    words = "The duty it is needed for rests from"
    assert words not in as_(cast.priya).get(HOME).content.decode()
    other = lapses(a_course(cast.ashford, title="Two", duty=Duty.AUTHORISE_POSTS), cast.priya, -7)
    for person in (cast.priya, cast.adam):
        assert as_(person).get(HOME).content.decode().count(words) == 1
    assert done.expires_on != other.expires_on


@pytest.mark.parametrize("days", [-8, -30])
def test_whoever_has_it_alone_reads_that_they_keep_it_before_the_day_too(
    cast: Cast, as_: As, days: int
) -> None:
    a_rulebook(cast.ashford, **SUSPENDS)
    lapses(a_course(cast.ashford, duty=Duty.AUTHORISE_POSTS), cast.priya, days)
    own = as_(cast.priya).get(HOME).content.decode()
    assert "Nobody else could do what it is needed for, so you keep it" in own
    assert "The duty it is needed for rests" not in own
    others = as_(cast.adam).get(HOME).content.decode()
    assert "Whoever is the last to hold a duty keeps it" in others


def test_it_is_not_said_to_be_kept_where_another_duty_rests_for_it(cast: Cast, as_: As) -> None:
    """Ana has both by her seat on the team. Cora could record posts; nobody could log."""
    by_team = {
        "record_posts": chosen({"offices": ["comms-officer"], "team": True}),
        "log_moderation": chosen({"offices": [], "team": True}),
    }
    a_rulebook(cast.ashford, **SUSPENDS | by_team)
    cast.ashford.team_members.create(membership=member(cast.ana), starts_on=BEGAN)
    lapses(a_course(cast.ashford), cast.ana, -30)
    standing = Person.objects.get(pk=cast.ana.pk).membership_at(cast.ashford)
    assert standing and standing.kept == {Duty.LOG_MODERATION}
    assert set(standing.resting) == {Duty.RECORD_POSTS}
    own = as_(cast.ana).get(HOME).text
    assert "The duty it is needed for rests since" in own and "so you keep it" not in own


@pytest.mark.parametrize(
    ("days", "steps"),
    [(31, []), (30, [30]), (8, [30]), (7, [7]), (0, [0]), (-6, [0]), (-7, [-7, 0])],
)
def test_mails_go_out_once_each(cast: Cast, course: Course, days: int, steps: list[int]) -> None:
    lapses(course, cast.priya, days)
    assert tell_of_lapses() == len(steps)
    assert tell_of_lapses() == 0
    assert sorted(LapseNotice.objects.values_list("step", flat=True)) == steps
    to = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert to == ({"priya@example.org", "adam@example.org"} if steps else set())
    assert AuditEvent.objects.filter(verb="lapse.told").count() == len(steps)
    assert not mail.outbox


def test_the_person_page_says_what_rests(cast: Cast, as_: As, course: Course) -> None:
    lapses(course, cast.priya, -30)
    lapses(course, paul(), 300)
    page = as_(cast.adam).get(f"/c/ashford/people/{member(cast.priya).pk}/").content.decode()
    assert "training lapsed" in page


def test_the_choice_is_offered(cast: Cast, as_: As) -> None:
    said = changing(cast.ashford, lapse="suspend")
    del said["offices"]
    adam, url = as_(cast.adam), "/c/ashford/rules/lapse/"
    for days in ("", "6", "366"):
        assert adam.post(url, said | {"after_days": days}).status_code == 422
    assert adam.post(url, said | {"after_days": "30"}).status_code == 302
    book = type(cast.ashford).objects.get(pk=cast.ashford.pk).rulebook
    assert book.rules.lapse.value is not None and book.rules.lapse.value.after_days == 30
    assert "30 days after it lapsed" in adam.get("/c/ashford/rules/").content.decode()
