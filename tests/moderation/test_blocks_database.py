"""What the database itself refuses of blocks: the last line behind the actions."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.dates import today
from moderation.blocks.models import BlockDecision, BlockNotice, BlockPlace, BlockStep
from tests.cast import Cast
from tests.moderation.blocking import a_block, a_second_decider, decided

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_decisions_that_make_no_sense_are_refused(cast: Cast) -> None:
    block, sam = a_block(cast), a_second_decider(cast)
    day = today()
    lasting = {"kind": "block", "ends_on": day, "length": "fixed", "telling": "written"}
    agreed = {"agreed": True, "second_by": sam, "second_at": timezone.now()}
    wrong: tuple[dict[str, Any], ...] = (
        lasting | {"length": ""},
        lasting | {"telling": "elsewhere"},
        lasting | {"review_on": day + timedelta(days=90)},
        lasting | agreed,
        lasting | {"told_at": timezone.now()},
        {"kind": "not", "ends_on": day},
        {"kind": "lift", "needs_second": True},
        {"kind": "lift", **agreed},
        {"kind": "review"},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            BlockDecision.objects.create(
                council=cast.ashford, block=block, decided_by=cast.priya, **values
            )
    BlockDecision.objects.create(
        council=cast.ashford, block=block, decided_by=cast.priya, **lasting
    )


def test_a_row_agrees_with_the_council_of_its_block(cast: Cast) -> None:
    block = decided(cast)
    other = {"council": cast.barham, "block": block}
    now = {"sent_at": timezone.now(), "sent_by": cast.cora, "respond_by": today()}
    done = {"kind": "blocked", "happened_at": timezone.now(), "done_by": cast.cora}
    for make in (
        lambda: BlockDecision.objects.create(**other, kind="not", decided_by=cast.priya),
        lambda: BlockNotice.objects.create(**other, **now),
        lambda: BlockPlace.objects.create(**other, account=cast.page),
        lambda: BlockStep.objects.create(council=cast.barham, place=block.places.get(), **done),
    ):
        with pytest.raises(IntegrityError, match="must agree"), transaction.atomic():
            make()
