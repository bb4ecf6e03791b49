"""Everything on one person on one page, for those who may read it and for themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.devices.models import Device
from accounts.grants.actions import end_access
from accounts.people.actions import add_member
from accounts.people.missing import missing_of
from accounts.people.models import Membership, Person
from accounts.team.models import Undertaking
from accounts.training.models import Completion
from tests.accounts.granting import granted, member_of, there
from tests.accounts.teaming import a_course, a_text
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
LAST_YEAR = today() - timedelta(days=365)


def record(person: Person) -> str:
    membership = Membership.objects.get(person=person)
    return f"/c/{membership.council.slug}/people/{membership.pk}/record/"


def sections(response: Any) -> dict[str, dict[str, tuple[str, str]]]:
    """What each section says: of each line its state, and its facts in one string."""
    return {
        section.heading: {line.what: (line.label, " ".join(line.facts)) for line in section.lines}
        for section in response.context["sections"]
    }


def seated(cast: Cast, person: Person) -> None:
    cast.ashford.team_members.create(
        membership=member_of(cast, person), starts_on=LAST_YEAR, why="Posts every day"
    )


def asks_first(cast: Cast) -> None:
    """Ashford asks for training and the undertaking before access."""
    first = {"training_first": chosen(True), "undertaking_first": chosen(True)}
    a_rulebook(cast.ashford, **{**RULES, **first})
    cast.ashford.refresh_from_db()


def test_duties_say_through_what_and_by_which_minute(cast: Cast, as_: As) -> None:
    shown = as_(cast.adam).get(record(cast.priya))
    duties = {duty: (through, source) for duty, through, source in shown.context["duties"]}
    minute = "the council's decision of 12 May 2026, minute 24/101"
    assert duties["Authorise posts"] == ("Town Clerk", minute)
    assert duties["Grant access to official accounts"] == ("Town Clerk", "")  # no rule says it
    assert "From 1 May 2025" in shown.text


@pytest.mark.clause("LLTC-12.1-c")
def test_access_now_and_before_and_how_they_were_told(cast: Cast, as_: As) -> None:
    gone = end_access(grant=there(cast), reason="No longer needed", actor=cast.priya)
    now = granted(cast, level="partial")
    told = sections(as_(cast.ana).get(record(cast.ana)))["Access to accounts"]
    assert told[f"{gone.reference} Facebook: Main page"][0] == "To remove"
    state, facts = told[f"{now.reference} Facebook: Main page"]
    assert state == "To set up"
    assert "Told by e-mail" in facts
    assert "Partial access" in facts


def test_devices_training_and_undertakings(cast: Cast, as_: As) -> None:
    member = member_of(cast, cast.ana)
    Device.objects.create(
        council=cast.ashford, name="Laptop 07", kind="laptop", belongs="council", holder=member,
        starts_on=LAST_YEAR,
    )  # fmt: skip
    course = a_course(cast.ashford, duty="submit_drafts")
    Completion.objects.create(
        council=cast.ashford, course=course, membership=member, recorded_by=cast.adam,
        completed_on=LAST_YEAR, expires_on=today() - timedelta(days=1),
    )  # fmt: skip
    seated(cast, cast.ana)
    text = a_text(cast.ashford)
    asks_first(cast)
    shown = as_(cast.rita).get(record(cast.ana))
    told = sections(shown)
    assert told["Devices"]["Laptop 07"][0] == "In use"
    state, facts = told["Training"][course.title]
    assert state == "Lapsed"
    assert "Counted until" in facts
    assert told["Undertakings"] == {str(text): ("Not given", "")}
    lacks = {line.missing for line in shown.context["missing"]}
    assert lacks == {f"training: {course.title}", "the undertaking of the team"}
    registry = missing_of(cast.ashford, [member.pk], today())[member.pk]
    assert lacks == {one.what for one in registry}
    Completion.objects.create(
        council=cast.ashford, course=course, membership=member, recorded_by=cast.adam,
        completed_on=today(),
    )  # fmt: skip
    Undertaking.objects.create(
        council=cast.ashford, text=text, membership=member, given_on=today(),
        recorded_by=cast.ana,
    )  # fmt: skip
    after = as_(cast.rita).get(record(cast.ana))
    assert after.context["missing"] == []
    assert "Nothing that the council asks of them is missing" in after.text


def test_somebody_without_a_sign_in_is_told_on_paper(cast: Cast, as_: As) -> None:
    webmaster = add_member(
        council=cast.ashford, name="Wes of Webworks", email="", category="agency",
        starts_on=date(2026, 5, 1), can_sign_in=False, actor=cast.adam,
    )  # fmt: skip
    shown = as_(cast.adam).get(record(webmaster.person))
    assert "On paper: no e-mail address is known" in shown.text
    assert "they are recorded only" in shown.text
    assert shown.context["duties"] == []
    Person.objects.filter(pk=webmaster.person_id).update(email="wes@webworks.example")
    assert "By e-mail: wes@webworks.example" in as_(cast.adam).get(record(webmaster.person)).text


def test_one_may_read_ones_own_and_no_colleagues(cast: Cast, as_: As) -> None:
    own = as_(cast.dev).get("/c/ashford/drafts/").text
    assert record(cast.dev) in own  # the way there, on every page
    assert as_(cast.dev).get(record(cast.dev)).status_code == 200
    assert as_(cast.dev).get(record(cast.ana)).status_code == 403
    for reader in (cast.adam, cast.priya, cast.rita):
        assert as_(reader).get(record(cast.ana)).status_code == 200
    assert as_(cast.oscar).get(record(cast.ana)).status_code == 404
    barhams = record(cast.oscar).replace("barham", "ashford")
    assert as_(cast.adam).get(barhams).status_code == 404


@pytest.mark.parametrize("reader", ["ana", "rita"])
def test_the_record_asks_little(
    cast: Cast, as_: As, queries: Callable[..., Any], reader: str
) -> None:
    for level in ("task", "partial", "full"):
        granted(cast, level=level)
    member = member_of(cast, cast.ana)
    for number in range(4):
        a_course(cast.ashford, f"Course {number}", duty="submit_drafts")
        Device.objects.create(
            council=cast.ashford, name=f"Phone {number}", kind="phone", belongs="personal",
            holder=member, starts_on=LAST_YEAR,
        )  # fmt: skip
    seated(cast, cast.ana)
    a_text(cast.ashford)
    browser, url = as_(getattr(cast, reader)), record(cast.ana)
    browser.get(url)  # reads the rules once a process
    with queries(at_most=15):
        browser.get(url)
