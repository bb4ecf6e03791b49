"""Conduct of the council's own people: recorded by anybody, read by few, hidden from whom it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.inbox.due import due_for
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.conduct.actions import record_conduct
from moderation.conduct.deadlines import removals
from moderation.conduct.models import Conduct
from moderation.evidence.deadlines import spoiled_apart
from moderation.evidence.intake import capture
from moderation.evidence.models import Evidence
from moderation.items.models import Item
from tests.accounts.granting import member_of
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.councilsm.files.samples import picture, upload
from tests.moderation.capturing import captured
from tests.moderation.conducting import (
    CONDUCT,
    POST,
    a_conduct,
    a_removal,
    managed_by,
    typed,
    with_grounds,
)

As = Callable[[Person], Client]
EMPLOYEE, COUNCILLOR = f"{CONDUCT}new/employee/", f"{CONDUCT}new/councillor/"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.clause("DTC-6.1-b", "LLTC-7.3-a")
def test_an_employees_own_account_is_looked_at_on_a_ground_alone(cast: Cast, as_: As) -> None:
    with_grounds(cast)
    cora = as_(cast.cora)
    assert "It breaks the policy" in words(cora.get(EMPLOYEE))
    for wrong in ({}, {"ground": "curiosity"}, {"ground_words": "Just looking"}):
        refused = cora.post(EMPLOYEE, typed(cast, cast.ana, **wrong))
        assert refused.status_code == 422
        assert POST in words(refused)
    with pytest.raises(RuleBroken):
        a_conduct(cast, ground="curiosity")
    assert not Conduct.objects.exists()
    assert not Item.objects.exists()

    saved = cora.post(EMPLOYEE, typed(cast, cast.ana, ground="breach"), follow=True)
    assert "CO-0001 recorded. It went to the Town Clerk." in words(saved)
    page = words(as_(cast.priya).get(f"{CONDUCT}CO-0001/"))
    assert "It breaks the policy" in page
    assert "the council&#x27;s decision of 12 May 2026, minute 24/101" in page
    assert "Rule not set" not in page


def test_while_no_rule_lists_grounds_one_is_given_in_words_and_marked(cast: Cast, as_: As) -> None:
    cora = as_(cast.cora)
    assert cora.post(EMPLOYEE, typed(cast, cast.ana)).status_code == 422
    said = typed(cast, cast.ana, ground_words="A resident sent us the link")
    assert cora.post(EMPLOYEE, said).status_code == 302
    page = words(as_(cast.priya).get(f"{CONDUCT}CO-0001/"))
    assert "A resident sent us the link" in page
    assert "Rule not set" in page


def test_the_clerk_and_the_line_manager_read_it_and_nobody_else(cast: Cast, as_: As) -> None:
    managed_by(cast, cast.ana, "auditor")
    conduct = a_conduct(cast)
    page = f"{CONDUCT}CO-0001/"
    seen = {
        name
        for name in ("ana", "priya", "cora", "adam", "rita", "dev")
        if as_(getattr(cast, name)).get(page).status_code == 200
    }
    assert seen == {"priya", "rita"}
    assert "CO-0001" not in words(as_(cast.cora).get(CONDUCT))
    told = OutboxMessage.objects.filter(subject__contains="restricted")
    assert {one.recipient for one in told} == {cast.priya.email, cast.rita.email}
    assert not any("Ana" in one.body + one.subject for one in told)
    assert not any("facebook" in one.body for one in told)
    item = conduct.item
    assert item.restricted
    assert item.url == POST
    captured(cast, item)
    Evidence.objects.update(spoiled_at=timezone.now())
    warned = {
        name
        for name in ("ana", "priya", "cora", "adam", "rita", "dev")
        for due in due_for(getattr(cast, name).membership_at(cast.ashford))
        if due.text == "CO-0001: evidence is missing or changed"
    }
    assert warned == seen
    deadlines = spoiled_apart([cast.ashford.pk], today())
    assert {one.person_id for one in deadlines} == {cast.priya.pk, cast.rita.pk}


def test_a_line_manager_whom_it_is_about_does_not_read_it(cast: Cast, as_: As) -> None:
    managed_by(cast, cast.ana, "events-officer")  # which she holds herself
    a_conduct(cast)
    assert as_(cast.ana).get(f"{CONDUCT}CO-0001/").status_code == 404
    assert "Nothing goes to you" in words(as_(cast.ana).get(CONDUCT))


def test_what_is_about_the_clerk_is_hidden_from_the_clerk(cast: Cast, as_: As) -> None:
    readers = chosen({"offices": ["town-clerk", "auditor"]})
    with_grounds(cast, read_trail=readers)
    cora = as_(cast.cora)
    file = upload(picture("PNG"), "shot.png")
    sent = typed(cast, cast.priya, ground="role", captures=[file])
    saved = cora.post(EMPLOYEE, sent, follow=True)
    assert "It went to the Administrator." in words(saved)

    conduct = Conduct.objects.get()
    shot = f"/c/ashford/moderation/evidence/{conduct.item.evidence.get().uid}/"
    priya, adam = as_(cast.priya), as_(cast.adam)
    assert "CO-0001" not in words(priya.get(CONDUCT))
    for address in (f"{CONDUCT}CO-0001/", f"{CONDUCT}CO-0001/close/", shot):
        assert priya.get(address).status_code == 404
        assert adam.get(address).status_code == 200
    told = words(priya.get("/c/ashford/trail/")).partition("<tbody")[2]
    assert "Conduct of somebody" not in told
    assert "Evidence added" not in told
    assert "M-0001" not in told
    assert not OutboxMessage.objects.filter(recipient=cast.priya.email).exists()


def test_what_is_about_the_clerk_goes_to_the_clerks_own_line_manager_first(
    cast: Cast, as_: As
) -> None:
    managed_by(cast, cast.priya, "auditor")
    assert a_conduct(cast, cast.priya).goes_to == cast.ashford.offices.get(key="auditor")
    assert as_(cast.rita).get(f"{CONDUCT}CO-0001/").status_code == 200
    assert as_(cast.cora).get(f"{CONDUCT}CO-0001/").status_code == 404


def test_where_nobody_else_could_take_it_whoever_recorded_it_passes_it_on(
    cast: Cast, as_: As
) -> None:
    a_conduct(cast, cast.priya)
    assert Conduct.objects.get().goes_to is None
    assert as_(cast.priya).get(f"{CONDUCT}CO-0001/").status_code == 404
    page = words(as_(cast.cora).get(f"{CONDUCT}CO-0001/"))
    assert "The Monitoring Officer, by whoever recorded it" in page


@pytest.mark.clause("HLTC-capture-5")
def test_it_goes_to_the_monitoring_officer_instead_if_whoever_records_it_says_so(
    cast: Cast, as_: As
) -> None:
    with_grounds(cast, "HLTC-capture-5")
    page = words(as_(cast.cora).get(COUNCILLOR))
    assert "HLTC-capture-5: The clerk or the Monitoring Officer gets what was captured" in page
    sent = typed(cast, cast.dev, example="disrepute", told="monitoring_officer")
    saved = as_(cast.cora).post(COUNCILLOR, sent, follow=True)
    assert "Pass it to the Monitoring Officer: only you see it." in words(saved)
    assert as_(cast.cora).get(f"{CONDUCT}CO-0001/").status_code == 200
    assert as_(cast.priya).get(f"{CONDUCT}CO-0001/").status_code == 404


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing to show": ({"url": ""}, "url"),
    "no platform": ({"url": "https://example.org/ana"}, "platform"),
    "nobody": ({"about": ""}, "about"),
    "a councillor": ({"about": "dev"}, "about"),
    "nobody told": ({"told": ""}, "told"),
    "what nobody may keep": ({"prohibited": "child"}, "prohibited"),
}


@pytest.mark.parametrize(("wrong", "field"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_record_is_refused_at_its_field(
    cast: Cast, as_: As, wrong: dict[str, Any], field: str
) -> None:
    if wrong.get("about") == "dev":
        wrong = {"about": member_of(cast, cast.dev).pk}
    said = "The whole town talks about it"
    sent = typed(cast, cast.ana, ground_words=said, **wrong)
    refused = as_(cast.cora).post(EMPLOYEE, sent)
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert said in words(refused)
    assert not Item.objects.exists()


def test_nobody_records_themself_and_a_page_sent_twice_records_once(cast: Cast, as_: As) -> None:
    cora = as_(cast.cora)
    own = cora.post(EMPLOYEE, typed(cast, cast.cora, ground_words="x"))
    assert own.status_code == 409
    key = "6b0c1a52-51b5-4f2c-9d53-0a7e4f3d6a11"
    sent = typed(cast, cast.ana, ground_words="x", form_key=key)
    assert [cora.post(EMPLOYEE, sent).status_code for _ in range(2)] == [302, 302]
    assert Conduct.objects.count() == 1


def test_an_address_loses_what_would_let_a_reader_in(cast: Cast, as_: As) -> None:
    sent = typed(cast, cast.ana, ground_words="x", url=f"{POST}?access_token=abc&utm_source=x")
    cora = as_(cast.cora)
    assert "It was taken out before" in words(cora.post(EMPLOYEE, sent, follow=True))
    assert Item.objects.get().url == POST
    short = typed(cast, cast.ana, ground_words="x", url="https://bit.ly/3x", platform="x")
    assert "This is a shortened link" in words(cora.post(EMPLOYEE, short, follow=True))


@pytest.mark.clause("LLTC-8.2-a")
def test_bullying_by_a_colleague_goes_to_a_manager_and_is_not_written_down(
    cast: Cast, as_: As
) -> None:
    with_grounds(cast, "LLTC-8.2-a")
    ana = as_(cast.ana)
    assert "Another employee bullies or harasses me" in words(ana.get(f"{CONDUCT}new/"))
    page = f"{CONDUCT}new/colleague/"
    shown = words(ana.get(page))
    assert "bullying and harassment procedure" in shown
    assert "LLTC-8.2-a: Bullying by a colleague goes to a manager" in shown
    main = shown.partition("<main")[2].partition("</main")[0]
    assert "<form" not in main
    assert ana.post(page, {"what": "He shouts at me"}).status_code == 405
    assert not Conduct.objects.exists()


def test_the_list_names_nobody_and_cannot_be_searched(cast: Cast, as_: As, queries: Any) -> None:
    for number in range(30):
        a_conduct(cast, url=f"{POST}{number}")
    priya = as_(cast.priya)
    with queries(at_most=8):
        page = priya.get(CONDUCT)
    assert "Showing 25 of 30" in words(page)
    rows = words(page).partition("<tbody")[2].partition("</tbody")[0]
    assert "Ana" not in rows
    for query in ("q=Ana", "about=Ana", "person=1"):
        assert "Showing 25 of 30" in words(priya.get(f"{CONDUCT}?{query}"))


def test_mail_about_the_clerk_and_reminders_are_kept_from_the_clerk(cast: Cast) -> None:
    """Neither the list of messages that were not sent nor the trail's reminders tell of it."""
    a_rulebook(cast.ashford, **RULES, caretaker=chosen("administrator"))
    OutboxMessage.objects.all().delete()
    conduct = a_conduct(cast, cast.priya)
    assert list(OutboxMessage.objects.values_list("apart_from", flat=True)) == [cast.priya.pk]
    a_removal(cast, conduct, actor=cast.adam)
    told = list(removals([cast.ashford.pk], today()))
    assert told
    assert all(one.discreet for one in told)


def test_what_nobody_has_any_more_is_with_the_next_in_order(cast: Cast, as_: As) -> None:
    """Its office is vacant, or whoever was to pass it on is gone; never whom it is about."""
    a_rulebook(cast.ashford, **RULES, caretaker=chosen("administrator"))
    passed_on = a_conduct(cast, cast.dev, to_monitoring_officer=True)
    assert as_(cast.priya).get(passed_on.get_absolute_url()).status_code == 404
    member_of(cast, cast.cora).appointments.update(ends_on=today() - timedelta(days=1))
    cora = member_of(cast, cast.cora)
    cora.ends_on = today() - timedelta(days=1)
    cora.save()
    assert as_(cast.priya).get(passed_on.get_absolute_url()).status_code == 200
    assert as_(cast.adam).get(passed_on.get_absolute_url()).status_code == 404


def test_what_was_recorded_never_changes(cast: Cast) -> None:
    conduct = a_conduct(cast)
    for change in ({"about": cast.rita}, {"ground": "another"}, {"goes_to": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Conduct.objects.filter(pk=conduct.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        conduct.delete()


def test_another_councils_person_and_capture_are_refused(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES)
    oscar = cast.barham.memberships.get()
    assert as_(cast.cora).post(EMPLOYEE, typed(cast, cast.ana, about=oscar.pk)).status_code == 422
    conduct = a_conduct(cast)
    assert as_(cast.oscar).get(f"/c/barham/conduct/CO-{conduct.number:04}/").status_code == 404
    theirs = capture(upload(picture("PNG"), "a.png"), council=cast.barham, actor=cast.oscar)
    with pytest.raises(RuntimeError):
        record_conduct(
            **{"council": cast.ashford, "kind": "employee", "about": member_of(cast, cast.ana)},
            **{"platform": "x", "captures": [theirs], "ground_words": "x", "actor": cast.cora},
        )
