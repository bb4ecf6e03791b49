"""Several workers at one import: each row is done once, whoever does it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.imports import carrying_out
from accounts.imports.models import FileImport
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from tests.accounts.importing import ALL, a_file, handles, outcomes
from tests.cast import Cast, assemble
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def test_four_workers_at_once_import_each_row_once(
    cast: Cast, as_: Callable[[Person], Client]
) -> None:
    file = a_file(cast, *((f"https://x.com/ashford{n}", f"Account {n}") for n in range(12)))
    starts = [lambda: as_(cast.adam).post(f"{ALL}{file.pk}/start/").status_code for _ in range(2)]
    assert sorted(at_once(starts)) == [302, 409]

    def a_worker() -> int:
        rows = FileImport.objects.select_related("council", "started_by")
        return carrying_out.carry_on(rows.get(pk=file.pk))

    assert at_once([a_worker] * 4).count(0) >= 1
    assert set(outcomes(file).values()) == {"done"}
    assert len(handles(cast.ashford)) == 13
    events = AuditEvent.objects.filter(council_id=cast.ashford.pk)
    assert events.filter(verb="account.added").count() == 12
    assert events.filter(verb="import.done").count() == 1
    assert first_fault(cast.ashford.pk) is None
