"""What comes before access: few administrators, training, undertakings, permitted devices."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.dates import today
from accounts.grants.actions import (
    extend_access,
    grant_access,
    resume_access,
    suspend_access,
)
from accounts.people.actions import add_member
from accounts.people.models import Membership, Person
from accounts.register.levels import Level
from accounts.register.models import Opening, WayIn
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes as day
from tests.accounts.granting import (
    ask_url,
    asked,
    decide,
    found,
    granted,
    member_of,
    rules,
    wanted,
)
from tests.cast import AccountFactory, Cast, a_member, chosen

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


# --- How many administrators ------------------------------------------------------------------


@pytest.fixture
def three_at_most(cast: Cast) -> None:
    rules(cast, administrators=chosen(3))
    for name in ("One", "Two", "Three"):
        found(cast, name)


@pytest.mark.clause("LLTC-12.1-d")
@pytest.mark.usefixtures("three_at_most")
def test_a_fourth_administrator_needs_a_reason(cast: Cast, as_: SignIn) -> None:
    grant = asked(cast, level=Level.FULL)
    refused = decide(as_, cast.priya, grant)
    assert refused.status_code == 409 and "4 people with full control" in refused.content.decode()
    assert decide(as_, cast.priya, grant, reason="Cover in August").status_code == 302
    assert grant.decisions.get().reason == "Cover in August"


@pytest.mark.usefixtures("three_at_most")
def test_less_than_full_control_needs_none(cast: Cast, as_: SignIn) -> None:
    assert decide(as_, cast.priya, asked(cast)).status_code == 302


@pytest.mark.usefixtures("three_at_most")
def test_administrators_by_way_of_a_portfolio_count(cast: Cast) -> None:
    cast.ashford.access_grants.filter(found_name="One").update(status="ended")
    grant = asked(cast, level=Level.FULL)
    portfolio = WayIn.objects.create(council=cast.ashford, kind="portfolio", name="Meta")
    Opening.objects.create(council=cast.ashford, way_in=portfolio, account=cast.page)
    found(cast, "Four", what=portfolio)
    with pytest.raises(RuleBroken, match="4 people with full control"):
        grant_access(grant=grant, ends_on=None, actor=cast.priya)
    cast.ashford.ways_in.update(ended_on=today())
    grant_access(grant=grant, ends_on=None, actor=cast.priya)


@pytest.mark.clause("LLTC-12.1-d")
def test_those_count_who_begin_later(cast: Cast, as_: SignIn) -> None:
    rules(cast, administrators=chosen(2))
    later = {"level": Level.FULL, "starts_on": today() + timedelta(days=3)}
    first, second, third = (
        asked(cast, person, **later) for person in (cast.ana, cast.cora, cast.adam)
    )
    assert decide(as_, cast.priya, first).status_code == 302
    assert decide(as_, cast.priya, second).status_code == 302
    assert decide(as_, cast.priya, third).status_code == 409


def test_giving_back_counts_them_too(cast: Cast) -> None:
    rules(cast, administrators=chosen(2))
    rests = suspend_access(grant=granted(cast, level=Level.FULL), reason="x", actor=cast.priya)
    for person in (cast.cora, cast.adam):
        granted(cast, person, level=Level.FULL)
    with pytest.raises(RuleBroken, match="3 people with full control"):
        resume_access(grant=rests, actor=cast.priya)
    resume_access(grant=rests, reason="Cover in August", actor=cast.priya)


# --- What is wanted first ---------------------------------------------------------------------


@pytest.fixture
def untrained(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody lacks a course, and the council wants training first."""

    def tell(council: Council, members: Any, on: Any) -> dict[int, list[tuple[str, str]]]:
        return {member: [("training: Responsible use", "")] for member in members}

    monkeypatch.setattr("accounts.people.missing.TELLERS", [("training_first", tell)])
    rules(cast, training_first=chosen(True))


@pytest.mark.usefixtures("untrained")
def test_before_the_go_live_date_what_is_missing_warns(cast: Cast, as_: SignIn) -> None:
    cast.ashford.go_live_on = today() + timedelta(days=1)
    cast.ashford.save(update_fields=["go_live_on"])
    grant = asked(cast)
    page = as_(cast.priya).get(reverse("grants:decide", args=["ashford", grant.number]))
    assert "Training: Responsible use" in page.content.decode()
    url = reverse("grants:decide", args=["ashford", grant.number])
    after = as_(cast.priya).post(url, {"outcome": "grant"}, follow=True).content.decode()
    assert "Ana still lacks training: Responsible use" in after
    grant.refresh_from_db()
    assert grant.status == "granted"


@pytest.mark.usefixtures("untrained")
def test_from_the_go_live_date_it_is_refused(cast: Cast, as_: SignIn) -> None:
    cast.ashford.go_live_on = today()
    cast.ashford.save(update_fields=["go_live_on"])
    grant = asked(cast)
    response = decide(as_, cast.priya, grant)
    words = response.content.decode()
    assert response.status_code == 409
    assert "Missing: training: Responsible use" in words and "minute 24/101" in words
    grant.refresh_from_db()
    assert grant.status == "requested"


@pytest.mark.usefixtures("untrained")
def test_nor_is_it_extended_or_given_back(cast: Cast) -> None:
    longer = granted(cast, ends_on=today())
    rests = suspend_access(grant=granted(cast, cast.cora), reason="x", actor=cast.priya)
    later = today() + timedelta(days=9)
    extend_access(grant=longer, ends_on=later, reason="Rain", actor=cast.priya)
    cast.ashford.go_live_on = today()
    cast.ashford.save(update_fields=["go_live_on"])
    for grant in (longer, rests):
        grant.council = cast.ashford
    with pytest.raises(RuleBroken, match="Missing: training"):
        extend_access(grant=longer, ends_on=None, reason="Rain", actor=cast.priya)
    with pytest.raises(RuleBroken, match="Missing: training"):
        resume_access(grant=rests, actor=cast.priya)


@pytest.mark.clause("FTC-6.2-d", "FTC-6.2-e")
def test_training_and_the_undertaking_are_named(cast: Cast, as_: SignIn) -> None:
    first = {"training_first": chosen(True), "undertaking_first": chosen(True)}
    rules(cast, **first)
    cast.ashford.go_live_on = today()
    cast.ashford.save(update_fields=["go_live_on"])
    ana = member_of(cast, cast.ana)
    course = cast.ashford.courses.create(title="Responsible use")
    course.needs.create(council=cast.ashford, category=ana.category)
    cast.ashford.team_members.create(membership=ana, starts_on=today())
    text = cast.ashford.undertaking_texts.create(
        number=1, words="I never share a login.", in_force_from=today()
    )
    grant = asked(cast)
    response = decide(as_, cast.priya, grant)
    assert response.status_code == 409
    listed = "the undertaking of the team; training: Responsible use"
    found = re.findall(r"Missing: [^<(]*", response.content.decode())
    assert found and listed in found[0], found
    course.completions.create(
        council=cast.ashford, membership=ana, completed_on=today(), recorded_by=cast.priya
    )
    assert "Missing: the undertaking" in decide(as_, cast.priya, grant).content.decode()
    text.given.create(council=cast.ashford, membership=ana, given_on=today(), recorded_by=cast.ana)
    assert decide(as_, cast.priya, grant).status_code == 302


@pytest.mark.clause("DTC-2.1-e")
def test_at_dunstable_nobody_untrained_whose_role_needs_it_is_let_in(as_: SignIn) -> None:
    """By its own rulebook. Which roles are relevant the council says with the course."""
    council = create_council(
        name="Dunstable", slug="dunstable", email="o@d.example", rulebook="dunstable", actor=None
    )
    council.go_live_on = today()
    council.save(update_fields=["go_live_on"])
    page = AccountFactory(council=council, name="Youth page")
    clerk = as_(a_member(council, "Carla Clerk", "town-clerk"))
    youth = a_member(council, "Yan Youth", category="casual")
    office = a_member(council, "Olu Office")
    course = {"title": "Online Safety Awareness", "valid_months": 36, "categories": ["casual"]}
    assert clerk.post("/c/dunstable/training/new/", course).status_code == 302
    ask = f"/c/dunstable/access/ask/account/{page.pk}/"
    for person in (youth, office):
        assert as_(person).post(ask, wanted()).status_code == 302
    decide_on = "/c/dunstable/access/A-{:04}/decide/"
    refused = clerk.post(decide_on.format(1), {"outcome": "grant"})
    assert refused.status_code == 409
    assert "Missing: training: Online Safety Awareness" in refused.text
    assert "/c/dunstable/policies/clauses/DTC-2.1-e/" in refused.text
    assert council.access_grants.get(number=1).status == "requested"
    # Whose role does not need it is let in as before.
    assert clerk.post(decide_on.format(2), {"outcome": "grant"}).status_code == 302
    done = {
        "course": council.courses.get().pk,
        "membership": council.memberships.get(person=youth).pk,
        **day("completed_on", today()),
        "paper_reference": "Personnel file 7",
    }
    assert clerk.post("/c/dunstable/training/record/", done).status_code == 302
    assert clerk.post(decide_on.format(1), {"outcome": "grant"}).status_code == 302
    assert council.access_grants.get(number=1).status == "granted"


@pytest.mark.usefixtures("untrained")
def test_nothing_is_wanted_first_where_no_rule_says_so(cast: Cast, as_: SignIn) -> None:
    rules(cast)
    cast.ashford.go_live_on = today()
    cast.ashford.save(update_fields=["go_live_on"])
    assert decide(as_, cast.priya, asked(cast)).status_code == 302


def test_a_personal_device_needs_its_permission(cast: Cast, as_: SignIn) -> None:
    use = {"use": "with_permission", "permission_from": ["town-clerk"]}
    rules(cast, devices=chosen(use))
    cast.ashford.go_live_on = today()
    cast.ashford.save(update_fields=["go_live_on"])
    phone = cast.ashford.devices.create(
        name="Ana’s phone",
        kind="phone",
        belongs="personal",
        holder=member_of(cast, cast.ana),
        starts_on=today(),
    )
    grant = asked(cast, authorised_devices_only=True, devices=[phone])
    response = decide(as_, cast.priya, grant)
    assert response.status_code == 409 and "permission for Ana’s phone" in response.content.decode()
    phone.permissions.create(
        council=cast.ashford,
        starts_on=today(),
        ends_on=today(),
        commitments="I keep it locked.",
        given_by=cast.priya,
        accepted_on=today(),
    )
    assert decide(as_, cast.priya, grant).status_code == 302


def test_people_without_an_address_are_told_on_paper(cast: Cast, as_: SignIn) -> None:
    webmaster = add_member(
        council=cast.ashford,
        name="Wendy Webb",
        email=None,
        category=Membership.Category.PROVIDER,
        starts_on=today(),
        can_sign_in=False,
        actor=cast.adam,
    )
    as_(cast.priya).post(ask_url(cast), wanted(membership=webmaster.pk))
    grant = cast.ashford.access_grants.get()
    decide(as_, cast.priya, grant)
    grant.refresh_from_db()
    assert grant.status == "granted" and not grant.told
    told = reverse("grants:tell", args=["ashford", grant.number])
    tomorrow = today() + timedelta(days=1)
    assert as_(cast.priya).post(told, day("told_on", tomorrow)).status_code == 409
    assert as_(cast.ana).post(told, day("told_on", today())).status_code == 403
    early = as_(cast.priya).post(told, day("told_on", today() - timedelta(days=1)))
    assert early.status_code == 409 and "before it was decided" in early.content.decode()
    confirm = reverse("grants:confirm", args=["ashford", grant.number])
    untold = as_(cast.priya).post(confirm, {**day("confirmed_on", today()), "how": "It does"})
    assert untold.status_code == 409 and "is told first, in writing" in untold.content.decode()
    assert as_(cast.priya).post(told, day("told_on", today())).status_code == 302
    grant.refresh_from_db()
    assert (grant.told, grant.told_on) == ("paper", today())
    assert as_(cast.priya).post(told, day("told_on", today())).status_code == 409
