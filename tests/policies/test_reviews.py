"""A policy is reviewed: what came of it, what follows, and what calls for it before its time."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.people.models import Office, Person
from councilsm.audit.models import AuditDetail, AuditEvent
from policies.documents.models import Policy, Version
from policies.reviews.models import Review, Trigger
from policies.reviews.questions import state_of
from tests.cast import Cast
from tests.policies.reviewing import (
    DAY,
    LIST,
    ONE,
    RECORD,
    TRIGGER,
    a_reviewed_policy,
    called,
    due,
    page,
    reviewed,
)
from tests.policies.writing import a_draft, a_policy, an_adopted_version

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
Travel = Callable[[date], None]


@pytest.fixture(autouse=True)
def september(travel: Travel) -> Travel:
    travel(DAY)
    return travel


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return a_reviewed_policy(cast)


def test_no_change_is_recorded_with_its_minute(cast: Cast, as_: As, policy: Policy) -> None:
    assert due(cast) == "2026-05-01: Overdue since 2 May 2026"
    adam = as_(cast.adam)
    answer = adam.post(RECORD, reviewed(reasons="Still right."), follow=True)
    assert answer.redirect_chain[-1][0] == ONE
    review = Review.objects.get()
    assert (review.reviewed_on, review.minute, review.opened) == ("2026-09-04", "26/114", None)
    assert (review.version, review.office) == (
        policy.versions.get(),
        Office.objects.get(council=cast.ashford, key="administrator"),
    )
    assert due(cast) == "2027-09-04: In date"
    shown = page(adam, ONE)
    assert "4 September 2026: it stays as it is" in shown and "Minute 26/114" in shown
    event = AuditEvent.objects.get(verb="policy.reviewed")
    assert event.actor_id == cast.adam.pk and event.object_id == policy.pk
    assert '"minute":"26/114"' in AuditDetail.objects.get(event=event).new


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"minute": ""}, "Enter the reference of the minute"),
        ({"outcome": "withdraw", "minute": " "}, "Enter the reference of the minute"),
        ({"reviewed_on": "11/09/2026"}, "11 September 2026 is in the future"),
        ({"reviewed_on": "10/2026"}, "October 2026 is in the future"),
        ({"reviewed_on": "31/09/2026"}, "Enter a real date"),
        ({"reviewed_on": ""}, "Enter a date or month"),
        ({"outcome": ""}, "Choose what came of it"),
        ({"outcome": "amend", "label": ""}, "Enter what the new version is called"),
    ],
)
def test_what_cannot_be_is_bad_input_and_kept(
    cast: Cast, as_: As, policy: Policy, typed: dict[str, str], said: str
) -> None:
    answer = as_(cast.adam).post(RECORD, reviewed(**{"reasons": "All of it.", **typed}))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown and "All of it." in shown
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reviewed_on": "30/04/2025"}, "v.1 was not approved before 1 May 2025"),
        ({"reviewed_on": "04/2025"}, "v.1 was not approved before 1 May 2025"),
        ({"next_due": "04/09/2026"}, "The next review must come after this one"),
        ({"next_due": "09/2026"}, "The next review must come after this one"),
        ({"outcome": "amend", "label": "v.1"}, "has a version called v.1 already"),
    ],
)
def test_what_the_record_forbids_is_refused(
    cast: Cast, as_: As, policy: Policy, typed: dict[str, str], said: str
) -> None:
    answer = as_(cast.adam).post(RECORD, reviewed(**typed))
    assert answer.status_code == 409 and said in answer.content.decode()
    assert not Review.objects.exists()


def test_a_month_is_taken_as_a_month(cast: Cast, as_: As, policy: Policy) -> None:
    """In May 2025, when it was approved on the first: not before that."""
    as_(cast.adam).post(RECORD, reviewed(reviewed_on="May 2025"))
    assert Review.objects.get().reviewed_on == "2025-05"
    assert due(cast) == "2026-05: Overdue since 1 June 2026"


def test_the_day_that_a_meeting_set_comes_before_the_period(
    cast: Cast, as_: As, policy: Policy
) -> None:
    as_(cast.adam).post(RECORD, reviewed(next_due="February 2027"))
    assert due(cast) == "2027-02: Due soon"
    assert due(cast, date(2027, 3, 1)) == "2027-02: Overdue since 1 March 2027"


def test_where_a_month_was_stated_the_next_one_is_asked_for(cast: Cast, as_: As) -> None:
    """Ludlow's way: no period, so that nothing would ever be due again."""
    policy = a_policy(cast.ashford)
    an_adopted_version(policy, review_due="2026-09")
    adam = as_(cast.adam)
    answer = adam.post(RECORD, reviewed())
    assert answer.status_code == 409
    assert "so say when it is reviewed next" in answer.content.decode()
    adam.post(RECORD, reviewed(next_due="09/2029"))
    assert due(cast) == "2029-09: In date"


def test_a_review_that_amends_opens_a_version_and_stays_due(
    cast: Cast, as_: As, policy: Policy
) -> None:
    adam = as_(cast.adam)
    answer = adam.post(
        RECORD, reviewed("amend", label="v.5", minute="", next_due="1/1/2030"), follow=True
    )
    assert "Write the changes into v.5." in answer.content.decode()
    review, draft = Review.objects.get(), policy.versions.get(label="v.5")
    assert (review.opened, draft.state) == (draft, Version.State.DRAFT)
    assert draft.text == policy.versions.get(label="v.1").text
    assert review.next_due == ""
    assert due(cast) == "2026-05-01: Overdue since 2 May 2026"
    assert draft.get_absolute_url() in page(adam, ONE)


def test_a_draft_that_is_there_is_the_one_that_amends(cast: Cast, as_: As, policy: Policy) -> None:
    draft = a_draft(policy, "v.2")
    adam = as_(cast.adam)
    assert "v.2 is being written already" in page(adam, RECORD)
    adam.post(RECORD, reviewed("amend"))
    assert Review.objects.get().opened == draft
    assert policy.versions.count() == 2


def test_a_review_that_withdraws_ends_the_policy(cast: Cast, as_: As, policy: Policy) -> None:
    adam = as_(cast.adam)
    adam.post(RECORD, reviewed("withdraw", reasons="Another policy says all of it."))
    policy.refresh_from_db()
    assert (policy.withdrawn_on, policy.withdrawn_minute) == (date(2026, 9, 4), "26/114")
    assert state_of(cast.ashford, DAY) == []
    assert policy.versions.count() == 1
    assert "Another policy says all of it." in page(adam, ONE)
    assert adam.get(RECORD).status_code == 302
    assert adam.post(RECORD, reviewed()).status_code == 409
    assert adam.post(TRIGGER, called()).status_code == 409


def test_a_page_sent_twice_records_once(cast: Cast, as_: As, policy: Policy) -> None:
    adam, review, law = as_(cast.adam), reviewed(), called()
    for form, there in ((review, RECORD), (law, TRIGGER)):
        assert adam.post(there, form).url == ONE
        assert adam.post(there, form).url == ONE
    assert (Review.objects.count(), Trigger.objects.count()) == (1, 1)
    again = adam.post(RECORD, review | {"minute": "26/115"})
    assert again.status_code == 409 and "26/115" in again.content.decode()


def test_another_council_sees_nothing_of_it(cast: Cast, as_: As, policy: Policy) -> None:
    oscar = as_(cast.oscar)
    for url in (LIST, ONE, RECORD, TRIGGER):
        assert oscar.get(url).status_code == 404
        assert oscar.get(url.replace("ashford", "barham")).status_code == (
            200 if url == LIST else 404
        )
    assert policy.title not in page(oscar, LIST.replace("ashford", "barham"))
    assert as_(cast.ana).post(RECORD, reviewed()).status_code == 403
