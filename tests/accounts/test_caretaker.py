"""The caretaker lets somebody in when the clerk is gone, and that is all they can do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from tests.accounts.absenting import away, member
from tests.accounts.caretaking import (
    PAGE,
    acted,
    clerk,
    gone,
    locum,
    sign_in_once,
    told,
    with_caretaker,
)
from tests.accounts.changing import in_boxes
from tests.cast import Cast, a_member, chosen
from tests.moderation.deciding import decide, decision
from tests.moderation.drafting import waiting

As = Callable[[Person], Client]


def test_unset_nobody_is_caretaker(cast: Cast, as_: As) -> None:
    """Not even the proper officer, to whom every other duty falls."""
    membership = cast.priya.membership_at(cast.ashford)
    assert membership and Duty.DECIDE_BLOCKS in membership.duties  # unset, so hers
    assert Duty.CARETAKE not in membership.duties
    assert as_(cast.priya).get(PAGE).status_code == 403
    rules = as_(cast.priya).get("/c/ashford/rules/").content.decode()
    assert "Until then nobody could let somebody in if the Town Clerk were gone" in rules


def test_the_caretaker_holds_that_one_duty(cast: Cast, as_: As) -> None:
    with_caretaker(cast, read_trail=chosen({"offices": ["administrator"]}))
    membership = cast.dev.membership_at("ashford")
    assert membership and set(membership.duties) == {Duty.SUBMIT_DRAFTS, Duty.CARETAKE}
    dev = as_(cast.dev)
    assert dev.get(PAGE).status_code == 200
    for closed in ("people/", "leavers/", "trail/", "approvals/"):
        assert dev.get(f"/c/ashford/{closed}").status_code == 403, closed
    assert as_(cast.adam).get(PAGE).status_code == 403
    assert as_(cast.oscar).get(PAGE).status_code == 404
    assert "Caretaker" in str(dev.get(PAGE).context["sub_navigation"])


@pytest.mark.second_factor
def test_the_caretaker_needs_a_second_factor(cast: Cast, as_: As) -> None:
    dev = with_caretaker(cast)
    assert as_(dev).get(PAGE).url == "/sign-in/second-factor/"


def test_the_clerk_dies_and_a_locum_comes(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    priya, dev = as_(cast.priya), as_(cast.dev)
    assert priya.get("/c/ashford/approvals/").status_code == 200
    assert dev.post(f"{PAGE}clerk/", locum()).status_code == 409
    assert dev.post(f"{PAGE}gone/", gone(cast)).status_code == 302
    # She belongs to no other council, so that her open session is dead.
    assert priya.get("/c/ashford/approvals/").url.startswith("/sign-in/")
    assert told() == {cast.ashford.email, cast.adam.email}  # no letter to the dead
    assert acted(Verb.CARETAKER_ENDED_SIGN_IN).actor_id == cast.dev.pk
    OutboxMessage.objects.all().delete()

    page = dev.get(PAGE).content.decode()
    assert "Bring in an acting or locum Town Clerk" in page and "left to do" in page
    assert dev.post(f"{PAGE}clerk/", locum()).status_code == 302
    lucy = Person.objects.get(name="Lucy Locum")
    held = member(lucy).appointments.get()
    assert (held.office.key, held.kind, held.minute) == ("town-clerk", "locum", "26/14")
    assert member(lucy).sign_in == Membership.SignIn.INVITED
    assert told() == {cast.ashford.email, cast.adam.email, "lucy@example.org"}
    acted(Verb.CARETAKER_BROUGHT_IN)
    # Until she has signed in, somebody else can be brought in: the address may be wrong.
    assert dev.get(f"{PAGE}clerk/").status_code == 200
    member(lucy).invitations.update(accepted_at=timezone.now())
    sign_in_once(lucy)
    # She does the clerk's work by the rules of the clerk: what waits, and nothing of her own.
    browser, draft = as_(lucy), waiting(cast)
    own = waiting(cast, author=lucy, title="Her own")
    assert browser.post(decide(draft), decision(draft)).status_code == 302
    assert browser.post(decide(own), decision(own)).status_code == 409
    refused = dev.post(f"{PAGE}clerk/", locum(name="Another", email="another@example.org"))
    assert refused.status_code == 409
    assert "Lucy Locum is Town Clerk and is there" in refused.content.decode()


@pytest.mark.parametrize("state", ["vacant", "away", "closed", "never signed in"])
def test_when_somebody_may_be_brought_in(cast: Cast, as_: As, state: str) -> None:
    with_caretaker(cast)
    match state:
        case "vacant":
            clerk(cast).appointments.update(ends_on=today() - timedelta(days=1))
        case "away":
            away(cast, cast.priya)
        case "closed":
            Membership.objects.filter(pk=clerk(cast).pk).update(closes_at=timezone.now())
        case "never signed in":
            Person.objects.filter(pk=cast.priya.pk).update(last_login=None)
    typed = locum(**in_boxes("ends_on", today()))
    assert as_(cast.dev).post(f"{PAGE}clerk/", typed).status_code == 302


@pytest.mark.parametrize("known", [True, False], ids=["a last day", "until further notice"])
def test_nobody_stands_in_beyond_the_clerks_return(cast: Cast, as_: As, known: bool) -> None:
    """Else there would be two clerks from the day after, by two forms of the caretaker's."""
    dev = as_(with_caretaker(cast))
    away(cast, cast.priya, ends=3 if known else None)
    ends = {"none": {}, "later": in_boxes("ends_on", today() + timedelta(days=4))}
    for case, words in [("none", "comes back"), *([("later", "is back after")] if known else [])]:
        refused = dev.post(f"{PAGE}clerk/", locum(**ends[case]))
        assert (refused.status_code, words in refused.content.decode()) == (409, True), case
    assert not Person.objects.filter(name="Lucy Locum").exists()
    within = in_boxes("ends_on", today() + timedelta(days=3))
    assert dev.post(f"{PAGE}clerk/", locum(**within)).status_code == 302


@pytest.mark.parametrize("state", ["there", "about to leave", "another's absence"])
def test_a_clerk_who_is_there_is_not_deposed(cast: Cast, as_: As, state: str) -> None:
    with_caretaker(cast)
    match state:
        case "about to leave":
            later = timezone.now() + timedelta(days=1)
            Membership.objects.filter(pk=clerk(cast).pk).update(closes_at=later)
        case "another's absence":
            away(cast, cast.adam)
    refused = as_(cast.dev).post(f"{PAGE}clerk/", locum())
    assert refused.status_code == 409
    assert "Priya is Town Clerk and is there" in refused.content.decode()
    assert not Person.objects.filter(name="Lucy Locum").exists()


WRONG: dict[str, tuple[dict[str, Any], int, str]] = {
    "no minute": ({"minute": ""}, 422, "Enter the number of the minute"),
    "for good": ({"kind": "substantive"}, 422, "Select one of the choices"),
    "nobody named": ({"name": ""}, 422, "Enter their name"),
    "no address": ({"email": ""}, 422, "Enter their email address"),
    "in the past": (in_boxes("starts_on", today() - timedelta(days=1)), 409, "has passed already"),
    "the caretaker under another name": ({"email": "CLLR.DEV@example.org"}, 409, "Nobody makes"),
}


@pytest.mark.parametrize("case", WRONG)
def test_whom_the_caretaker_does_not_bring_in(cast: Cast, as_: As, case: str) -> None:
    with_caretaker(cast)
    away(cast, cast.priya)
    typed, status, words = WRONG[case]
    answer = as_(cast.dev).post(f"{PAGE}clerk/", locum(**typed))
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert not Person.objects.filter(name="Lucy Locum").exists() and not told()


def test_a_member_acts_but_never_the_caretaker_nor_a_councillor_with_pay(
    cast: Cast, as_: As
) -> None:
    with_caretaker(cast)
    away(cast, cast.priya)
    a_member(cast.ashford, "Cllr Eve", category="councillor")
    eve = cast.ashford.memberships.get(person__name="Cllr Eve")
    dev = as_(cast.dev)
    chosen_as = {"who": "member", "kind": "acting", **in_boxes("ends_on", today())}
    own = dev.post(f"{PAGE}clerk/", locum(**chosen_as, member=member(cast.dev).pk))
    assert own.status_code == 422
    paid = dev.post(f"{PAGE}clerk/", locum(**chosen_as, member=eve.pk))
    assert paid.status_code == 409 and "s.112(5)" in paid.content.decode()
    unpaid = locum(**chosen_as, member=eve.pk, unpaid="on")
    assert dev.post(f"{PAGE}clerk/", unpaid).status_code == 302
    assert eve.appointments.get().kind == "acting"


def test_a_second_stand_in_takes_the_place_of_one_who_never_joined(cast: Cast, as_: As) -> None:
    dev = as_(with_caretaker(cast))
    dev.post(f"{PAGE}gone/", gone(cast))
    for name in ("lucy", "mary"):
        typed = locum(name=name, email=f"{name}@example.org")
        assert dev.post(f"{PAGE}clerk/", typed).status_code == 302
    lucy, mary = (member(Person.objects.get(name=name)) for name in ("lucy", "mary"))
    assert lucy.sign_in == Membership.SignIn.WITHDRAWN
    assert lucy.appointments.get().ends_on == today()
    assert mary.sign_in == Membership.SignIn.INVITED and mary.appointments.get().ends_on is None


def test_home_says_that_the_office_is_vacant_to_the_caretaker(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    words = "Nobody is Town Clerk"
    assert words not in as_(cast.dev).get("/c/ashford/home/").content.decode()
    clerk(cast).appointments.update(ends_on=today() - timedelta(days=1))
    assert words in as_(cast.dev).get("/c/ashford/home/").content.decode()
    assert words not in as_(cast.ana).get("/c/ashford/home/").content.decode()


def test_the_pages_show_no_content(cast: Cast, as_: As) -> None:
    with_caretaker(cast)
    draft = waiting(cast)
    dev = as_(cast.dev)
    for page in ("", "clerk/", "gone/", "away/", "second-factor/"):
        assert draft.title not in dev.get(f"{PAGE}{page}").content.decode()
    assert dev.get(draft.get_absolute_url()).status_code == 404
