"""The same picture handed in by two at once is one row."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from councilsm.files import intake
from councilsm.files.models import StoredFile
from tests.cast import Cast, assemble
from tests.councilsm.files.samples import picture, upload

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.mark.usefixtures("files_folder")
def test_the_same_picture_by_two_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    both_looked = threading.Barrier(2)
    make_anew = intake.make_anew

    def together(data: bytes) -> Any:
        both_looked.wait(timeout=30)  # neither has found a row
        return make_anew(data)

    monkeypatch.setattr(intake, "make_anew", together)
    outcomes: list[Any] = []

    def hand_in() -> None:
        try:
            file = intake.take_in(upload(picture()), council=cast.ashford, actor=cast.ana)
            with transaction.atomic():  # still usable
                outcomes.append(StoredFile.objects.get(pk=file.pk))
        except BaseException as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert outcomes == [StoredFile.objects.get()] * 2
