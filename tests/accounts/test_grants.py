"""Asking for access, granting it and refusing it: by whom, how much, and told in writing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import today
from accounts.grants.actions import grant_access, refuse_access, take_back
from accounts.grants.lacking import lacking
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.people.models import Person
from accounts.register.actions import change_state
from accounts.register.levels import Level
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.changing import in_boxes as day
from tests.accounts.granting import (
    Travel,
    ask_url,
    asked,
    decide,
    granted,
    member_of,
    rules,
    step,
    wanted,
)
from tests.accounts.teaming import a_device, a_loss
from tests.cast import AccountFactory, Cast, chosen

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


# --- Asking -----------------------------------------------------------------------------------


def test_anybody_asks_for_themself(cast: Cast, as_: SignIn) -> None:
    response = as_(cast.ana).post(ask_url(cast), wanted(**day("ends_on", today())))
    grant = cast.ashford.access_grants.get()
    assert response.status_code == 302 and response["Location"] == grant.get_absolute_url()
    assert (grant.status, grant.who, grant.ends_on) == ("requested", "Ana", today())
    assert [message.recipient for message in OutboxMessage.objects.all()] == ["priya@example.org"]
    assert AuditEvent.objects.about(grant).get().verb == "grant.requested"


@pytest.mark.clause("LLTC-12.1-a")
def test_why_the_job_needs_it_is_said(cast: Cast, as_: SignIn) -> None:
    response = as_(cast.ana).post(ask_url(cast), wanted(why="  "))
    assert response.status_code == 422 and "Say why the job needs it" in response.content.decode()
    assert not cast.ashford.access_grants.exists()


@pytest.mark.clause("LLTC-12.1-d")
def test_the_least_level_that_edits_is_chosen_beforehand(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.ana).get(ask_url(cast))
    assert page.context["form"]["level"].value() == Level.TASK
    linkedin = AccountFactory(council=cast.ashford, platform="linkedin", handle="ashford-tc")
    address = reverse("grants:ask_for", args=["ashford", "account", linkedin.pk])
    # Somebody who sees figures only could not do the work of an editor.
    assert as_(cast.ana).get(address).context["form"]["level"].value() == Level.EDITOR


@pytest.mark.clause("LLTC-12.1-f")
def test_direct_messages_are_off_and_need_a_reason(cast: Cast, as_: SignIn) -> None:
    page = as_(cast.ana).get(ask_url(cast))
    assert page.context["form"]["direct_messages"].value() == "no"
    refused = as_(cast.ana).post(ask_url(cast), wanted(direct_messages="yes"))
    assert refused.status_code == 422
    assert "Say why the job needs the direct messages" in refused.content.decode()
    why = "Answers residents’ questions"
    as_(cast.ana).post(ask_url(cast), wanted(direct_messages="yes", why_direct_messages=why))
    assert cast.ashford.access_grants.get().why_direct_messages == why
    listed = as_(cast.rita).get(reverse("grants:list", args=["ashford"]), {"show": "asked"})
    assert "Reads direct messages" in listed.content.decode()


@pytest.mark.clause("LLTC-12.1-e")
def test_access_can_be_tied_to_devices(cast: Cast, as_: SignIn) -> None:
    laptop = cast.ashford.devices.create(
        name="Laptop 07", kind="laptop", belongs="council", starts_on=today()
    )
    none = as_(cast.ana).post(ask_url(cast), wanted(authorised_devices_only="yes"))
    assert none.status_code == 422
    tied = wanted(authorised_devices_only="yes", devices=[laptop.pk])
    as_(cast.ana).post(ask_url(cast), tied)
    grant = cast.ashford.access_grants.get()
    assert [device.name for device in grant.devices.all()] == ["Laptop 07"]
    assert "Laptop 07" in as_(cast.rita).get(grant.get_absolute_url()).content.decode()


def test_another_councils_device_is_not_offered(cast: Cast, as_: SignIn) -> None:
    theirs = cast.barham.devices.create(
        name="Theirs", kind="laptop", belongs="council", starts_on=today()
    )
    cast.ashford.devices.create(name="Ours", kind="laptop", belongs="council", starts_on=today())
    tied = wanted(authorised_devices_only="yes", devices=[theirs.pk])
    assert as_(cast.ana).post(ask_url(cast), tied).status_code == 422


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"level": Level.EDITOR.value}, 422, "Select one of the choices"),
        ({"why": "The password is Carn1val!"}, 409, "looks like a password"),
        (day("ends_on", date(2020, 1, 1)), 422, "The last day cannot be before the first"),
        (day("starts_on", date(2025, 6, 1)), 409, "Access cannot begin in the past"),
    ],
)
def test_what_cannot_be_asked_for(
    cast: Cast, as_: SignIn, changes: dict[str, str], status: int, words: str
) -> None:
    response = as_(cast.ana).post(ask_url(cast), wanted(**changes))
    assert response.status_code == status and words in response.content.decode()
    assert not cast.ashford.access_grants.exists()


def test_the_same_is_not_asked_for_twice(cast: Cast, as_: SignIn) -> None:
    first = asked(cast)
    response = as_(cast.ana).post(ask_url(cast), wanted())
    assert response.status_code == 409 and first.reference in response.content.decode()
    assert cast.ashford.access_grants.count() == 1


def test_closed_and_foreign_accounts_are_not_to_be_had(cast: Cast, as_: SignIn) -> None:
    theirs = cast.barham.official_accounts.get()
    cast.ashford.official_accounts.update(status="closed")
    for account in (cast.page, theirs):
        address = reverse("grants:ask_for", args=["ashford", "account", account.pk])
        assert as_(cast.ana).get(address).status_code == 404
    assert as_(cast.ana).get("/c/ashford/access/ask/elsewhere/1/").status_code == 404


def test_who_asked_takes_it_back(cast: Cast, as_: SignIn) -> None:
    """Priya alone grants: nobody could decide about her own, and she is told what to do."""
    office = reverse("grants:office_for", args=["ashford", "account", cast.page.pk])
    assert office in as_(cast.priya).get(ask_url(cast)).text
    answer = as_(cast.priya).post(
        ask_url(cast), wanted(membership=member_of(cast, cast.priya).pk), follow=True
    )
    assert "Nobody else here grants access." in answer.text and office in answer.text
    grant = cast.ashford.access_grants.get()
    assert step(as_, cast.cora, "end", grant, reason="No").status_code == 403
    assert step(as_, cast.priya, "end", grant, reason="By office instead").status_code == 302
    page = as_(cast.priya).get(grant.get_absolute_url()).text
    assert "By office instead" in page and "It was never set up" in page
    assert not cast.ashford.access_grants.to_remove(today()).exists()
    waiting = asked(cast)
    assert "Waits for a decision by Priya" in as_(cast.ana).get(waiting.get_absolute_url()).text
    decide(as_, cast.priya, waiting)
    with pytest.raises(Stale):
        take_back(grant=waiting, reason="Late", actor=cast.ana)


@pytest.mark.clause("FTC-6.2-f")
def test_only_who_grants_asks_for_somebody_else(cast: Cast, as_: SignIn) -> None:
    cora = member_of(cast, cast.cora)
    as_(cast.ana).post(ask_url(cast), wanted(membership=cora.pk))
    assert cast.ashford.access_grants.get().who == "Ana"  # the field is not hers to send
    as_(cast.priya).post(ask_url(cast), wanted(membership=cora.pk))
    assert cast.ashford.access_grants.latest("pk").who == "Cora"


def test_a_tie_is_not_dropped_with_its_device(cast: Cast, as_: SignIn) -> None:
    """Her page offered a laptop, which went out of use before she sent it."""
    laptop = a_device(cast, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 5))
    tied = wanted(authorised_devices_only="yes", devices=[laptop.pk])
    assert as_(cast.ana).post(ask_url(cast), tied).status_code == 422
    assert not cast.ashford.access_grants.exists()


@pytest.mark.parametrize(
    ("whose", "more", "words"),
    [
        ("cora", {}, "belongs to somebody else"),
        ("ana", {"ends_on": date(2026, 1, 5)}, "is not in use"),
        ("ana", {"lost": True}, "is lost"),
    ],
)
def test_it_is_tied_to_no_device_that_is_not_theirs_to_use(
    cast: Cast, whose: str, more: dict[str, Any], words: str
) -> None:
    device = a_loss(cast).device if more.pop("lost", False) else None
    holder = member_of(cast, getattr(cast, whose))
    values = {"starts_on": date(2026, 1, 1), **more}
    device = device or a_device(cast, name="A phone", holder=holder, **values)
    with pytest.raises(RuleBroken, match=words):
        asked(cast, authorised_devices_only=True, devices=[device])
    # Nor is anything granted that was tied to it before.
    assert any(words in one.what for one in lacking(asked(cast), [device]))


# --- Deciding ---------------------------------------------------------------------------------


@pytest.mark.clause("LLTC-12.1-c", "LLTC-9.3-g")
def test_granted_and_told_in_writing_without_a_password(cast: Cast, as_: SignIn) -> None:
    grant = asked(cast)
    OutboxMessage.objects.all().delete()
    assert decide(as_, cast.priya, grant).status_code == 302
    grant.refresh_from_db()
    assert (grant.status, grant.told, grant.told_on) == ("granted", "mail", today())
    message = OutboxMessage.objects.get(recipient="ana@example.org")
    assert "Facebook: Main page" in message.subject and "Level: Task access" in message.body
    assert "Nobody sends you a password" in message.body
    decision = grant.decisions.get()
    assert (decision.outcome, decision.decided_by) == ("granted", cast.priya)
    assert decision.office and decision.office.key == "town-clerk"
    listed = as_(cast.ana).get(reverse("grants:list", args=["ashford"])).content.decode()
    assert "Ana" in listed and "Task access" in listed


@pytest.mark.clause("FTC-6.2-a")
def test_the_deputy_grants_and_nobody_else(cast: Cast, as_: SignIn) -> None:
    rules(cast, grant_access=chosen({"offices": ["town-clerk", "events-officer"]}))
    grant = asked(cast, cast.cora)
    for person in (cast.cora, cast.adam, cast.dev):
        assert decide(as_, person, grant).status_code == 403
    assert decide(as_, cast.oscar, grant).status_code == 404
    assert decide(as_, cast.ana, grant).status_code == 302
    grant.refresh_from_db()
    assert grant.status == "granted"


def test_nobody_grants_their_own(cast: Cast, as_: SignIn) -> None:
    grant = asked(cast, cast.priya)
    assert "somebody else decides" in str(
        as_(cast.priya).get(reverse("grants:decide", args=["ashford", grant.number])).content
    )
    response = decide(as_, cast.priya, grant)
    assert response.status_code == 409 and "your own access" in response.content.decode()
    grant.refresh_from_db()
    assert grant.status == "requested" and not grant.decisions.exists()


def test_refused_with_a_reason_that_they_read(cast: Cast, as_: SignIn) -> None:
    grant = asked(cast)
    OutboxMessage.objects.all().delete()
    assert decide(as_, cast.priya, grant, "refuse").status_code == 422
    assert decide(as_, cast.priya, grant, "refuse", refusal="Not your job.").status_code == 302
    assert "Not your job." in OutboxMessage.objects.get().body
    grant.refresh_from_db()
    assert grant.status == "refused" and grant.decisions.get().reason == "Not your job."


def test_a_second_decision_comes_too_late(cast: Cast, as_: SignIn) -> None:
    grant = granted(cast)
    response = decide(as_, cast.priya, grant, "refuse", refusal="No")
    assert response.status_code == 409 and "no longer open" in response.content.decode()
    with pytest.raises(Stale):
        refuse_access(grant=grant, reason="No", actor=cast.priya)
    assert grant.decisions.get().outcome == GrantDecision.Outcome.GRANTED


def test_the_granter_may_set_another_last_day(cast: Cast, as_: SignIn) -> None:
    grant = asked(cast)
    decide(as_, cast.priya, grant, **day("ends_on", today() + timedelta(days=5)))
    grant.refresh_from_db()
    assert grant.ends_on == grant.decisions.get().ends_on == today() + timedelta(days=5)


def test_nobody_who_left_is_let_in(cast: Cast, as_: SignIn) -> None:
    grant = asked(cast)
    cast.ashford.memberships.filter(person=cast.ana).update(ends_on=today() - timedelta(days=1))
    response = decide(as_, cast.priya, grant)
    assert response.status_code == 409 and "has left the council" in response.content.decode()
    leaving = asked(cast, cast.cora)
    cast.ashford.memberships.filter(person=cast.cora).update(ends_on=today())
    response = decide(as_, cast.priya, leaving)
    assert response.status_code == 409 and "Choose a last day" in response.content.decode()


@pytest.mark.clause("LLTC-12.1-b", "LTC-4.2.1-b")
def test_what_waited_begins_on_the_day_it_is_granted(
    cast: Cast, as_: SignIn, travel: Travel
) -> None:
    grant = asked(cast)
    decided = today() + timedelta(days=5)
    travel(decided)
    decide(as_, cast.priya, grant)
    grant.refresh_from_db()
    assert grant.starts_on == decided


def test_nobody_is_let_into_what_was_closed_meanwhile(cast: Cast) -> None:
    """Whoever decides has read the account before somebody else closed it."""
    grant = asked(cast)
    stale = AccessGrant.objects.select_related("account", "council").get(pk=grant.pk)
    change_state(account=cast.page, status="closed", on=today(), reason="Gone", actor=cast.adam)
    with pytest.raises(RuleBroken, match="is closed"):
        grant_access(grant=stale, ends_on=None, actor=cast.priya)
    with pytest.raises(RuleBroken, match="is closed"):
        asked(cast, cast.cora, what=stale.account)
