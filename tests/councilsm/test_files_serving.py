"""Files go out through one checked view, with headers that let them do nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import Person
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import THUMBNAIL, address, the_files
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload

pytestmark = pytest.mark.usefixtures("files_folder")
As = Callable[[Person], Client]


@pytest.fixture
def file(cast: Cast) -> StoredFile:
    return take_in(upload(picture("PNG"), "fête “1”.png"), council=cast.ashford, actor=cast.ana)


def small(file: StoredFile) -> str:
    return reverse("files:thumbnail", args=[file.council.slug, file.digest])


def test_a_file_comes_as_an_attachment_that_can_do_nothing(
    cast: Cast, as_: As, file: StoredFile
) -> None:
    response = as_(cast.dev).get(file.get_absolute_url())
    assert response.status_code == 200
    assert response.streaming
    assert response.getvalue()[:4] == b"\x89PNG"
    headers = response.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Length"] == str(file.size)
    assert headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''f%C3%AAte%20%E2%80%9C1%E2%80%9D.png"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["ETag"] == f'"{file.digest}"'


def test_the_small_copy_has_the_same_guard(cast: Cast, as_: As, file: StoredFile) -> None:
    response = as_(cast.dev).get(small(file))
    assert response.getvalue()[8:12] == b"WEBP"
    headers = response.headers
    assert headers["Content-Type"] == "image/webp"
    assert headers["Content-Disposition"].startswith("attachment; ")
    assert headers["Content-Disposition"].endswith(".webp")
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["ETag"] == f'"{file.thumbnail_digest}"'


def test_a_browser_that_has_it_is_told_so_after_the_check(
    cast: Cast, as_: As, file: StoredFile, queries: Any
) -> None:
    for path, digest in (
        (file.get_absolute_url(), file.digest),
        (small(file), file.thumbnail_digest),
    ):
        browser = as_(cast.ana)
        with queries(at_most=5):
            response = browser.get(path, headers={"If-None-Match": f'"{digest}"'})
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["Cache-Control"] == "private, no-cache"
        stranger = Client().get(path, headers={"If-None-Match": f'"{digest}"'})
        assert stranger.status_code == 302
        leaver = as_(cast.leo).get(path, headers={"If-None-Match": f'"{digest}"'})
        assert leaver.status_code == 404
        assert "no-store" in leaver.headers["Cache-Control"]


def test_another_councils_file_is_not_there(cast: Cast, as_: As, file: StoredFile) -> None:
    for view in ("download", "thumbnail"):
        path = reverse(f"files:{view}", args=["barham", file.digest])
        assert as_(cast.oscar).get(path).status_code == 404
        unknown = reverse(f"files:{view}", args=["ashford", "0" * 64])
        assert as_(cast.ana).get(unknown).status_code == 404


@pytest.mark.parametrize(
    "digest", ["..%2f..%2fsettings.py", "0" * 63, "0" * 65, "A" * 64, "0" * 63 + "%00"]
)
def test_only_a_digest_is_an_address(cast: Cast, as_: As, digest: str) -> None:
    assert as_(cast.ana).get(f"/c/ashford/files/{digest}/").status_code == 404


def test_it_only_answers_to_reading(cast: Cast, as_: As, file: StoredFile) -> None:
    browser = as_(cast.ana)
    assert browser.post(file.get_absolute_url()).status_code == 405
    head = browser.head(file.get_absolute_url())
    assert head.status_code == 200 and head.headers["Content-Length"] == str(file.size)


def test_what_is_not_whole_is_not_served(cast: Cast, as_: As, file: StoredFile) -> None:
    browser = as_(cast.ana)
    at = address(file.council_id, file.digest)
    StoredFile.objects.update(spoiled_at=timezone.now())
    assert browser.get(file.get_absolute_url()).status_code == 404
    assert browser.get(small(file)).status_code == 404
    StoredFile.objects.update(spoiled_at=None)
    the_files().delete(at + THUMBNAIL)
    assert browser.get(small(file)).headers["Content-Type"] == "image/png"  # the file itself
    the_files().delete(at)
    assert browser.get(file.get_absolute_url()).status_code == 404
    assert browser.get(small(file)).status_code == 404


def test_pages_for_members_are_still_not_cached(cast: Cast, as_: As) -> None:
    response = as_(cast.ana).get(reverse("councils:home", args=["ashford"]))
    assert "no-store" in response.headers["Cache-Control"]
