"""What each job finds to do, for the test that runs every one of them twice."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.grants.models import AccessGrant
from accounts.imports.models import FileImport
from accounts.leavers.actions import record_departure
from accounts.leavers.models import Departure
from accounts.training.models import Completion
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import address
from councilsm.inbox.models import Morning, OutboxMessage
from councilsm.operator.models import ChainCheck
from moderation.drafts.models import Draft
from moderation.ideas.actions import decline_idea
from moderation.ideas.models import Idea
from tests.accounts.absenting import member
from tests.accounts.granting import there
from tests.accounts.importing import a_csv, uploaded
from tests.accounts.teaming import a_course
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.councilsm.files.samples import picture, upload
from tests.councilsm.posting import not_sent
from tests.moderation.capturing import captured, file_of, flip_a_byte
from tests.moderation.drafting import approved, waiting
from tests.moderation.suggesting import (
    BLUEBELLS,
    a_picture,
    an_idea,
    answer,
    put_out,
    send,
    submitted,
)

#: Makes something to do, the first or the second time; returns what the job is called with.
Something = Callable[[Cast, int], dict[str, Any] | None]


def long_ago(**values: int) -> Any:
    return timezone.now() - timedelta(**values)


def messages(cast: Cast, lot: int) -> None:
    waiting(cast, title=f"Draft {lot}")


def old_rows(cast: Cast, lot: int) -> None:
    old = not_sent(cast, state="sent", body="")
    OutboxMessage.objects.filter(pk=old.pk).update(created_at=long_ago(days=91))
    Session.objects.create(session_key=f"over{lot}", session_data="", expire_date=long_ago(days=1))


def a_stored_file(cast: Cast, lot: int) -> tuple[StoredFile, Path]:
    file = take_in(upload(picture(width=60 + lot)), council=cast.ashford, actor=cast.ana)
    from django.conf import settings

    files: Any = settings.STORAGES["files"]
    folder = Path(files["OPTIONS"]["location"])
    return file, folder / address(file.council_id, file.digest)


def orphans(cast: Cast, lot: int) -> None:
    file, path = a_stored_file(cast, lot)
    file.delete()
    for part in path.parent.iterdir():
        os.utime(part, (time.time() - 7200,) * 2)


def spoiled(cast: Cast, lot: int) -> None:
    a_stored_file(cast, lot)[1].write_bytes(b"something else")


def a_lapse(cast: Cast, lot: int) -> None:
    if lot == 1:
        a_rulebook(cast.ashford, **RULES, lapse=chosen({"suspends": True, "after_days": 14}))
    Completion.objects.create(
        council=cast.ashford,
        course=a_course(cast.ashford, title=f"Course {lot}", category="employee"),
        membership=member(cast.ana),
        completed_on=today() - timedelta(days=600),
        expires_on=today() + timedelta(days=7),
        recorded_by=cast.adam,
    )


def an_import(cast: Cast, lot: int) -> dict[str, Any]:
    adam = Client()
    adam.force_login(cast.adam)
    rows = a_csv(("Address", "Name"), (f"https://x.com/ashford{lot}", f"Account {lot}"))
    file = uploaded(adam, "accounts", rows)
    FileImport.objects.filter(pk=file.pk).update(
        state="running", started_by=cast.adam, started_at=timezone.now(), worked_at=timezone.now()
    )
    return {"council": cast.ashford.pk, "pk": file.pk}


def a_stuck_import(cast: Cast, lot: int) -> None:
    pk = an_import(cast, lot)["pk"]
    FileImport.objects.filter(pk=pk).update(worked_at=long_ago(minutes=2))


def an_old_import(cast: Cast, lot: int) -> None:
    pk = an_import(cast, lot)["pk"]
    FileImport.objects.filter(pk=pk).update(state="preview", uploaded_at=long_ago(days=31))


def a_missed_draft(cast: Cast, lot: int) -> None:
    draft = approved(cast, title=f"Fair {lot}")
    Draft.objects.filter(pk=draft.pk).update(not_after=long_ago(minutes=1))


def an_idea_that_is_out(cast: Cast, lot: int) -> None:
    put_out(cast, submitted(cast, an_idea(cast, f"Idea {lot}")))


def a_declined_idea(cast: Cast, lot: int) -> None:
    browser = Client()
    colour = ("blue", "red")[lot - 1]
    answer(browser, idea=BLUEBELLS | {"idea": f"Idea {lot}"}, pictures=[a_picture(colour=colour)])
    send(browser)
    idea = Idea.objects.latest("pk")
    decline_idea(idea=idea, reason="No.", actor=cast.cora)
    Idea.objects.filter(pk=idea.pk).update(decided_at=long_ago(days=31))


def ended_access(cast: Cast, lot: int) -> None:
    grant = there(cast, (cast.ana, cast.cora)[lot - 1], ends_on=today())
    yesterday = today() - timedelta(days=1)
    AccessGrant.objects.filter(pk=grant.pk).update(starts_on=yesterday, ends_on=yesterday)


def a_leaver(cast: Cast, lot: int) -> None:
    ben = a_member(cast.ashford, f"Ben {lot}")
    there(cast, ben)
    departure = record_departure(
        membership=ben.memberships.get(),
        kind=Departure.Kind.PLANNED,
        ends_at=timezone.now() + timedelta(days=7),
        actor=cast.adam,
    )
    over = long_ago(minutes=1)
    Departure.objects.filter(pk=departure.pk).update(ends_at=over)
    ben.memberships.update(closes_at=over)


def unread_chains(cast: Cast, lot: int) -> None:
    waiting(cast, title=f"Draft {lot}")
    ChainCheck.objects.all().delete()


def a_deadline(cast: Cast, lot: int) -> None:
    """A draft waits for Priya and its time runs out; no digest went out today."""
    waiting(cast, title=f"Fair {lot}", not_after=timezone.now() + timedelta(days=1))
    Morning.objects.all().delete()


def a_flipped_byte(cast: Cast, lot: int) -> None:
    flip_a_byte(captured(cast, data=picture(width=60 + lot)))
    cache.clear()  # as on the next night


def an_orphan(cast: Cast, lot: int) -> None:
    orphan = file_of(captured(cast, data=picture(width=60 + lot))).with_name(str(lot) * 32)
    orphan.write_bytes(b"left behind")
    os.utime(orphan, (0, 0))


SOMETHING: dict[str, Something] = {
    "clock.remind": a_deadline,
    "clock.tick": lambda cast, lot: None,
    "inbox.send_outbox": messages,
    "inbox.tidy": old_rows,
    "files.sweep": orphans,
    "files.scrub": spoiled,
    "evidence.check": a_flipped_byte,
    "evidence.sweep": an_orphan,
    "training.tell_of_lapses": a_lapse,
    "imports.carry_on": an_import,
    "imports.resume": a_stuck_import,
    "imports.tidy": an_old_import,
    "drafts.tell_missed": a_missed_draft,
    "ideas.tell_posted": an_idea_that_is_out,
    "ideas.release_pictures": a_declined_idea,
    "grants.end_due": ended_access,
    "leavers.end_rights": a_leaver,
    "audit.verify": unread_chains,
}
