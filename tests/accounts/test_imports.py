"""Importing a file: the preview, the good rows, and what is left out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.imports import carrying_out
from accounts.imports.kinds import KINDS
from accounts.imports.models import FileImport
from accounts.imports.tasks import carry_on, resume
from accounts.people.models import Person
from accounts.register.actions import add_account as real_add_account
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.importing import (
    ACCOUNTS,
    ALL,
    a_csv,
    a_file,
    handles,
    outcomes,
    said,
    uploaded,
    work,
)
from tests.accounts.registering import another
from tests.cast import BEGAN, Cast

As = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_a_file_is_previewed_then_its_good_rows_are_imported(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    file = uploaded(
        adam,
        "accounts",
        a_csv(
            ("NAME", "web-address", "Colour"),
            ("Events", "instagram.com/ashfordevents", "red"),
            ("", "", ""),
            ("Main page", "https://www.facebook.com/ashfordcouncil", ""),
            ("Bad", "javascript:alert(1)", ""),
            ("Again", "https://instagram.com/AshfordEvents/", ""),
        ),
    )
    assert outcomes(file) == {2: "good", 4: "there", 5: "wrong", 6: "wrong"}
    assert said(file, 5).startswith("Address: enter an address that begins with https://")
    assert said(file, 6) == "This is the same account as row 2. Keep one."
    assert handles(cast.ashford) == {"ashfordcouncil"}
    page = adam.get(f"{ALL}{file.pk}/").content.decode()
    assert "Import the 1 good row" in page and "Colour" in page
    assert AuditEvent.objects.filter(verb__startswith="import").count() == 0

    assert adam.post(f"{ALL}{file.pk}/start/").status_code == 302
    file = work(file)
    assert (file.state, file.started_by) == ("done", cast.adam)
    account = OfficialAccount.objects.get(handle="ashfordevents")
    row = file.rows.get(number=2)
    assert (row.outcome, row.object_kind, row.object_id, row.cells) == (
        *("done", "accounts.officialaccount", account.pk, None),
    )
    events = AuditEvent.objects.filter(council_id=cast.ashford.pk).order_by("sequence")
    verbs = [(one.verb, one.actor_id) for one in events]
    names = ("import.started", "account.added", "import.done")
    assert verbs == [(verb, cast.adam.pk) for verb in names]
    assert file.digest in str(events[0].detail.new)

    listed = adam.get(f"{ALL}{file.pk}/to-mend.csv").getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "javascript:alert(1)" in listed and "Keep one." in listed


def test_a_row_is_judged_again_when_it_is_imported(cast: Cast, as_: As) -> None:
    """Meanwhile one of the accounts was added by hand."""
    adam = as_(cast.adam)
    file = a_file(cast)
    another(cast)
    adam.post(f"{ALL}{file.pk}/start/")
    file = work(file)
    assert outcomes(file) == {2: "there", 3: "done"}
    assert handles(cast.ashford) == {"ashfordcouncil", "ashfordevents", "ashfordtc"}


def test_what_an_action_refuses_is_left_out_with_its_words(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a mistake of ours ends neither the import nor in half a row."""
    file = a_file(cast)
    as_(cast.adam).post(f"{ALL}{file.pk}/start/")
    answers = iter([RuleBroken("Not today.", source="FTC-1: a clause"), ValueError("secret")])

    @action
    def refuse(**kwargs: Any) -> None:
        real_add_account(**kwargs)
        raise next(answers)

    monkeypatch.setattr("accounts.imports.kinds.accounts.add_account", refuse)
    file = work(file)
    assert outcomes(file) == {2: "left_out", 3: "left_out"}
    assert said(file, 2) == "Not today. (FTC-1: a clause)"
    assert "councilsm made a mistake" in said(file, 3) and "secret" not in said(file, 3)
    assert handles(cast.ashford) == {"ashfordcouncil"}


def test_a_killed_worker_leaves_each_row_done_or_not(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_file(cast)
    as_(cast.adam).post(f"{ALL}{file.pk}/start/")

    def die(**kwargs: Any) -> None:
        real_add_account(**kwargs)
        raise KeyboardInterrupt  # what no `except Exception` catches, as a kill is

    with monkeypatch.context() as patched:
        patched.setattr("accounts.imports.kinds.accounts.add_account", action(die))
        with pytest.raises(KeyboardInterrupt):
            work(file)
    assert handles(cast.ashford) == {"ashfordcouncil"}
    assert outcomes(file) == {2: "good", 3: "good"}
    page = as_(cast.adam).get(f"{ALL}{file.pk}/").content.decode()
    assert "0 rows added so far, 2 still to do." in page and "Refresh" in page

    assert resume() == 0  # somebody is at it, for all that is known
    FileImport.objects.update(worked_at=timezone.now() - timedelta(minutes=2))
    assert resume() == 1
    assert outcomes(file) == {2: "done", 3: "done"}
    assert AuditEvent.objects.filter(verb="account.added").count() == 2


def test_a_file_is_imported_once(cast: Cast, as_: As) -> None:
    """The button twice, the task twice, and a worker that comes late."""
    adam, file = as_(cast.adam), a_file(cast)
    assert adam.post(f"{ALL}{file.pk}/start/").status_code == 302
    assert adam.post(f"{ALL}{file.pk}/start/").status_code == 409
    assert adam.post(f"{ALL}{file.pk}/discard/").status_code == 409
    late = FileImport.objects.select_related("council", "started_by").get(pk=file.pk)
    assert carry_on(council=cast.ashford.pk, pk=file.pk) == 0
    assert carrying_out.carry_on(late) == 0
    assert carry_on(council=cast.ashford.pk, pk=file.pk) == 0
    assert carry_on(council=cast.barham.pk, pk=file.pk) == 0
    events = AuditEvent.objects.filter(council_id=cast.ashford.pk)
    assert events.filter(verb="account.added").count() == 2
    assert events.filter(verb="import.done").count() == 1


def test_a_row_that_another_worker_did_is_not_done_again(cast: Cast, as_: As) -> None:
    """It read the row before the other one did it."""
    file = a_file(cast)
    as_(cast.adam).post(f"{ALL}{file.pk}/start/")
    file = FileImport.objects.select_related("council", "started_by").get(pk=file.pk)
    row = file.rows.get(number=2)
    row_values = {"name": "Twice", "platform": "x", "handle": "twice", "url": "https://x.com/twice"}
    file.rows.filter(pk=row.pk).update(outcome="done")
    carrying_out.do_row(file, row, KINDS["accounts"], row_values, cast.adam)
    assert "twice" not in handles(cast.ashford)


def test_whoever_lost_the_duty_imports_no_more(cast: Cast, as_: As) -> None:
    file = a_file(cast)
    as_(cast.adam).post(f"{ALL}{file.pk}/start/")
    cast.ashford.appointments.filter(membership__person=cast.adam).update(ends_on=BEGAN)
    file = work(file)
    assert (file.state, outcomes(file)) == ("done", {2: "left_out", 3: "left_out"})
    assert said(file, 2) == "Adam may not import official accounts any more, so nothing was done."
    assert handles(cast.ashford) == {"ashfordcouncil"}


def test_rows_left_out_can_be_mended_and_imported(cast: Cast, as_: As) -> None:
    """The list that is downloaded can be uploaded again: nothing in it acts as a formula."""
    adam = as_(cast.adam)
    heading = (*ACCOUNTS, "Handle", "Purpose")
    wrong = ("https://x.com/ashfordtc", "News", "@ashfordtc", "-")
    file = uploaded(adam, "accounts", a_csv((*heading, "Owner"), (*wrong, "Nobody’s office")))
    assert "no office called “Nobody’s office”" in said(file, 2)
    listed = adam.get(f"{ALL}{file.pk}/to-mend.csv").getvalue()  # type: ignore[attr-defined]
    assert "'@ashfordtc" in listed.decode()
    mended = listed.replace("Nobody’s office".encode(), b"Town Clerk")
    file = uploaded(adam, "accounts", mended)
    assert (outcomes(file), file.ignored) == ({2: "good"}, ["Row before", "Reason"])
    adam.post(f"{ALL}{file.pk}/start/")
    work(file)
    account = OfficialAccount.objects.get(handle="ashfordtc")
    assert (str(account.owner), account.purpose) == ("Town Clerk", "-")


def test_the_same_file_again_says_so(cast: Cast, as_: As) -> None:
    adam, file = as_(cast.adam), a_file(cast)
    adam.post(f"{ALL}{file.pk}/start/")
    work(file)
    again = a_file(cast)
    assert again.digest == file.digest
    assert "The same file was imported on" in adam.get(f"{ALL}{again.pk}/").content.decode()
    assert set(outcomes(again).values()) == {"there"}
    assert adam.post(f"{ALL}{again.pk}/start/").status_code == 409
