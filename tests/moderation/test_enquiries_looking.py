"""Who looks at which account when; what the clock and Home say of it and of enquiries."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.refusals import RuleBroken
from moderation.enquiries.actions import acknowledge, look_at, reassign
from moderation.enquiries.due import (
    enquiries_due,
    replies_to_review,
    within_hours,
)
from moderation.enquiries.models import Enquiry, Look, Watch
from moderation.items.actions import restrict_item
from tests.cast import RULES, AccountFactory, Cast, a_rulebook, chosen
from tests.moderation.enquiring import a_standard_reply, a_topic, a_watch, an_enquiry, office

As = Callable[[Person], Client]
LOOKING = "/c/ashford/enquiries/looking/"
HOME = "/c/ashford/home/"
MONDAY = date(2026, 11, 23)


@pytest.mark.clause("FTC-A-18", "FTC-B-1")
def test_an_account_nobody_looked_at_is_amber_until_somebody_has(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    travel(MONDAY)
    cora = as_(cast.cora)
    page = cora.get(LOOKING).content.decode()
    assert "Nobody has yet" in page and "Look today" not in page
    assert "do not say yet how often" in page
    a_rulebook(cast.ashford, **RULES, watch_days=chosen(2))
    page = cora.get(LOOKING).content.decode()
    assert "Look today" in page and "1 is late" in page
    assert "1 account to look at" in cora.get(HOME).content.decode()
    cora.post(LOOKING, {"accounts": [cast.page.pk]})
    look = Look.objects.get()
    assert (look.account, look.looked_by) == (cast.page, cast.cora)
    assert "Look today" not in cora.get(LOOKING).content.decode()
    assert "account to look at" not in cora.get(HOME).content.decode()
    for days, late in ((2, False), (3, True)):
        travel(MONDAY + timedelta(days=days))
        page = as_(cast.cora).get(LOOKING).content.decode()
        assert ("Look today" in page) is late
        assert "Cora" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.all().delete()


@pytest.mark.clause("FTC-A-18")
def test_the_rota_says_who_looks_today(
    cast: Cast, as_: As, travel: Callable[[date], None], queries: Callable[..., Any]
) -> None:
    travel(MONDAY)
    cora, ana = as_(cast.cora), as_(cast.ana)
    assert ana.post(LOOKING, {"accounts": [cast.page.pk]}).status_code == 422  # not hers
    with pytest.raises(RuleBroken, match="somebody else"):
        look_at(accounts=[cast.page], actor=cast.ana)
    sent = {
        "account": cast.page.pk,
        "office": office(cast, "events-officer").pk,
        "weekdays": ["monday", "thursday"],
    }
    assert cora.post(LOOKING + "new/", sent | {"weekdays": []}).status_code == 422
    both = sent | {"member": Membership.objects.get(person=cast.dev).pk}
    assert cora.post(LOOKING + "new/", both).status_code == 409
    cora.post(LOOKING + "new/", sent)
    for number in range(3):
        AccountFactory(council=cast.ashford, handle=f"other{number}", name=f"Other {number}")
    with queries(at_most=12):
        page = cora.get(LOOKING).content.decode()
    assert "Events Officer: Monday, Thursday" in page
    assert page.count("Nobody is down for it") == 3
    assert ana.post(LOOKING, {"accounts": [cast.page.pk]}).status_code == 302
    others = cast.ashford.official_accounts.exclude(pk=cast.page.pk)
    assert ana.post(LOOKING, {"accounts": [others[0].pk]}).status_code == 422
    travel(MONDAY + timedelta(days=1))
    assert as_(cast.cora).get(LOOKING).content.decode().count("Nobody is down for it") == 4
    end = f"{LOOKING}{Watch.objects.get().pk}/end/"
    cora = as_(cast.cora)
    assert cora.post(end).status_code == 302
    assert cora.post(end).status_code == 409


def test_nothing_chosen_is_said(cast: Cast, as_: As) -> None:
    answer = as_(cast.cora).post(LOOKING, {})
    assert answer.status_code == 422
    assert "Select the accounts that you have looked at" in answer.content.decode()


def test_home_says_whose_enquiries_are_overdue(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    travel(MONDAY)
    topic = a_topic(cast, office=office(cast, "events-officer"), target_days=2)
    an_enquiry(cast, topic=topic)
    hidden = an_enquiry(cast, topic=topic, item={"handle": "sam"})
    assert hidden.item
    restrict_item(item=hidden.item, actor=cast.cora)
    page = as_(cast.ana).get(HOME).content.decode()
    assert "2 enquiries of yours to deal with" in page  # the clock runs, whoever keeps its words
    assert "enquiry of yours" not in as_(cast.priya).get(HOME).content.decode()
    travel(MONDAY + timedelta(days=3))
    page = as_(cast.ana).get(HOME).content.decode()
    assert "2 enquiries of yours overdue" in page and "to deal with" not in page


def test_a_data_complaint_is_late_until_it_is_acknowledged(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    """DPA 2018 s.164A: afterwards no day is set, only that there is no undue delay."""
    travel(MONDAY)
    enquiry = an_enquiry(cast, "data")
    travel(MONDAY + timedelta(days=40))
    assert "1 enquiry of yours overdue" in as_(cast.priya).get(HOME).content.decode()
    cora = as_(cast.cora)
    page = cora.get("/c/ashford/enquiries/?show=overdue").content.decode()
    assert enquiry.reference in page
    assert "Acknowledge by" in cora.get(enquiry.get_absolute_url()).content.decode()
    acknowledge(enquiry=enquiry, actor=cast.cora)
    assert "overdue" not in as_(cast.priya).get(HOME).content.decode()
    assert Enquiry.objects.get().due_on is None


def test_what_somebody_leaves_behind_is_the_proper_officers(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    travel(MONDAY)
    dev = Membership.objects.get(person=cast.dev)
    enquiry = an_enquiry(cast, topic=a_topic(cast, lead=dev, target_days=2))
    assert as_(cast.priya).get(enquiry.get_absolute_url()).status_code == 404
    offered = f'<option value="{dev.pk}"'
    another = an_enquiry(cast, item={"handle": "sam"})
    give = f"{another.get_absolute_url()}reassign/"
    assert offered in as_(cast.cora).get(give).content.decode()
    Membership.objects.filter(pk=dev.pk).update(closes_at=timezone.now())
    priya = as_(cast.priya)
    assert "2 enquiries of yours to deal with" in priya.get(HOME).content.decode()
    assert priya.get(enquiry.get_absolute_url()).status_code == 200
    assert enquiry.get_absolute_url() not in as_(cast.ana).get(HOME).content.decode()
    assert offered not in as_(cast.cora).get(give).content.decode()  # suspended


def test_the_clock_hears_of_what_is_due(cast: Cast, travel: Callable[[date], None]) -> None:
    travel(MONDAY)
    councils, day = [cast.ashford.pk, cast.barham.pk], MONDAY
    data = an_enquiry(cast, "data")
    (ack,) = enquiries_due(councils, day)
    assert ack.due_on == data.acknowledge_by and "To be acknowledged" in ack.subject
    acknowledge(enquiry=data, actor=cast.cora)
    assert not list(enquiries_due(councils, day))
    foi = an_enquiry(cast, "foi")
    libel = an_enquiry(cast, "defamation")
    an_enquiry(cast, "question")  # no target is set
    (due,) = enquiries_due(councils, day)
    assert (due.due_on, due.office_id) == (foi.due_by, foi.office_id)
    assert foi.reference in due.subject and foi.subject not in due.subject
    (hours,) = within_hours(councils, day)
    assert hours.now and hours.url.endswith(f"{libel.reference}/")
    dev = Membership.objects.get(person=cast.dev)
    reassign(enquiry=foi, owner=dev, actor=cast.cora)
    (due,) = enquiries_due(councils, day)
    assert (due.person_id, due.office_id) == (cast.dev.pk, None)
    standard = a_standard_reply(cast, review_due_on=day + timedelta(days=5))
    (review,) = replies_to_review(councils, day)
    assert (review.due_on, review.office_id) == (standard.review_due_on, standard.office_id)


def test_what_is_due_at_an_hour_is_late_at_that_hour(cast: Cast) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=timezone.get_current_timezone())
    with time_machine.travel(noon, tick=False):
        libel = an_enquiry(cast, "defamation")
    assert libel.due_at
    for minutes, late in ((-1, False), (1, True)):
        with time_machine.travel(libel.due_at + timedelta(minutes=minutes), tick=False):
            assert Enquiry.objects.get().is_overdue is late


def test_looking_again_is_another_look(cast: Cast) -> None:
    for _ in range(2):
        look_at(accounts=[cast.page], actor=cast.cora)
    assert Look.objects.count() == 2
    a_watch(cast)
    look_at(accounts=[cast.page], actor=cast.ana)
    assert Look.objects.filter(looked_by=cast.ana).exists()
