"""Many entries at once, for many councils: the same trail, whatever way it is written."""

from collections.abc import Callable
from itertools import permutations

import pytest
from django.db import models

from accounts.councils.models import Council
from councilsm.audit.actions import action, current_work, record
from councilsm.audit.entry import Entry
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.audit.verification import first_fault
from councilsm.bulk import MANY
from councilsm.inbox.models import OutboxMessage
from councilsm.inbox.outbox import notify
from tests.cast import Cast, CouncilFactory
from tests.moderation.test_races import at_once

pytestmark = pytest.mark.database

#: What a copied text must not be cut, escaped or emptied by.
WORDS = ("plain", "tab\tand\nline", "back\\slash \\N \\.", "%s %(x)s", "", "é – “q”", "NULL")


@action
def note(councils: list[Council], many: int) -> list[Entry]:
    """So many entries in turns on the trails of these councils."""
    for number in range(many):
        council, word = councils[number % len(councils)], WORDS[number % len(WORDS)]
        new = {"number": number, "word": word}
        record(Verb.COUNCIL_CHANGED, council, actor=None, label=word, old={"is": word}, new=new)
    return list(current_work().events)


@pytest.fixture
def councils(cast: Cast) -> list[Council]:
    """In no order of their ids; one of them has a trail already."""
    third = CouncilFactory(slug="third")
    note([cast.barham], 2)
    return [third, cast.ashford, cast.barham]


@pytest.mark.parametrize("many", [3, MANY - 1, MANY, 3 * MANY])
def test_each_council_s_entries_are_chained_in_the_order_recorded(
    councils: list[Council], many: int
) -> None:
    recorded = {entry.hash: entry for entry in note(councils, many)}
    assert len(recorded) == many
    for place, council in enumerate(councils):
        assert first_fault(council.pk) is None
        events = AuditEvent.objects.filter(council_id=council.pk, hash__in=recorded)
        chain = list(events.select_related("detail").order_by("sequence"))
        numbers = [f'{{"number":{one},' for one in range(place, many, len(councils))]
        assert [event.detail.new.split('"word"')[0] for event in chain] == numbers
        for event in chain:
            for found in (event, event.detail):
                for field in found._meta.concrete_fields:
                    if not field.primary_key:
                        name = field.attname
                        assert getattr(found, name) == getattr(recorded[event.hash], name), name


def test_few_may_follow_many(councils: list[Council]) -> None:
    """Where ids were given out in bulk, the next one is none of those."""
    for many in (2 * MANY, 1, 2 * MANY, 2):
        note(councils, many)
    assert all(first_fault(council.pk) is None for council in councils)
    assert AuditEvent.objects.count() == 4 * MANY + 5


def test_many_messages_are_whole_and_waiting(cast: Cast) -> None:
    @action
    def tell(times: int) -> None:
        for _ in range(times):
            notify([cast.ana], "training_lapses", council=cast.ashford)
        record(Verb.LAPSE_TOLD, cast.ashford, actor=None)

    tell(1)
    tell(MANY)
    one, *many = OutboxMessage.objects.order_by("pk")
    assert len(many) == MANY
    for message in many:
        for field in OutboxMessage._meta.concrete_fields:
            if not field.primary_key and not isinstance(field, models.DateTimeField):
                assert getattr(message, field.name) == getattr(one, field.name), field.name
        assert message.created_at and message.due_at and message.sent_at is None


@pytest.mark.django_db(transaction=True)
def test_those_who_write_for_the_same_councils_wait_for_each_other_in_no_circle(
    transactional_db: None,
) -> None:
    councils = [CouncilFactory(slug=f"council-{number}") for number in range(3)]
    orders = [list(order) for order in permutations(councils)]

    def writing(order: list[Council], many: int) -> Callable[[], object]:
        return lambda: note(order, many)

    for many in (3, 2 * MANY):  # at first there are no heads at all
        outcomes = at_once([writing(order, many) for order in orders])
        assert not [one for one in outcomes if isinstance(one, BaseException)], outcomes
    assert AuditEvent.objects.count() == len(orders) * (3 + 2 * MANY)
    assert all(first_fault(council.pk) is None for council in councils)
