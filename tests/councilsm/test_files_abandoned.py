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
from councilsm.files import tasks
from councilsm.files.abandoned import abandoned, forget
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import address
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
    browser.post(f"{NEW}pictures/", {"remove": str(file.pk)})
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
