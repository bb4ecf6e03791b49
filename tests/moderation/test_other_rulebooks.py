"""Dunstable, Leighton-Linslade and Heanor & Loscoe, from their shipped rulebooks to a post.

Each begins as shipped, chooses in setup what its policy leaves open, and plays the whole path: a
draft, its approval, the record of its post. Beside it stand the refusals that are its own.
"""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.councils.rulebook import AUTHORITY
from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.models import Advice, Decision
from moderation.posts.models import Post
from tests.accounts.setting_up import rule
from tests.cast import a_member
from tests.moderation.opening import NAMES, POST, Place, approve, open_at, set_up, words, write
from tests.moderation.posting import recorded

As = Callable[[Person], Client]
PREFIX = {"dunstable": "DTC", "leighton-linslade": "LLTC", "heanor-loscoe": "HLTC"}


@pytest.fixture(params=list(NAMES))
def place(request: pytest.FixtureRequest, db: None) -> Place:
    return open_at(request.param)


def clauses_in(page: str) -> set[str]:
    """Which councils' clauses a page cites."""
    return set(re.findall(r"\b(FTC|LTC|DTC|LLTC|HLTC)-[A-Za-z0-9]", page))


# --- All three -------------------------------------------------------------------------------


def test_as_shipped_nothing_is_let_out(place: Place, as_: As) -> None:
    draft = write(place, as_, place.officer)
    for name in AUTHORITY.values():
        assert not rule(place.council, name).is_set
    response = approve(as_, draft, place.clerk)
    assert response.status_code == 409
    assert "has not yet said who authorises a new post" in words(response)
    assert not Decision.objects.exists()
    queue = words(as_(place.clerk).get(place.url("approvals/")))
    assert "Nothing can be decided yet" in queue
    # Nor is it offered: the page says so before anybody presses anything.
    page = words(as_(place.clerk).get(place.url(f"drafts/{draft.reference}/decide/")))
    assert "has not yet said who authorises" in page
    assert "Save decision" not in page


def test_by_its_own_choices_a_draft_is_approved_and_recorded(place: Place, as_: As) -> None:
    set_up(place, as_, "new_post")
    draft = write(place, as_, place.officer)
    queue = words(as_(place.clerk).get(place.url("approvals/")))
    assert draft.title in queue
    assert approve(as_, draft, place.clerk).status_code == 302
    decision = Decision.objects.get()
    assert decision.source == "the council's decision of 12 May 2026, minute 26/7"
    draft.refresh_from_db()
    sent = recorded(draft, url=f"{place.page.url}/posts/1")
    target = draft.current.targets.get()  # type: ignore[union-attr]  # it was submitted
    record = place.url(f"drafts/{draft.reference}/record-post/{target.pk}/")
    assert as_(place.clerk).post(record, sent).status_code == 302
    post = Post.objects.get()
    page = words(as_(place.officer).get(place.url(f"posts/{post.reference}/")))
    assert POST in page
    assert "minute 26/7" in page


def test_a_second_person_is_asked_for_only_where_chosen(place: Place, as_: As) -> None:
    set_up(place, as_, "new_post")
    draft = write(place, as_, place.clerk)
    response = approve(as_, draft, place.clerk)
    assert response.status_code == 409
    assert "someone else must decide it" in words(response)
    assert "minute 26/7" in words(response)
    assert not Decision.objects.exists()


def test_without_a_second_person_the_clerk_posts_on_own_authority(place: Place, as_: As) -> None:
    set_up(place, as_)
    assert approve(as_, write(place, as_, place.clerk), place.clerk).status_code == 302
    assert Decision.objects.get().own_authority


def test_a_councillor_writes_but_authorises_nothing(place: Place, as_: As) -> None:
    set_up(place, as_, "new_post")
    draft = write(place, as_, place.councillor)
    assert approve(as_, draft, place.councillor).status_code == 403
    # Nor one who acts as the clerk. None of these policies says so; the law does.
    acting = a_member(place.council, "Cllr Acting", "town-clerk", category="councillor")
    response = approve(as_, draft, acting)
    assert response.status_code == 409
    assert "Local Government Act 1972 s.101" in words(response)
    assert not Decision.objects.exists()


def test_an_officer_without_the_duty_does_not_decide(place: Place, as_: As) -> None:
    set_up(place, as_, "new_post")
    draft = write(place, as_, place.councillor)
    assert approve(as_, draft, place.officer).status_code == 403
    assert not Decision.objects.exists()


def test_no_page_cites_another_councils_clause(place: Place, as_: As) -> None:
    set_up(place, as_, "new_post")
    # Words at which several checks stop: a telephone number, a party, a private meeting.
    text = "Ring 07700 900123. Vote Labour. The confidential report was agreed in a closed session."
    draft = write(place, as_, place.officer, text)
    assert approve(as_, write(place, as_, place.clerk), place.clerk).status_code == 409
    own = PREFIX[place.council.slug]
    pages = (
        "home/",
        "rules/",
        "setup/",
        "drafts/new/",
        "posts/outside/",
        "permissions/new/",
        "standing-approvals/new/",
        f"drafts/{draft.reference}/",
        f"drafts/{draft.reference}/decide/",
        f"drafts/{draft.reference}/ask/",
    )
    for rest in pages:
        response = as_(place.clerk).get(place.url(rest))
        assert response.status_code == 200, rest
        assert clauses_in(words(response)) <= {own}, rest


# --- Dunstable -------------------------------------------------------------------------------


@pytest.mark.clause("DTC-4-f")
def test_dunstable_asks_its_two_offices_before_it_posts(db: None, as_: As) -> None:
    place = open_at("dunstable", officer="marketing-communications-officer")
    head = a_member(place.council, "Head", "head-of-community-services")
    set_up(place, as_, "new_post")
    draft = write(place, as_, place.officer)
    ask = place.url(f"drafts/{draft.reference}/ask/")
    assert as_(place.officer).post(ask, {"question": "May I name the shop?"}).status_code == 302
    assert {office.key for office in Advice.objects.get().offices.all()} == {
        "head-of-community-services",
        "town-clerk",
    }
    mailed = set(
        OutboxMessage.objects.filter(subject__startswith="A question").values_list(
            "recipient", flat=True
        )
    )
    assert mailed == {head.email, place.clerk.email}
    held = approve(as_, draft, place.clerk)
    assert held.status_code == 409
    assert "DTC-4-f" in words(held)
    answer = place.url(f"drafts/{draft.reference}/answer/")
    # Whoever holds neither office answers nothing.
    assert as_(place.officer).post(answer, {"answer": "Yes."}).status_code == 409
    assert as_(head).post(answer, {"answer": "Leave the name out."}).status_code == 302
    assert approve(as_, draft, place.clerk).status_code == 302


def test_dunstable_is_told_on_home_of_offices_that_nobody_holds(db: None, as_: As) -> None:
    place = open_at("dunstable")
    home = words(as_(place.clerk).get(place.url("home/")))
    assert "Vacant offices" in home
    assert "Head of Community Services" in home
    a_member(place.council, "Head", "head-of-community-services")
    assert "Head of Community Services" not in words(as_(place.clerk).get(place.url("home/")))


@pytest.mark.clause("DTC-1.1-c")
def test_dunstable_sends_back_for_its_own_reasons(db: None, as_: As) -> None:
    place = open_at("dunstable")
    set_up(place, as_, "new_post")
    draft = write(place, as_, place.officer, "Personally I like the new benches best.")
    assert draft.current
    decide = place.url(f"drafts/{draft.reference}/decide/")
    body = {
        "outcome": "reject",
        "digest": draft.current.digest,
        "reject_note": "Leave yourself out.",
    }
    unknown = as_(place.clerk).post(decide, body | {"reject_reason": "political"})
    assert unknown.status_code == 422, "that reason is Flitwick's"
    given = as_(place.clerk).post(decide, body | {"reject_reason": "personal_opinion"})
    assert given.status_code == 302
    assert Decision.objects.get().reason == "Gives a personal opinion"


# --- Leighton-Linslade -----------------------------------------------------------------------


def test_leighton_linslade_names_nobody_to_ask_so_its_clerk_is(db: None, as_: As) -> None:
    place = open_at("leighton-linslade", officer="corporate-governance-manager")
    set_up(place, as_)
    draft = write(place, as_, place.officer)
    ask = place.url(f"drafts/{draft.reference}/ask/")
    assert as_(place.officer).post(ask, {"question": "Is this ours to say?"}).status_code == 302
    assert [office.key for office in Advice.objects.get().offices.all()] == ["town-clerk"]
    held = approve(as_, draft, place.clerk)
    assert held.status_code == 409
    assert not clauses_in(words(held))


def test_leighton_linslade_says_that_it_speaks_of_staff(db: None, as_: As) -> None:
    place = open_at("leighton-linslade")
    page = words(as_(place.clerk).get(place.url("rules/")))
    assert "Your policy speaks of staff only." in page
    assert "LLTC-2.3-a: Councillors are left out" in page
    assert "decide that, with a minute" not in page


@pytest.mark.parametrize("rulebook", ["dunstable", "leighton-linslade"])
def test_where_the_policy_covers_staff_nobody_is_told_that_it_does_not(
    db: None, as_: As, rulebook: str
) -> None:
    place = open_at(rulebook)
    for rest in ("home/", "setup/", "rules/"):
        assert "councillors only" not in words(as_(place.clerk).get(place.url(rest)))
