"""The clock in tests: one provider that tells what a test gives it, and who was written to."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.clock import running
from accounts.councils.models import Council
from accounts.dates import LONDON
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline
from councilsm.inbox.models import OutboxMessage

#: No bank holiday is near.
WEDNESDAY = date(2026, 6, 10)
DAY = timedelta(days=1)


def only_what_is_given(monkeypatch: pytest.MonkeyPatch) -> list[Deadline]:
    """What the only provider there is tells; a test adds to it."""
    told: list[Deadline] = []

    def provider(councils: Collection[int], day: date) -> Iterator[Deadline]:
        yield from (one for one in told if one.council_id in councils)

    def urgent(councils: Collection[int], day: date) -> Iterator[Deadline]:
        yield from (one for one in provider(councils, day) if one.now)

    monkeypatch.setattr(running, "PROVIDERS", [provider])
    monkeypatch.setattr(running, "URGENT", [urgent])
    return told


def a_thing(council: Council, due_on: date = WEDNESDAY, key: str = "thing:1", **more: Any) -> Any:
    """Something that whoever keeps the register (Adam) is to do."""
    who: dict[str, Any] = (
        {"duty": Duty.KEEP_REGISTER} if not {"duty", "person_id", "office_id"} & set(more) else {}
    )
    if "person_id" in more:
        who["to_next"] = f"Somebody has not done {key}"
    return Deadline(
        council_id=council.pk,
        key=key,
        due_on=due_on,
        text=f"Do {key}",
        subject=f"Do {key} soon",
        url=f"/c/{council.slug}/home/",
        **who,
        **more,
    )


def mailed() -> list[tuple[str, str]]:
    """Who was written to since this was asked last, and the subject."""
    rows = OutboxMessage.objects.order_by("pk")
    found = [(row.recipient.split("@")[0], row.subject) for row in rows]
    rows.delete()
    return found


def to() -> set[str]:
    return {name for name, _ in mailed()}


def at(moment: datetime) -> Any:
    return time_machine.travel(moment.replace(tzinfo=LONDON), tick=False)
