"""What is kept stays as it was, and what nobody knows goes."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from councilsm.celery import app
from councilsm.files import tasks
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import THUMBNAIL, address
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload


def kept(cast: Cast, **kwargs: Any) -> StoredFile:
    return take_in(upload(picture(**kwargs)), council=cast.ashford, actor=cast.ana)


def path_of(file: StoredFile, folder: Path) -> Path:
    return folder / address(file.council_id, file.digest)


def aged(folder: Path) -> None:
    """Lets every file be two hours old."""
    for path in folder.rglob("*"):
        os.utime(path, (time.time() - 7200,) * 2)


@pytest.mark.database
def test_files_without_a_row_are_swept_after_an_hour(cast: Cast, files_folder: Path) -> None:
    known = kept(cast)
    with transaction.atomic():
        orphan = kept(cast, width=70)
        transaction.set_rollback(True)
    assert not StoredFile.objects.filter(pk=orphan.pk).exists()
    assert path_of(orphan, files_folder).exists()
    assert tasks.sweep() == 0  # it could still belong to a transaction
    aged(files_folder)
    assert tasks.sweep() == 2  # with its small copy
    assert not path_of(orphan, files_folder).exists()
    assert path_of(known, files_folder).exists()
    assert Path(f"{path_of(known, files_folder)}{THUMBNAIL}").exists()
    assert tasks.sweep() == 0


def test_another_councils_row_does_not_keep_a_file(cast: Cast, files_folder: Path) -> None:
    file = kept(cast)
    there = files_folder / address(cast.barham.pk, file.digest)
    there.parent.mkdir(parents=True)
    there.write_bytes(b"left behind")
    aged(files_folder)
    assert tasks.sweep() == 1
    assert not there.exists() and path_of(file, files_folder).exists()


def test_an_old_file_that_comes_again_is_not_swept(cast: Cast, files_folder: Path) -> None:
    file = kept(cast)
    StoredFile.objects.all().delete()
    aged(files_folder)
    again = kept(cast)
    StoredFile.objects.all().delete()  # its row is not yet to be seen
    assert tasks.sweep() == 0
    assert again.digest == file.digest and path_of(again, files_folder).exists()


def test_half_written_and_broken_uploads_are_swept(
    cast: Cast, files_folder: Path, tmp_path: Path
) -> None:
    assert tasks.sweep() == 0  # no folder yet
    half = path_of(kept(cast), files_folder).parent / "new-abc"
    half.write_bytes(b"half")
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "tmpabc.upload.jpg").write_bytes(b"half")
    assert tasks.sweep() == 0
    aged(files_folder)
    aged(uploads)
    assert tasks.sweep() == 2
    assert not half.exists() and not list(uploads.iterdir())


@pytest.mark.database
def test_a_lost_and_a_changed_file_are_found_and_marked(cast: Cast, files_folder: Path) -> None:
    whole, lost, changed = kept(cast), kept(cast, width=70), kept(cast, width=80)
    assert tasks.scrub() == 0
    content = path_of(lost, files_folder).read_bytes()
    path_of(lost, files_folder).unlink()
    data = bytearray(path_of(changed, files_folder).read_bytes())
    data[100] ^= 1
    path_of(changed, files_folder).write_bytes(data)
    assert tasks.scrub() == 2
    assert set(StoredFile.objects.exclude(spoiled_at=None)) == {lost, changed}
    lost.refresh_from_db()
    found_first = lost.spoiled_at
    assert tasks.scrub() == 2
    lost.refresh_from_db()
    assert lost.spoiled_at == found_first
    path_of(lost, files_folder).write_bytes(content)  # from the backup
    assert tasks.scrub() == 1
    assert set(StoredFile.objects.filter(spoiled_at=None)) == {whole, lost}


def test_a_small_copy_that_does_not_fit_is_made_again(cast: Cast, files_folder: Path) -> None:
    file = kept(cast, width=900)
    small = Path(f"{path_of(file, files_folder)}{THUMBNAIL}")
    before = small.read_bytes()
    for damage in (lambda: small.write_bytes(b"another picture"), small.unlink):
        damage()
        assert tasks.scrub() == 0
        assert small.read_bytes()[8:12] == b"WEBP"
        assert abs(len(small.read_bytes()) - len(before)) < len(before)
        file.refresh_from_db()
        assert file.spoiled_at is None


def test_the_tasks_run_daily() -> None:
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    nightly = {"files.sweep", "files.scrub", "ideas.release_pictures"}
    assert nightly <= planned and nightly <= set(app.tasks)
