"""Access whose last day has passed: on the trail, told once, to be removed on the platform."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.dates import today
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.grants.tasks import end_due
from accounts.people.actions import end_membership
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.inbox.models import OutboxMessage
from tests.accounts.granting import Travel, granted, listed, member_of, there
from tests.accounts.registering import a_login
from tests.accounts.test_registers_plans import a_full_country, selects, whole_tables
from tests.cast import Cast, assemble
from tests.moderation.test_races import at_once

As = Callable[[Person], Client]
TOMORROW = timedelta(days=1)


def ran_out(cast: Cast) -> list[AuditEvent]:
    events = AuditEvent.objects.filter(council_id=cast.ashford.pk, verb="grant.ran_out")
    return list(events.select_related("detail").order_by("sequence"))


def told() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(subject__contains="has ended").order_by("pk"))


@pytest.mark.database
def test_access_that_ran_out_is_told_of_once(cast: Cast, as_: As, travel: Travel) -> None:
    last = today()
    grant = there(cast, ends_on=last)
    of_login = granted(cast, cast.adam, what=a_login(cast), level="shared", ends_on=last)
    longer = granted(cast, cast.cora, ends_on=last + TOMORROW)
    assert end_due() == 0  # its last day is a day on which it may be used
    travel(last + TOMORROW)
    over = {grant.number, of_login.number}
    assert {one.number for one in listed(as_, cast, "to_remove")} == over  # whatever runs or not
    assert (end_due(), end_due()) == (2, 0)

    first, second = ran_out(cast)
    assert (first.object_id, second.object_id) == (grant.pk, of_login.pk)
    assert (first.actor_id, first.rulebook_id) == (None, cast.ashford.rulebook_id)
    assert first.detail.label == str(grant) and f'"ends_on":"{last}"' in first.detail.new
    assert first_fault(cast.ashford.pk) is None
    assert {message.recipient for message in told()} == {cast.ana.email, cast.adam.email}
    message = told()[0]
    assert message.subject == f"Your access to {grant.what} has ended (A-0001)"
    assert grant.get_absolute_url() in message.body and "\x00" not in message.body

    assert {one.number for one in listed(as_, cast, "to_remove")} == over
    page = as_(cast.priya).get(grant.get_absolute_url())
    assert "Access closed after its last day" in page.content.decode()
    grant.refresh_from_db()
    assert grant.status == "granted" and not grant.decisions.filter(outcome="ran_out").exists()
    longer.refresh_from_db()
    assert longer.over_told_on is None


def test_access_ends_with_its_member(cast: Cast, as_: As, travel: Travel) -> None:
    grant = there(cast)
    end_membership(membership=member_of(cast, cast.ana), ends_on=today(), actor=cast.adam)
    travel(today() + TOMORROW)
    assert (end_due(), end_due()) == (1, 0)
    assert [event.object_id for event in ran_out(cast)] == [grant.pk]
    assert [one.number for one in listed(as_, cast, "to_remove")] == [grant.number]


def test_what_somebody_ended_is_not_told_of_again(cast: Cast, travel: Travel) -> None:
    from accounts.grants.actions import end_access, suspend_access

    end_access(grant=granted(cast, ends_on=today()), reason="Done", actor=cast.priya)
    rests = granted(cast, cast.cora, ends_on=today())
    suspend_access(grant=rests, reason="On leave", actor=cast.priya)
    travel(today() + TOMORROW)
    assert end_due() == 0


def test_somebody_without_an_address_is_still_on_the_trail(cast: Cast, travel: Travel) -> None:
    granted(cast, ends_on=today())
    Person.objects.filter(pk=cast.ana.pk).update(email=None)
    travel(today() + TOMORROW)
    assert end_due() == 1
    assert len(ran_out(cast)) == 1 and not told()


def test_a_council_that_fails_does_not_hold_the_others_up(
    cast: Cast, travel: Travel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts.grants.actions import due

    granted(cast, ends_on=today())
    elsewhere(cast)
    travel(today() + TOMORROW)
    facts = due.facts

    def broken(grant: AccessGrant) -> dict[str, Any]:
        if grant.council_id == cast.ashford.pk:
            raise ValueError("Spoiled")
        return facts(grant)

    monkeypatch.setattr(due, "facts", broken)
    assert end_due() == 1
    assert not ran_out(cast) and [one.council for one in told()] == [cast.barham]
    monkeypatch.undo()
    assert end_due() == 1
    assert first_fault(cast.ashford.pk) is None and first_fault(cast.barham.pk) is None


def elsewhere(cast: Cast, many: int = 1, ends_on: date | None = None) -> list[AccessGrant]:
    """Access at another council that ends today."""
    member = cast.barham.memberships.order_by("pk").first()
    assert member
    grants = AccessGrant.objects.bulk_create(
        AccessGrant(
            council=cast.barham,
            number=5_000 + number,
            membership=member,
            way_in=cast.barham.ways_in.create(kind="login", name=f"Login {number}"),
            level="shared",
            status="granted",
            starts_on=today(),
            ends_on=ends_on or today(),
        )
        for number in range(many)
    )
    return grants


@pytest.mark.database
def test_more_than_fit_into_one_transaction_end_in_several(
    cast: Cast, travel: Travel, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(cast, 50)
    granted(cast, ends_on=today())
    travel(today() + TOMORROW)
    monkeypatch.setattr("accounts.grants.tasks.TOGETHER", 30)
    assert (end_due(), end_due()) == (51, 0)
    assert len(told()) == 51
    assert first_fault(cast.ashford.pk) is None and first_fault(cast.barham.pk) is None


@pytest.mark.database
def test_every_night_s_question_reads_only_what_ends(cast: Cast) -> None:
    a_full_country(cast)
    elsewhere(cast, 300, ends_on=today() + TOMORROW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with selects() as asked:
        assert not AccessGrant.objects.ran_out_in_order(today())
    assert len(asked) == 1
    for sql, params in asked:
        assert not whole_tables(sql, params)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_at_once_end_each_once(transactional_db: None, travel: Travel) -> None:
    cast = assemble()
    elsewhere(cast, 40)
    granted(cast, ends_on=today())
    travel(today() + TOMORROW)
    outcomes = at_once([end_due] * 4)
    assert sum(outcomes) == 41, outcomes
    assert len(told()) == 41 and len(ran_out(cast)) == 1
    assert first_fault(cast.ashford.pk) is None and first_fault(cast.barham.pk) is None
    assert not GrantDecision.objects.filter(outcome="ran_out").exists()
