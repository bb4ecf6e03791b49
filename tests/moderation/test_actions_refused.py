"""What only some of a council see: each action looks at the record itself for who may do it.

`tests/test_actions.py` walks all other actions with stand-ins. These read what they act on before
they know who may, so they get real rows; a new action of theirs is walked without being named here.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from accounts.people.models import Membership, Office
from councilsm.audit.models import AuditEvent
from moderation.blocks.models import Block
from moderation.cases.models import Case, CaseReader
from moderation.conduct.models import Conduct, RemovalRequest
from moderation.evidence.models import Destruction, Evidence
from moderation.items.models import Item
from moderation.log.models import ModerationAction
from moderation.sightings.models import Sighting
from moderation.sightings.report import Report
from moderation.unblocks.models import UnblockRequest
from tests.accounts.absenting import member
from tests.cast import Cast
from tests.moderation.capturing import asked, captured
from tests.moderation.casing import logged, opened
from tests.moderation.conducting import a_conduct, a_removal
from tests.moderation.reporting import a_report
from tests.moderation.unblocking import matched
from tests.test_actions import APART, every_action, said_to

pytestmark = pytest.mark.django_db

#: What whoever may not is told: never what stands in the way otherwise.
REFUSED = (
    *("You do not belong to this council", "not open to you", "This is for the person affected"),
    *("This is not for you to change", "did not go to you", "Only the Town Clerk decides"),
    *("Only those who log moderation or", "Only whoever logs moderation or"),
    "Somebody who may destroy evidence must answer this",
)

#: Open to every member.
MEMBERS = {
    "moderation.cases.actions.opening.open_case",
    "moderation.conduct.actions.recording.record_conduct",
    "moderation.sightings.actions.reporting.keep_sighting",
    "moderation.sightings.actions.reporting.send_sighting",
}

#: Not walked, and why: their own tests refuse whoever may not.
OTHERWISE = {
    "moderation.evidence.actions.adding._save": "the files that the actor took in, by `attach`",
}


def actions() -> Iterator[tuple[str, Callable[..., Any]]]:
    return ((name, found) for name, found in every_action() if name.startswith(APART))


def rows_of(cast: Cast) -> dict[type, Any]:
    """One of each, about which neither Oscar nor Cllr Dev has to do with anything."""
    case = opened(cast, item=logged(cast))
    request = matched(cast)
    conduct = a_conduct(cast)
    return {
        Block: request.block,
        Case: case,
        CaseReader: CaseReader.objects.create(
            council=cast.ashford, case=case, person=cast.rita, reason="x", added_by=cast.priya
        ),
        Conduct: conduct,
        Destruction: asked(cast),
        Evidence: captured(cast),
        Item: case.items.get().item,
        Membership: member(cast.ana),
        ModerationAction: cast.ashford.moderation_actions.latest("pk"),
        Office: cast.ashford.offices.get(key="town-clerk"),
        Report: Report(url="https://example.org", seen_at=timezone.now()),
        RemovalRequest: a_removal(cast, conduct),
        Sighting: a_report(cast),
        UnblockRequest: request,
    }


def said_besides(name: str, rows: dict[type, Any]) -> dict[str, Any]:
    """What annotations do not tell."""
    return {
        "open_case": {"kind": "abuse"},
        "ask_erasure": {"thing": rows[Evidence].item, "reason": "error"},
        "make_case_of": {"kind": "abuse"},
        "set_aside_requests": {"requests": [rows[UnblockRequest]]},
    }.get(name.rpartition(".")[2], {})


def test_every_action_on_what_few_see_refuses_whoever_may_not(cast: Cast) -> None:
    """Oscar is of another council; Cllr Dev holds no more than every member does."""
    rows, wrong = rows_of(cast), []
    before = AuditEvent.objects.count()
    for name, action in actions():
        if name in OTHERWISE:
            continue
        doing = partial(action, **said_besides(name, rows))
        for actor in [cast.oscar] if name in MEMBERS else [cast.oscar, cast.dev]:
            said = said_to(actor, doing, cast.ashford, rows)
            if not any(words in said for words in REFUSED):
                wrong.append(f"{name} to {actor}: {said}")
    assert wrong == []
    assert AuditEvent.objects.count() == before


def test_what_is_listed_is_there() -> None:
    names = {name for name, _ in actions()}
    assert names >= MEMBERS | OTHERWISE.keys()
    assert all(any(name.startswith(start) for name in names) for start in APART)
