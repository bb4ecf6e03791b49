"""Reports: two at once, and neither is lost or done twice."""

from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, Stale
from moderation.cases.models import Case
from moderation.sightings.actions import send_sighting, take_sighting
from moderation.sightings.models import Sighting
from moderation.sightings.report import Report
from tests.cast import Cast, assemble
from tests.moderation.reporting import LINK, a_report
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.mark.clause("LLTC-6.3-a")
def test_two_take_it_and_one_owns_it(cast: Cast) -> None:
    pk = a_report(cast).pk

    def take(actor: Person) -> Sighting:
        row = Sighting.objects.select_related("council").get(pk=pk)
        return take_sighting(sighting=row, actor=actor)

    outcomes = at_once([partial(take, cast.priya), partial(take, cast.cora)])
    won = [one for one in outcomes if isinstance(one, Sighting)]
    lost = [one for one in outcomes if isinstance(one, Stale)]
    assert len(won) == len(lost) == 1, outcomes
    taken_by = Sighting.objects.get(pk=pk).taken_by
    assert taken_by == won[0].taken_by
    assert str(taken_by) in str(lost[0])
    assert first_fault(cast.ashford.pk) is None


def test_a_page_of_abuse_sent_four_times_at_once_is_one_report_and_one_case(cast: Cast) -> None:
    key, seen_at = uuid4(), timezone.now()

    def send() -> Sighting:
        council = Council.objects.get(pk=cast.ashford.pk)
        report = Report(kind="abuse", url=LINK, words="x", seen_at=seen_at)
        return send_sighting(council=council, report=report, actor=cast.ana, form_key=key)

    outcomes = at_once([send] * 4)
    assert [isinstance(one, Sighting) for one in outcomes].count(True) == 1, outcomes
    assert [isinstance(one, AlreadyDone) for one in outcomes].count(True) == 3, outcomes
    assert Sighting.objects.count() == Case.objects.count() == 1
    assert first_fault(cast.ashford.pk) is None
