"""Previews of a file: who may have one, how many wait, and how long their rows are kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.imports.models import FileImport, FileRow
from accounts.imports.tasks import tidy
from accounts.people.models import Person
from councilsm.celery import app
from tests.accounts.importing import (
    ACCOUNTS,
    ALL,
    a_csv,
    a_file,
    handles,
    outcomes,
    upload,
    uploaded,
    work,
)
from tests.accounts.teaming import a_course
from tests.cast import Cast

As = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_a_password_is_never_kept(cast: Cast, as_: As) -> None:
    """Not in the preview, in the list to mend, or in the words that say what is wrong."""
    secret = "Password: hunter2!"
    headings = (*ACCOUNTS, "Purpose", "Owner", "State")
    rows = [
        ("https://x.com/abcd1", "One", secret),
        ("https://x.com/abcd2", secret),
        ("https://x.com/abcd3", "Three", "", secret),
        ("https://x.com/abcd4", "Four", "", "", secret),
    ]
    file = uploaded(as_(cast.adam), "accounts", a_csv(headings, *rows))
    assert set(outcomes(file).values()) == {"wrong"}
    stored = str(list(file.rows.values()))
    assert "hunter2" not in stored and stored.count("this looks like a password") == 4
    assert "hunter2" not in as_(cast.adam).get(f"{ALL}{file.pk}/").content.decode()


def test_a_preview_is_discarded(cast: Cast, as_: As) -> None:
    adam, file = as_(cast.adam), a_file(cast)
    assert adam.post(f"{ALL}{file.pk}/discard/").status_code == 302
    file.refresh_from_db()
    assert (file.state, file.rows.filter(cells__isnull=False).count()) == ("discarded", 0)
    assert file.rows.count() == 2
    assert adam.post(f"{ALL}{file.pk}/start/").status_code == 409
    assert "Nothing of it was imported" in adam.get(f"{ALL}{file.pk}/").content.decode()
    assert handles(cast.ashford) == {"ashfordcouncil"}


def test_what_rows_say_is_deleted_after_thirty_days(cast: Cast, as_: As) -> None:
    bad = ("http://192.168.1.1/", "At home")
    done, waiting, fresh = (
        a_file(cast, ("https://x.com/" + x, x), bad) for x in ("abc1", "abc2", "abc3")
    )
    as_(cast.adam).post(f"{ALL}{done.pk}/start/")
    work(done)
    old = FileImport.objects.filter(pk__in=[done.pk, waiting.pk])
    old.update(uploaded_at=timezone.now() - timedelta(days=30, hours=1))
    assert "At home" in as_(cast.adam).get(f"{ALL}{done.pk}/to-mend.csv").getvalue().decode()  # type: ignore[attr-defined]
    assert (tidy(), tidy()) == (2, 0)
    kept = FileRow.objects.filter(cells__isnull=False).values_list("file", flat=True)
    assert set(kept) == {fresh.pk}
    assert outcomes(done) == {2: "done", 3: "wrong"}
    assert not FileRow.objects.filter(file__in=[done, waiting]).exclude(said="").exists()
    page = as_(cast.adam).get(f"{ALL}{done.pk}/?show=done").content.decode()
    assert "X: abc1" in page
    assert FileImport.objects.get(pk=waiting.pk).state == "discarded"


def test_who_may_import_what(cast: Cast, as_: As) -> None:
    """The same duties as one by one: Priya grants access, and keeps no register."""
    priya = as_(cast.priya)
    page = priya.get(ALL).content.decode()
    assert f"{ALL}access/" in page and f"{ALL}accounts/" not in page
    assert priya.get(f"{ALL}access/").status_code == 200
    for kind in ("accounts", "people", "training", "team", "undertakings"):
        assert priya.get(f"{ALL}{kind}/").status_code == 403
        assert upload(priya, kind, a_csv(ACCOUNTS, ("https://x.com/a", "A"))).status_code == 403
    assert priya.get(f"{ALL}nonsense/").status_code == 404
    file, oscar = a_file(cast), as_(cast.oscar)
    assert priya.get(f"{ALL}{file.pk}/").status_code == 403
    for path in (f"/c/barham/imports/{file.pk}/", f"/c/barham/imports/{file.pk}/to-mend.csv"):
        assert oscar.get(path).status_code == 404
    assert oscar.post(f"/c/barham/imports/{file.pk}/start/").status_code == 404


def test_only_so_many_previews_wait(cast: Cast, as_: As) -> None:
    files = [a_file(cast) for _ in range(10)]
    answer = upload(as_(cast.adam), "accounts", a_csv(ACCOUNTS, ("https://x.com/abcd", "A")))
    assert answer.status_code == 422
    assert "10 files wait" in answer.content.decode()
    as_(cast.adam).post(f"{ALL}{files[0].pk}/discard/")
    a_file(cast)


def test_the_beat_looks_after_imports() -> None:
    planned = str(app.conf.beat_schedule)
    assert "imports.resume" in planned and "imports.tidy" in planned


def test_every_register_leads_to_its_import(cast: Cast, as_: As) -> None:
    """For whoever may import there; Ana, who may not, sees no such link."""
    a_course(cast.ashford)
    pages = {
        "accounts/": "accounts",
        "access/stock/": "access",
        "people/": "people",
        "training/": "training",
        "team/": "team",
    }
    for path, kind in pages.items():
        page = as_(cast.adam).get(f"/c/ashford/{path}").content.decode()
        assert f'href="{ALL}{kind}/"' in page, path
        assert f"{ALL}{kind}/" not in as_(cast.ana).get(f"/c/ashford/{path}").content.decode()
    listed = as_(cast.adam).get("/admin/accounts/officialaccount/").content.decode()
    assert f'href="{ALL}accounts/"' in listed and "registers/accounts.csv" in listed
