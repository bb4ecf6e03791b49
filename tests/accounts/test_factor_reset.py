"""A lost second factor is taken off by two people, or for the clerk by the caretaker alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.caretaker.due import resets_to_lapse
from accounts.caretaker.models import FactorReset
from accounts.dates import today
from accounts.people.actions.invitations import invite
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import OutboxMessage
from tests.accounts.absenting import member
from tests.accounts.caretaking import PAGE, a_reset, factor_of, with_caretaker
from tests.accounts.test_second_factor import SECOND, set_up_app
from tests.accounts.test_sign_in import SIGN_IN, sign_in
from tests.cast import RULES, Cast, a_member

As = Callable[[Person], Client]
WHY = {"reason": "The phone fell into the river; she came to the office."}


def page_of(person: Person) -> str:
    return f"/c/ashford/people/{member(person).pk}/second-factor/"


def confirm(browser: Client, reset: FactorReset) -> Any:
    return browser.post(f"/c/ashford/second-factors/{reset.pk}/confirm/")


def has_factor(person: Person) -> bool:
    return Authenticator.objects.filter(user=person).exists()


@pytest.mark.second_factor
def test_one_asks_and_a_second_takes_it_off(cast: Cast, as_: As) -> None:
    """Ana, an author, loses her phone; Adam asks and Priya, who manages people too, confirms."""
    with_caretaker(cast)
    browser = Client()
    sign_in(cast.ana.email, browser=browser)
    set_up_app(browser)
    for person in (cast.adam, cast.priya):
        factor_of(person)
    adam, priya = as_(cast.adam), as_(cast.priya)
    assert "They lost their second factor" in (
        adam.get(f"/c/ashford/people/{member(cast.ana).pk}/").content.decode()
    )
    assert adam.post(page_of(cast.ana), WHY).status_code == 302
    reset = FactorReset.objects.get()
    asked = OutboxMessage.objects.get()
    assert asked.recipient == cast.priya.email
    assert "1 reset of a second factor to confirm" in priya.get("/c/ashford/home/").content.decode()
    assert "to confirm" not in adam.get("/c/ashford/home/").content.decode()
    assert has_factor(cast.ana)
    assert confirm(priya, reset).status_code == 302
    assert not has_factor(cast.ana)
    assert browser.get("/c/ashford/drafts/").url.startswith(SIGN_IN)
    told = OutboxMessage.objects.exclude(pk=asked.pk)
    assert {one.recipient for one in told} == {cast.ana.email, cast.ashford.email}
    # Her password is enough now; somebody who lets posts out would be asked to set up another.
    assert sign_in(cast.ana.email).url != f"{SECOND}authenticate/"
    done = AuditEvent.objects.get(verb=Verb.FACTOR_RESET_DONE)
    assert (done.actor_id, done.council_id) == (cast.priya.pk, cast.ashford.pk)


@pytest.mark.parametrize("name", ["adam", "cora", "rita", "ana", "oscar", "dev"])
def test_who_may_not_confirm(cast: Cast, as_: As, name: str) -> None:
    """Not who asked, not whose it is, nobody without the duty, nobody of another council."""
    concerned = cast.dev if name == "dev" else cast.ana
    with_caretaker(cast)
    factor_of(concerned)
    reset = a_reset(cast, concerned, cast.adam)
    expected = {"adam": 409, "dev": 409, "oscar": 404}.get(name, 403)
    if name == "rita":  # she holds the caretaker's office as well, and so may
        expected = 302
    assert confirm(as_(getattr(cast, name)), reset).status_code == expected
    assert has_factor(concerned) is (expected != 302)


def test_who_manages_people_does_not_confirm_their_own(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    factor_of(cast.priya)
    reset = a_reset(cast, cast.priya, cast.adam)
    assert confirm(as_(cast.priya), reset).status_code == 409
    assert has_factor(cast.priya)
    assert confirm(as_(cast.dev), reset).status_code == 302  # the caretaker may
    assert not has_factor(cast.priya)


@pytest.mark.parametrize(
    "what", ["too late", "cancelled", "done", "left meanwhile", "asker has left"]
)
def test_a_request_is_good_once_and_for_seven_days(cast: Cast, as_: As, what: str) -> None:
    with_caretaker(cast)
    factor_of(cast.ana)
    reset = a_reset(cast, cast.ana, cast.adam, days=7 if what == "too late" else 6)
    priya = as_(cast.priya)
    match what:
        case "cancelled":
            assert priya.post(f"/c/ashford/second-factors/{reset.pk}/cancel/").status_code == 302
        case "done":
            assert confirm(priya, reset).status_code == 302
            factor_of(cast.ana)
        case "left meanwhile" | "asker has left":
            who = cast.ana if what == "left meanwhile" else cast.adam
            cast.ashford.memberships.filter(person=who).update(ends_on=today() - timedelta(days=1))
    assert confirm(priya, reset).status_code == 409
    assert has_factor(cast.ana)


def test_it_is_asked_only_where_it_helps(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    adam = as_(cast.adam)
    none = adam.post(page_of(cast.ana), WHY)
    assert none.status_code == 409 and "no second factor" in none.content.decode()
    factor_of(cast.ana)
    assert adam.post(page_of(cast.ana), {"reason": " "}).status_code == 422
    assert adam.post(page_of(cast.ana), WHY).status_code == 302
    again = adam.post(page_of(cast.ana), WHY)
    assert again.status_code == 409 and "asked already" in again.content.decode()
    assert as_(cast.dev).post(page_of(cast.cora), WHY).status_code == 403
    assert as_(cast.oscar).get(page_of(cast.ana)).status_code == 404
    assert as_(cast.ana).get(page_of(cast.ana)).status_code == 403


@pytest.mark.parametrize("state", ["without a sign-in", "invited", "suspended"])
def test_nothing_is_done_to_whom_the_council_does_not_let_in(
    cast: Cast, as_: As, state: str
) -> None:
    """Else any council could take it off anybody whose address it knows."""
    with_caretaker(cast)
    a_member(cast.ashford, "Oscar", "town-clerk")
    theirs = cast.ashford.memberships.get(person=cast.oscar)
    match state:
        case "without a sign-in":
            theirs.can_sign_in = False
        case "invited":
            invite(membership=theirs, actor=cast.adam)
        case "suspended":
            theirs.closes_at = timezone.now()
    theirs.save()
    factor_of(cast.oscar)
    oscar, adam, dev = as_(cast.oscar), as_(cast.adam), as_(cast.dev)
    url = f"/c/ashford/people/{theirs.pk}/"
    assert "cannot sign in here" in adam.get(f"{url}second-factor/").content.decode()
    assert adam.post(f"{url}second-factor/", WHY).status_code == 409
    assert adam.post(f"{url}end-sessions/").status_code == 409
    refused = dev.post(f"{PAGE}second-factor/", {"membership": theirs.pk, **WHY})
    assert refused.status_code == (422 if state == "suspended" else 409)
    assert has_factor(cast.oscar) and oscar.get("/c/barham/home/").status_code == 200


@pytest.mark.parametrize(("concerned", "hears"), [("ana", "priya"), ("priya", "dev")])
def test_who_may_confirm_is_reminded(cast: Cast, concerned: str, hears: str) -> None:
    with_caretaker(cast)
    cast.ashford.appointments.filter(membership=member(cast.rita)).delete()
    a_reset(cast, getattr(cast, concerned), cast.adam)
    told = list(resets_to_lapse([cast.ashford.pk], today()))
    assert [one.person_id for one in told] == [getattr(cast, hears).pk]


def test_where_one_person_manages_people_the_caretaker_confirms(cast: Cast, as_: As) -> None:
    with_caretaker(cast, manage_people=RULES["manage_people"])
    factor_of(cast.ana)
    adam = as_(cast.adam)
    assert "the caretaker (Internal Auditor)" in adam.get(page_of(cast.ana)).content.decode()
    assert adam.post(page_of(cast.ana), WHY).status_code == 302
    told = {one.recipient for one in OutboxMessage.objects.all()}
    assert told == {cast.dev.email, cast.rita.email}
    assert confirm(as_(cast.dev), FactorReset.objects.get()).status_code == 302
    assert not has_factor(cast.ana)


def test_where_nobody_could_confirm_it_says_so(cast: Cast, as_: As) -> None:
    factor_of(cast.ana)
    adam = as_(cast.adam)
    assert "has named no caretaker" in adam.get(page_of(cast.ana)).content.decode()
    refused = adam.post(page_of(cast.ana), WHY)
    assert refused.status_code == 409 and "recovery code" in refused.content.decode()


def test_another_council_of_theirs_is_told_and_not_by_whom(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    a_member(cast.barham, "Ana", "events-officer")
    ashfords = cast.ashford.memberships.get(person=cast.ana)
    factor_of(cast.ana)
    reset = FactorReset.objects.create(
        council=cast.ashford,
        membership=ashfords,
        reason="Lost.",
        asked_by=cast.adam,
        asked_at=timezone.now(),
    )
    confirm(as_(cast.priya), reset)
    message = OutboxMessage.objects.get(recipient=cast.barham.email)
    assert message.council == cast.barham
    assert "Ashford" not in message.subject + message.body and "Ana" in message.body


def test_the_caretaker_does_it_alone_for_the_clerk_only(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    factor_of(cast.priya)
    factor_of(cast.ana)
    dev = as_(cast.dev)
    url = f"{PAGE}second-factor/"
    not_the_clerk = dev.post(url, {"membership": member(cast.ana).pk, **WHY})
    assert not_the_clerk.status_code == 422
    assert dev.post(url, {"membership": member(cast.priya).pk, **WHY}).status_code == 302
    assert has_factor(cast.ana) and not has_factor(cast.priya)
    assert FactorReset.objects.get().by_caretaker
    assert {one.recipient for one in OutboxMessage.objects.all()} == {
        cast.priya.email,
        cast.ashford.email,
        cast.adam.email,  # who manages people hears of each use
    }


def test_the_database_refuses_one_person_alone(cast: Cast) -> None:
    reset = a_reset(cast, cast.ana, cast.adam)
    reset.done_at, reset.done_by = timezone.now(), cast.adam
    with pytest.raises(IntegrityError), transaction.atomic():
        reset.save(update_fields=["done_at", "done_by"])
    reset.done_by = cast.priya
    reset.save(update_fields=["done_at", "done_by"])
