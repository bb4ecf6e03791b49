"""Ludlow by its own rulebook: the Town Clerk or a designated officer approves whatever goes out."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from moderation.drafts.models import Decision, Draft
from tests.cast import AccountFactory, a_member

As = Callable[[Person], Client]


@pytest.fixture
def ludlow(db: None) -> Council:
    council = create_council(
        name="Ludlow", slug="ludlow", email="o@ludlow.example", rulebook="ludlow", actor=None
    )
    AccountFactory(council=council)
    return council


def written(council: Council, as_: As) -> Draft:
    """A draft of an officer who holds no office, in the queue."""
    author = a_member(council, "Olga Officer")
    sent = {
        "title": "Street closed",
        "kind": "new_post",
        "accounts": [council.official_accounts.get().pk],
        "text": "Mill Street is closed on Friday.",
        "version": 1,
        "do": "submit",
    }
    assert as_(author).post("/c/ludlow/drafts/new/", sent).status_code == 302
    return council.drafts.get()


def approve(as_: As, draft: Draft, person: Person) -> Any:
    sent = {"outcome": "approve", "digest": draft.current and draft.current.digest}
    return as_(person).post(f"/c/ludlow/drafts/{draft.reference}/decide/", sent)


@pytest.mark.clause("LTC-4.2-a")
def test_nobody_approves_without_a_designation_of_that_day(ludlow: Council, as_: As) -> None:
    draft = written(ludlow, as_)
    assert draft.current
    page = f"/c/ludlow/drafts/{draft.reference}/record-post/{draft.current.targets.get().pk}/"
    former = a_member(ludlow, "Fay Former", "designated-officer")
    ludlow.appointments.filter(membership__person=former).update(
        ends_on=today() - timedelta(days=1)
    )
    to_come = a_member(ludlow, "Nia Next", "designated-officer")
    ludlow.appointments.filter(membership__person=to_come).update(
        starts_on=today() + timedelta(days=1)
    )
    for person in (
        Person.objects.get(name="Olga Officer"),
        former,
        to_come,
        a_member(ludlow, "Cllr Price", category="councillor"),
    ):
        assert approve(as_, draft, person).status_code == 403, person
    assert not Decision.objects.exists()
    # And nothing that nobody approved is on record as posted with the council's authority.
    clerk = a_member(ludlow, "Tom Clerk", "town-clerk")
    assert as_(clerk).get(page).status_code in {404, 409}
    last_day = a_member(ludlow, "Lou Last", "designated-officer")
    ludlow.appointments.filter(membership__person=last_day).update(ends_on=today())
    assert approve(as_, draft, last_day).status_code == 302
    decision = Decision.objects.get()
    assert decision.office and decision.office.key == "designated-officer"
    assert decision.source.startswith("LTC-4.2-a")


@pytest.mark.clause("LTC-4.2-a")
def test_the_clerk_approves_too(ludlow: Council, as_: As) -> None:
    clerk = a_member(ludlow, "Tom Clerk", "town-clerk")
    assert approve(as_, written(ludlow, as_), clerk).status_code == 302
    assert Decision.objects.get().decider == clerk


@pytest.mark.clause("LTC-3-a")
def test_its_policy_binds_staff_and_guides_councillors(ludlow: Council) -> None:
    """For everybody to read; who is asked to read it follows: test_acknowledgements.py."""
    policy = ludlow.policies.get(carries_rules=True)
    page = " ".join(Client().get(f"/c/ludlow/policies/{policy.slug}/").text.split())
    scope = page.split("Whom it is for</h2>")[1].split("</dl>")[0]
    rows = dict(re.findall(r"<dt[^>]*>\s*(.*?)\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", scope))
    assert rows["Who must follow it"].startswith("Employee, casual worker, temporary worker ")
    assert rows["For whom it is guidance"].startswith("Councillor, co-opted member ")
    assert all("LTC-3-a" in said for said in rows.values()) and len(rows) == 2
