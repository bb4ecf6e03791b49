"""The page and the PDF of a register: its heading, what cannot be asked, and what it fetches."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import change_account
from councilsm.audit.models import ChainHead
from tests.accounts.granting import member_of, there
from tests.accounts.printing import REGISTERS, streams
from tests.accounts.registering import a_login, another, has_access
from tests.cast import Cast

As = Callable[[Person], Client]
MAY = date(2026, 5, 20)


def test_the_heading_lets_an_auditor_rely_on_it(cast: Cast, as_: As) -> None:
    change_account(account=cast.page, purpose="News", actor=cast.adam)
    head = ChainHead.objects.get(pk=cast.ashford.pk)
    shown = as_(cast.priya).get(f"{REGISTERS}accounts/", {"on": "2026-06-13"}).text
    for words in (
        "Ashford Town Council",
        "Register of official accounts",
        "the end of 13 June 2026",
        "by Priya, Town Clerk",
        f"entry {head.sequence}",
        head.hash,
        "accounts.pdf?on=2026-06-13",
        "accounts.csv?on=2026-06-13",
    ):
        assert words in " ".join(shown.split()), words


BAD = {
    "in the future": ((today() + timedelta(days=1)).isoformat(), "Enter today or a day before"),
    "no date": ("2026-02-30", "Enter a real date, for example 2026-03-05"),
    "nonsense": ("<script>", "Enter a real date, for example 2026-03-05"),
    "long ago": ("1066-10-14", "Enter a date after the year 2000"),
}


@pytest.mark.parametrize(("day", "words"), BAD.values(), ids=list(BAD))
def test_a_day_that_cannot_be_shown(cast: Cast, as_: As, day: str, words: str) -> None:
    for ending in ("/", ".pdf", ".csv"):
        answer = as_(cast.ana).get(f"{REGISTERS}accounts{ending}", {"on": day})
        assert answer.status_code == 422
        assert words in answer.text
        assert "Main page" not in answer.text


def test_another_register_and_another_council(cast: Cast, as_: As) -> None:
    assert as_(cast.ana).get(f"{REGISTERS}secrets/").status_code == 404
    for ending in ("/", ".pdf", ".csv"):
        assert as_(cast.oscar).get(f"{REGISTERS}access{ending}").status_code == 404
    there(cast)
    theirs = as_(cast.oscar).get("/c/barham/registers/access/", {"over": "1"})
    assert "Ana" not in theirs.text


def test_the_pdf_is_tagged_and_fetches_nothing(cast: Cast, as_: As) -> None:
    change_account(
        account=cast.page,
        purpose='<img src="file:///etc/passwd"><link rel=stylesheet href="http://10.0.0.1/">',
        actor=cast.adam,
    )
    answer = as_(cast.rita).get(f"{REGISTERS}accounts.pdf", {"on": today().isoformat()})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert f"ashford-accounts-{today().isoformat()}.pdf" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    inside = streams(answer.content)
    for words in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid"):
        assert words in inside


def test_nothing_is_fetched_while_a_pdf_is_made() -> None:
    from councilsm.pdf import pdf_of

    picture = Path("docs/decide.png").resolve().as_uri()
    made, without = (
        pdf_of(f'<html lang="en"><title>x</title><body><img alt="x" src="{address}">')
        for address in (picture, "")
    )
    assert len(made) - len(without) < 300


def test_without_pango_one_sentence_says_what_to_install(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(html: str) -> bytes:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("councilsm.pdf.pdf_of", absent)
    answer = as_(cast.rita).get(f"{REGISTERS}accounts.pdf")
    assert answer.status_code == 503
    assert "libpango-1.0-0 and libpangoft2-1.0-0" in answer.text


@pytest.mark.parametrize("name", ["accounts", "access", "team"])
def test_a_register_asks_little_however_long(
    cast: Cast, as_: As, queries: Callable[..., Any], name: str
) -> None:
    for number in range(8):
        account = another(cast, handle=f"events{number}", name=f"Events {number}")
        has_access(cast, cast.ana, a_login(cast, account, name=f"login {number}"))
        has_access(cast, cast.cora, account)
        cast.ashford.team_members.create(
            membership=member_of(cast, cast.cora), starts_on=MAY, ends_on=MAY
        )
    browser = as_(cast.rita)
    yesterday = (today() - timedelta(days=1)).isoformat()
    browser.get(f"{REGISTERS}{name}/")  # reads the rules once a process
    for day in (yesterday, today().isoformat()):
        with queries(at_most=12):
            browser.get(f"{REGISTERS}{name}/", {"on": day, "over": "1"})
