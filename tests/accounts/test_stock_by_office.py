"""Access that stands on an office: recorded with its clause, and by nobody for themself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.grants.access import had_access
from accounts.grants.actions import record_by_office
from accounts.people.models import Person
from accounts.register.levels import Level
from councilsm.refusals import RuleBroken
from tests.accounts.granting import found, granted, member_of, step
from tests.cast import RULES, Cast, a_rulebook, chosen

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


def test_the_clerks_own_stands_on_the_office_and_the_clause(cast: Cast, as_: SignIn) -> None:
    clause = {"value": {"offices": ["town-clerk"]}, "minute": "24/7", "decided_on": "2026-05-12"}
    a_rulebook(cast.ashford, **{**RULES, "grant_access": clause})
    grant = found(cast, "Priya C", member_of(cast, cast.priya))
    response = step(as_, cast.priya, "keep", grant, why="I am the clerk")
    assert response.status_code == 409 and "your own access" in response.text
    page = as_(cast.priya).get(reverse("grants:office", args=["ashford", grant.number]))
    assert "minute 24/7" in page.context["form"]["clause"].value()
    office = cast.ashford.offices.get(key="town-clerk")
    typed = {
        "membership": member_of(cast, cast.priya).pk,
        "office": office.pk,
        "level": Level.FULL.value,
        "clause": page.context["form"]["clause"].value(),
    }
    assert step(as_, cast.priya, "office", grant, **typed).status_code == 302
    grant.refresh_from_db()
    assert (grant.status, grant.basis) == ("granted", "office")
    assert grant.clause.startswith("Town Clerk: the council's decision") and "24/7" in grant.clause
    assert grant.decisions.get().outcome == "office"  # recorded, not granted
    assert had_access(cast.priya, cast.page, today())


def test_no_other_office_carries_access(cast: Cast, as_: SignIn) -> None:
    grant = found(cast, "Cora", member_of(cast, cast.cora))
    typed = {
        "membership": member_of(cast, cast.cora).pk,
        "office": cast.ashford.offices.get(key="comms-officer").pk,
        "level": Level.FULL.value,
        "clause": "Job description",
    }
    assert step(as_, cast.priya, "office", grant, **typed).status_code == 422
    with pytest.raises(RuleBroken, match="carries no access"):
        record_by_office(
            what=cast.page,
            membership=member_of(cast, cast.cora),
            office=cast.ashford.offices.get(key="comms-officer"),
            level=Level.FULL,
            clause="Job description",
            actor=cast.priya,
        )


def by_office(cast: Cast, person: Person, key: str, **more: Any) -> dict[str, Any]:
    """What the page posts that records somebody's access by office."""
    return {
        "membership": member_of(cast, person).pk,
        "office": cast.ashford.offices.get(key=key).pk,
        "level": Level.FULL.value,
        "clause": "By the office",
        **more,
    }


def test_nobody_gives_themself_access_by_office(cast: Cast, as_: SignIn) -> None:
    """Not who keeps the register; nor who grants access, where somebody else could grant it."""
    offices = ["town-clerk", "events-officer"]
    a_rulebook(cast.ashford, **{**RULES, "grant_access": chosen({"offices": offices})})
    cast.page.kind, cast.page.owner = "civic", cast.ashford.offices.get(key="administrator")
    cast.page.save(update_fields=["kind", "owner"])
    url = reverse("grants:office_for", args=["ashford", "account", cast.page.pk])
    own = as_(cast.adam).post(url, by_office(cast, cast.adam, "administrator"))
    assert own.status_code == 409 and "Grant access" in own.text
    deputy = as_(cast.ana).post(url, by_office(cast, cast.ana, "events-officer"))
    assert deputy.status_code == 409 and "carries no access" in deputy.text
    assert not cast.ashford.access_grants.exists()
    holder = as_(cast.priya).post(url, by_office(cast, cast.adam, "administrator"))
    clerk = as_(cast.priya).post(url, by_office(cast, cast.priya, "town-clerk"))
    assert (holder.status_code, clerk.status_code) == (302, 302)


def test_one_administrator_more_by_office_needs_a_reason(cast: Cast, as_: SignIn) -> None:
    a_rulebook(cast.ashford, **{**RULES, "administrators": chosen(2)})
    for person in (cast.ana, cast.cora):
        granted(cast, person, level=Level.FULL)
    url = reverse("grants:office_for", args=["ashford", "account", cast.page.pk])
    sent = by_office(cast, cast.priya, "town-clerk")
    assert as_(cast.priya).post(url, sent).status_code == 409
    assert as_(cast.priya).post(url, {**sent, "reason": "Until May"}).status_code == 302


def test_access_by_office_needs_the_office_today(cast: Cast) -> None:
    office = cast.ashford.offices.get(key="town-clerk")
    values = {"what": cast.page, "office": office, "level": Level.FULL, "clause": "Policy 3"}
    with pytest.raises(RuleBroken, match="does not hold the office"):
        record_by_office(**values, membership=member_of(cast, cast.ana), actor=cast.priya)
    cast.ashford.appointments.filter(membership__person=cast.priya).update(ends_on=today())
    grant = record_by_office(**values, membership=member_of(cast, cast.priya), actor=cast.priya)
    assert grant.ends_on == today()  # a locum’s access ends with the office
