"""What a stranger adds and never sends goes after a day; everything else stays."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.files import tasks
from councilsm.files.abandoned import abandoned, forget
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import address
from moderation.ideas import tasks as ideas_tasks
from moderation.ideas.actions import decline_idea, make_draft_of
from moderation.ideas.models import Idea
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload
from tests.councilsm.test_files_keeping import aged, path_of
from tests.moderation.drafting import composed
from tests.moderation.suggesting import BLUEBELLS, NEW, a_picture, answer, send

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("files_folder")]


@pytest.fixture
def strangers(cast: Cast) -> StoredFile:
    """A picture that somebody without a sign-in added two days ago, and never sent."""
    return older(take_in(upload(picture()), council=cast.ashford, actor=None))


def older(file: StoredFile, **by: int) -> StoredFile:
    """Lets a file have been added two days ago, or as long ago as said."""
    StoredFile.objects.filter(pk=file.pk).update(
        added_at=timezone.now() - timedelta(**(by or {"days": 2}))
    )
    return file


def is_kept(file: StoredFile) -> bool:
    return StoredFile.objects.filter(pk=file.pk).exists()


def test_row_and_bytes_go_after_a_day(strangers: StoredFile, files_folder: Path) -> None:
    older(strangers, hours=23)
    aged(files_folder)
    assert tasks.sweep() == 0
    assert is_kept(strangers)
    older(strangers, hours=25)
    assert tasks.sweep() == 2  # with its small copy
    assert not is_kept(strangers)
    assert not path_of(strangers, files_folder).exists()
    assert tasks.sweep() == 0


def test_what_was_removed_from_the_form_goes(cast: Cast) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    browser.post(f"{NEW}pictures/", {"uploads": [a_picture()]})
    file = StoredFile.objects.get()
    browser.post(f"{NEW}pictures/", {"remove": "1"})
    older(file)
    tasks.sweep()
    assert not is_kept(file)


def test_a_picture_that_was_sent_stays(cast: Cast) -> None:
    browser = Client()
    answer(browser, pictures=[a_picture()])
    send(browser)
    file = older(StoredFile.objects.get())
    tasks.sweep()
    assert is_kept(file)


def test_every_table_that_may_refer_to_a_file_is_asked() -> None:
    """Most relations have no name on this side, which `related_objects` leaves out."""
    sql = str(abandoned(timezone.now()).query)
    for table in ("moderation_ideapicture", "moderation_picture", "moderation_post"):
        assert f'"{table}"' in sql, table


def test_a_members_picture_stays_though_nothing_refers_to_it(cast: Cast) -> None:
    file = older(take_in(upload(picture()), council=cast.ashford, actor=cast.ana))
    tasks.sweep()
    assert is_kept(file)


def test_a_strangers_picture_in_a_working_copy_stays(
    cast: Cast, as_: Callable[[Person], Client], strangers: StoredFile
) -> None:
    """The same bytes are the same row, so its adder is who put it into a draft."""
    browser = as_(cast.ana)
    browser.post(
        "/c/ashford/drafts/new/", composed(cast, add_pictures=[upload(picture())], do="add")
    )
    assert cast.ashford.drafts.get().working_copy["pictures"] == [str(strangers.pk)]
    older(strangers)
    tasks.sweep()
    assert is_kept(strangers)


def test_added_again_by_a_stranger_it_waits_another_day(cast: Cast, strangers: StoredFile) -> None:
    assert take_in(upload(picture()), council=cast.ashford, actor=None) == strangers
    tasks.sweep()
    assert is_kept(strangers)


def test_one_that_goes_while_it_comes_again_is_made_anew(
    cast: Cast, strangers: StoredFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = StoredFile.objects.get(pk=strangers.pk)
    monkeypatch.setattr(type(StoredFile.objects.all()), "first", lambda rows: found)
    strangers.delete()
    again = take_in(upload(picture()), council=cast.ashford, actor=None)
    assert is_kept(again)


def test_it_is_judged_again_once_it_is_locked(strangers: StoredFile) -> None:
    before = timezone.now() - timedelta(days=1)
    StoredFile.objects.filter(pk=strangers.pk).update(added_at=timezone.now())
    assert not forget(strangers.pk, before)
    assert is_kept(strangers)


def test_what_is_protected_is_left_and_the_rest_goes(
    strangers: StoredFile, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = older(take_in(upload(picture(width=70)), council=cast.ashford, actor=None))
    delete = StoredFile.delete

    def protected(file: StoredFile, *args: Any) -> Any:
        if file == strangers:
            raise ProtectedError("Sent just now.", set())
        return delete(file, *args)

    monkeypatch.setattr(StoredFile, "delete", protected)
    tasks.sweep()
    assert is_kept(strangers) and not is_kept(other)


def test_a_form_that_waited_too_long_goes_on_without_its_pictures(cast: Cast) -> None:
    browser = Client()
    browser.post(NEW, BLUEBELLS)
    browser.post(f"{NEW}pictures/", {"uploads": [a_picture()]})
    older(StoredFile.objects.get())
    tasks.sweep()
    assert "bluebells.jpg" not in browser.get(f"{NEW}pictures/").content.decode()
    onward = browser.post(f"{NEW}pictures/", {})
    assert onward.headers["Location"] == f"{NEW}you/"
    browser.post(f"{NEW}you/", {"name": "", "email": ""})
    send(browser)
    assert not Idea.objects.get().pictures.exists()


def test_a_picture_that_goes_while_the_idea_is_sent(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    answer(browser, pictures=[a_picture()])
    from moderation.ideas import actions

    room = actions.require_room

    def swept(*args: Any) -> None:
        room(*args)
        StoredFile.objects.all().delete()

    monkeypatch.setattr(actions, "require_room", swept)
    refused = send(browser)
    assert refused.status_code == 409
    assert "waited too long" in refused.content.decode()
    assert not Idea.objects.exists()


def test_a_file_of_another_council_is_judged_by_itself(cast: Cast, files_folder: Path) -> None:
    mine = take_in(upload(picture()), council=cast.ashford, actor=cast.ana)
    theirs = older(take_in(upload(picture()), council=cast.barham, actor=None))
    aged(files_folder)
    tasks.sweep()
    assert is_kept(mine) and not is_kept(theirs)
    assert (files_folder / address(cast.ashford.pk, mine.digest)).exists()


def test_pictures_of_a_declined_idea_go_after_a_month(cast: Cast) -> None:
    idea = sent_with_a_picture()
    waits = sent_with_a_picture(name="b.jpg", colour="red")
    decline_idea(idea=idea, reason="We have posted this before.", actor=cast.cora)
    Idea.objects.filter(pk=idea.pk).update(decided_at=timezone.now() - timedelta(days=29))
    assert (ideas_tasks.release(), released(idea)) == (0, False)
    Idea.objects.filter(pk=idea.pk).update(decided_at=timezone.now() - timedelta(days=31))
    assert (ideas_tasks.release(), ideas_tasks.release()) == (1, 0)
    assert released(idea) and not released(waits)
    verbs = list(AuditEvent.objects.about(idea).values_list("verb", flat=True))
    assert verbs.count("idea.pictures_released") == 1


def test_what_a_member_has_as_well_outlives_the_idea(cast: Cast) -> None:
    idea = sent_with_a_picture()
    take_in(a_picture(), council=cast.ashford, actor=cast.ana)
    decline_idea(idea=idea, reason="No.", actor=cast.cora)
    Idea.objects.update(decided_at=timezone.now() - timedelta(days=31))
    assert ideas_tasks.release() == 1
    assert not released(idea)


def test_strangers_take_no_room_from_members(cast: Cast, as_: Any, settings: Any) -> None:
    idea = sent_with_a_picture()
    size = StoredFile.objects.get().size
    settings.COUNCIL_STORAGE_GB = size / 1024**3
    assert "of the room your council has" not in as_(cast.adam).get("/c/ashford/home/").text
    again = Client()
    again.post(NEW, BLUEBELLS)
    refused = again.post(f"{NEW}pictures/", {"uploads": [a_picture("b.jpg", "red")]})
    assert "no room left" in refused.text  # a stranger has what is left over only
    typed = composed(cast, do="save", add_pictures=[a_picture("b.jpg", "red")])
    assert (
        "no room left" not in as_(cast.ana).post("/c/ashford/drafts/new/", typed, follow=True).text
    )
    assert StoredFile.objects.filter(added_by=cast.ana).count() == 1
    # Of an idea that becomes a draft, the pictures are the council's own from then on.
    StoredFile.objects.filter(added_by=cast.ana).update(size=1)
    make_draft_of(idea=idea, actor=cast.cora)
    full = as_(cast.ana).post(
        "/c/ashford/drafts/new/", typed | {"add_pictures": [a_picture("c.jpg", "green")]}
    )
    assert "no room left" in full.text


def sent_with_a_picture(**picture: str) -> Idea:
    browser = Client()
    idea = BLUEBELLS | {"idea": f"Idea {Idea.objects.count()}"}
    answer(browser, idea=idea, pictures=[a_picture(**picture)])
    send(browser)
    return Idea.objects.latest("pk")


def released(idea: Idea) -> bool:
    """Whether the next sweep removes the files that came with it."""
    StoredFile.objects.update(added_at=timezone.now() - timedelta(days=60))
    before = StoredFile.objects.count()
    tasks.sweep()
    return not idea.pictures.exists() and StoredFile.objects.count() < before
