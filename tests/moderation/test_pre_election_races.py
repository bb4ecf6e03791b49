"""A profile is listed while somebody settles what leads there: neither overlooks the other.

Only PostgreSQL proves it: on SQLite one writer waits for the other whatever the actions hold.
"""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.councils.rulebook import Kind
from accounts.dates import today
from councilsm.audit.verification import first_fault
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import approve_draft
from moderation.drafts.actions.standing import propose_standing
from moderation.drafts.actions.standing_deciding import approve_standing
from moderation.drafts.actions.standing_use import use_standing
from moderation.posts.actions import accept_outside_post, edit_post
from moderation.pre_election.actions import look_at_draft, look_at_post
from moderation.pre_election.models import PeriodLook
from tests.cast import RULES, Cast, a_rulebook, assemble, chosen
from tests.moderation.drafting import approved, posted, waiting
from tests.moderation.electing import LED, a_period, a_profile, settled
from tests.moderation.posting import made_outside

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
WAITS_FOR_US = """
    SELECT EXISTS (
        SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
    )
"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def waits_for_us() -> bool:
    """Whether somebody waits for what we hold. On SQLite whoever writes waits for who else does."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
        return bool(cursor.fetchone()[0])


def listed_meanwhile(cast: Cast, settle: Callable[[], Any]) -> None:
    """Somebody settles something; before that is kept, Adam lists Deva Jones's profile."""
    refused: list[BaseException] = []

    def list_it() -> None:
        try:
            a_profile(cast)
        except BaseException as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=list_it)
    with transaction.atomic():
        settle()
        thread.start()
        while thread.is_alive() and not waits_for_us():
            pass
    thread.join(timeout=60)
    assert not thread.is_alive() and not refused, refused


def looking_at_a_draft(cast: Cast) -> Callable[[], Any]:
    draft = approved(cast, text=LED)
    period = a_period(cast)
    assert draft.current
    said = {"digest": draft.current.digest, "reason": "A fact.", "actor": cast.priya}
    return lambda: look_at_draft(period=period, draft=draft, kept=True, **said)


def looking_at_a_post(cast: Cast) -> Callable[[], Any]:
    post, period = posted(cast, text=LED), a_period(cast)
    return lambda: look_at_post(period=period, post=post, reason="A fact.", actor=cast.priya)


def approving(cast: Cast) -> Callable[[], Any]:
    a_period(cast)
    draft = waiting(cast, text=LED)
    assert draft.current
    said = {"digest": draft.current.digest, "in_period": "A fact.", "actor": cast.priya}
    return lambda: approve_draft(draft=draft, **said)


def changing(cast: Cast) -> Callable[[], Any]:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    post = posted(cast)
    a_period(cast)
    said = {"reason": "It was short.", "in_period": "A fact.", "actor": cast.priya}
    return lambda: edit_post(post=post, words=LED, **said)


def accepting(cast: Cast) -> Callable[[], Any]:
    a_period(cast)
    post = made_outside(cast, words=LED)
    return lambda: accept_outside_post(post=post, note="A fact.", actor=cast.priya)


def recording_a_period(cast: Cast) -> Callable[[], Any]:
    settled(cast, exempt="nominations")
    return lambda: a_period(cast)


def using_a_standing_approval(cast: Cast) -> Callable[[], Any]:
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=30)}
    asked = {"title": "Bins", "kind": Kind.NEW_POST, "words": LED, "sites": "", "places": ""}
    said: dict[str, Any] = {**asked, **days, "accounts": [cast.page], "actor": cast.ana}
    proposed = propose_standing(council=cast.ashford, **said)
    standing = approve_standing(standing=proposed, digest=proposed.digest, actor=cast.priya)
    a_period(cast)
    exempt = Particulars(in_period="emergency", in_period_reason="A gas leak.")
    content = Content("new_post", "Bins", {cast.page: LED}, (), exempt)
    return lambda: use_standing(standing=standing, content=content, working_copy={}, actor=cast.ana)


@pytest.mark.clause("HLTC-resp-12")
@pytest.mark.parametrize(
    "prepare",
    [
        looking_at_a_draft,
        looking_at_a_post,
        approving,
        changing,
        accepting,
        recording_a_period,
        using_a_standing_approval,
    ],
)
def test_what_was_settled_by_the_list_without_it_is_recalled(
    cast: Cast, prepare: Callable[[Cast], Callable[[], Any]]
) -> None:
    listed_meanwhile(cast, prepare(cast))
    (look,) = PeriodLook.objects.order_by("-pk")[:1]
    assert not look.kept and "@Deva_Jones" in look.reason
    assert first_fault(cast.ashford.pk) is None
