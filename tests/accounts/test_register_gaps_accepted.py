"""The page of gaps: each leads to where it is mended, or is accepted by the council for a time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Membership, Person
from accounts.register.actions import accept_gap
from accounts.register.mending import MENDS
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.lacking import GAPS, accept_page, found, rules
from tests.accounts.registering import LIST, a_login, another, has_access
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
YESTERDAY = today() - timedelta(days=1)


# --- The page -----------------------------------------------------------------------------------


def many(cast: Cast) -> None:
    """Several accounts with several gaps each."""
    rules(cast, whole_team_has_access=True, account_checks=3, administrators=2)
    for number in range(8):
        account = another(cast, handle=f"events{number}", name=f"Events {number}")
        a_login(cast, account, name=f"login {number}", recovery_email=f"a{number}@gmail.com")
        a_member(cast.ashford, f"Team {number}", team=True)
        has_access(cast, cast.ana, account)


def test_the_page_of_gaps_asks_little(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    many(cast)
    browser = as_(cast.rita)
    with queries(at_most=9):
        page = browser.get(GAPS).text
    assert "Team 7, on the admin team, has no access." in page
    assert "Instagram: Events 7" in page
    assert "a0@gmail.com" not in page
    assert "personal mailbox" in page


def test_everybody_reads_the_gaps_of_their_own_council(cast: Cast, as_: As) -> None:
    assert "Main page" in as_(cast.ana).get(GAPS).text
    assert "Record that the council accepts it" not in as_(cast.ana).get(GAPS).text
    page = as_(cast.adam).get(GAPS).text
    assert "Record that the council accepts it" in page
    assert f'href="{accept_page(cast)}"' in page
    assert as_(cast.oscar).get(GAPS).status_code == 404


def test_each_gap_leads_to_where_it_is_mended(cast: Cast, as_: As) -> None:
    """Every kind at once: the first link of each opens a page."""
    many(cast)
    a_member(cast.ashford, "Zoe", team=True)
    zoe = Membership.objects.get(person__name="Zoe")
    has_access(cast, zoe.person)
    zoe.team_seats.update(ends_on=YESTERDAY)
    has_access(cast, cast.priya, a_login(cast, is_shared=True), level="shared")
    has_access(cast, cast.ana, starts_on=date(2026, 1, 1), ends_on=YESTERDAY)
    lone = another(cast, handle="lone", name="Lone")
    has_access(cast, cast.priya, lone)
    has_access(cast, cast.adam, another(cast, handle="two", name="Two"), confirmed=None)
    adam = as_(cast.adam)
    note = {"found": "different", "note": "Sam is listed there too."}
    assert adam.post(f"{LIST}{lone.pk}/check/", note).status_code == 302
    rows = [row for _, gaps in adam.get(GAPS).context["rows"] for row in gaps]
    assert {row.gap.code for row in rows} | {"confirm", "one-only"} == set(MENDS)
    assert {row.gap.mended_by[0] for row in rows if row.gap.mended_by} == {"confirm", "one-only"}
    pages = {row.gap.code: row.mend_url.partition("#")[0] for row in reversed(rows)}
    assert {url for url in pages.values() if adam.get(url).status_code != 200} == set()
    lacking = next(row for row in rows if row.gap.code == "team-member")
    asked_for = as_(cast.priya).get(lacking.mend_url).context["form"]["membership"].value()
    assert str(asked_for) == lacking.gap.about


def test_a_check_that_differs_is_a_gap_until_one_that_does_not(cast: Cast, as_: As) -> None:
    adam, check = as_(cast.adam), f"{LIST}{cast.page.pk}/check/"
    adam.post(check, {"found": "different", "note": "Sam is listed there too."})
    assert "found that something differs" in as_(cast.ana).get(GAPS).text
    assert "Last checked" not in Client().get("/c/ashford/official-accounts/").text
    adam.post(check, {"found": "same", "note": "Sam is gone."})
    assert "differs" not in found(cast)


def test_no_account_no_gaps(cast: Cast, as_: As) -> None:
    OfficialAccount.objects.filter(council=cast.ashford).update(status="closed")
    assert "No account in use" in as_(cast.ana).get(GAPS).text


# --- Accepted for a time ------------------------------------------------------------------------


def accepting(**more: Any) -> dict[str, Any]:
    return {
        "reason": "Two officers share the work until the new clerk begins.",
        "minute": "26/40",
        **in_boxes("decided_on", today()),
        **in_boxes("until", today() + timedelta(days=90)),
        **more,
    }


def test_the_council_accepts_a_gap_until_a_day(cast: Cast, as_: As) -> None:
    before = as_(cast.ana).get(GAPS).context
    assert as_(cast.adam).post(accept_page(cast), accepting()).url == GAPS
    after = as_(cast.ana).get(GAPS)
    assert (after.context["open"], after.context["accepted"]) == (before["open"] - 1, 1)
    assert "minute 26/40" in after.text
    assert found(cast)["too-few"][0].is_accepted
    event = AuditEvent.objects.about(cast.page).get()
    assert (event.verb, event.actor_id) == ("gap.accepted", cast.adam.pk)
    shown = as_(cast.ana).get(LIST).text
    assert "1 accepted" in shown


def test_a_decision_sent_twice_is_one(cast: Cast, as_: As) -> None:
    assert as_(cast.adam).post(accept_page(cast), accepting()).status_code == 302
    assert as_(cast.adam).post(accept_page(cast), accepting()).status_code == 409
    assert cast.ashford.accepted_gaps.count() == 1


def test_accepting_three_administrators_accepts_three_and_no_more(cast: Cast, as_: As) -> None:
    rules(cast, administrators=2)
    for name in ("A B", "C D", "E F"):
        has_access(cast, name)
    as_(cast.adam).post(accept_page(cast, "too-many/3/"), accepting())
    assert found(cast)["too-many"][0].is_accepted
    has_access(cast, "G H")
    assert not found(cast)["too-many"][0].is_accepted
    as_(cast.adam).post(accept_page(cast, "too-many/4/"), accepting())
    cast.ashford.access_grants.filter(found_name="A B").update(removed_on=today())
    assert found(cast)["too-many"][0].is_accepted


def test_it_is_asked_again_after_that_day(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_(cast.adam).post(accept_page(cast), accepting())
    later = today() + timedelta(days=91)
    monkeypatch.setattr("accounts.register.facts.today", lambda: later)
    (gap,) = found(cast)["too-few"]
    assert gap.asked_again
    assert not gap.is_accepted
    assert "That day has passed" in as_(cast.ana).get(GAPS).text


def test_one_gap_of_a_kind_is_accepted_and_not_the_others(cast: Cast, as_: As) -> None:
    a_login(cast, recovery_email="one@gmail.com")
    two = a_login(cast, name="two", recovery_email="two@gmail.com")
    as_(cast.adam).post(accept_page(cast, f"recovery/{two.pk}/"), accepting())
    assert [gap.is_accepted for gap in found(cast)["recovery"]] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"reason": ""}, 422),
        ({"minute": " "}, 422),
        ({"until_day": "31", "until_month": "2"}, 422),
        ({"reason": "The password is Summer2026"}, 422),
        (in_boxes("until", YESTERDAY), 409),
        (in_boxes("until", today() + timedelta(days=800)), 409),
        (in_boxes("decided_on", today() + timedelta(days=1)), 409),
    ],
)
def test_what_the_council_decided_is_asked_in_full(
    cast: Cast, as_: As, wrong: dict[str, str], status: int
) -> None:
    response = as_(cast.adam).post(accept_page(cast), accepting(**wrong))
    assert response.status_code == status
    assert not cast.ashford.accepted_gaps.exists()


def test_who_does_not_keep_the_register_accepts_nothing(cast: Cast, as_: As) -> None:
    assert as_(cast.ana).post(accept_page(cast), accepting()).status_code == 403
    assert as_(cast.oscar).post(accept_page(cast), accepting()).status_code == 404
    assert as_(cast.adam).get(accept_page(cast, "not-removed/9/")).status_code == 404
    assert as_(cast.adam).get(accept_page(cast, "no-such/")).status_code == 404
    with pytest.raises(RuleBroken):
        accept_gap(
            account=cast.page,
            code="too-few",
            about="",
            reason=" ",
            minute="1",
            decided_on=today(),
            until=today(),
            actor=cast.adam,
        )
