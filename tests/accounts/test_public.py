"""What everybody may see of the register: the list, as a page, for programs and spreadsheets."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.public.listed import COLUMNS
from accounts.register.actions import change_account, state_no_accounts
from accounts.register.models import AccountCheck, OfficialAccount
from tests.accounts.publishing import CHECK, CSV, JSON, LIST, NOT_LISTED, an_account, asked, closed
from tests.accounts.registering import another
from tests.cast import Cast

# --- The list ---------------------------------------------------------------------------------


@pytest.mark.clause("LTC-2-b")
def test_the_list_gives_platform_handle_link_purpose_hours_and_last_check(cast: Cast) -> None:
    account = an_account(cast, purpose="What is on", monitored_when="Monday to Friday, 9am to 5pm")
    AccountCheck.objects.create(
        council=cast.ashford,
        account=account,
        as_registered=True,
        note="Looked.",
        checked_by=cast.adam,
    )
    page = Client().get(LIST).text
    day = timezone.localdate()
    for words in (
        *("<h2", "Facebook", "AshfordEvents", 'href="https://x.com/AshfordEvents"', "What is on"),
        *("Monday to Friday, 9am to 5pm", f"{day.day} {day:%B %Y}", "ashfordcouncil"),
    ):
        assert words in page


@pytest.mark.parametrize("status", OfficialAccount.Status.values)
def test_only_what_is_live_or_dormant_is_listed_anywhere(cast: Cast, status: str) -> None:
    an_account(cast, status=status)
    listed = status in {"live", "dormant"}
    for path in (LIST, JSON):
        assert ("AshfordEvents" in Client().get(path).text) == listed
    assert ("AshfordEvents" in str(rows())) == listed
    assert ("Not in use now" in Client().get(LIST).text) == (status == "dormant")


def test_a_private_account_is_nowhere(cast: Cast) -> None:
    an_account(cast, is_public=False)
    for path in (LIST, JSON):
        assert "AshfordEvents" not in Client().get(path).text
    assert NOT_LISTED in asked("https://x.com/AshfordEvents")
    assert NOT_LISTED in asked("@AshfordEvents")


def test_another_councils_accounts_are_not_here(cast: Cast) -> None:
    for path in (LIST, JSON):
        assert "barhamcouncil" not in Client().get(path).text
    assert NOT_LISTED in asked("https://www.facebook.com/barhamcouncil")


def test_a_council_without_accounts_says_so(cast: Cast) -> None:
    closed(cast.page, cast)
    assert "has not listed any account yet" in Client().get(LIST).text
    cast.ashford.no_accounts_statements.create(
        minute="24/7", starts_on=today(), recorded_by=cast.adam
    )
    page = Client().get(LIST).text
    assert "Ashford Town Council has no social media accounts" in page
    assert "24/7" in page
    assert "Ashford Town Council has no social media accounts" in asked("@zzz")
    assert json.loads(Client().get(JSON).content)["has_no_accounts_since"] == str(today())


def test_it_says_so_no_more_on_the_day_there_is_one(cast: Cast) -> None:
    closed(cast.page, cast)
    state_no_accounts(council=cast.ashford, minute="24/7", starts_on=today(), actor=cast.adam)
    another(cast, is_public=False)
    assert "has no social media accounts" not in Client().get(LIST).text
    assert json.loads(Client().get(JSON).content)["has_no_accounts_since"] is None


def test_an_unknown_council_has_no_such_pages(cast: Cast) -> None:
    for path in (LIST, CHECK, JSON, CSV):
        assert Client().get(path.replace("ashford", "nowhere")).status_code == 404


def test_nothing_can_be_sent_there(cast: Cast) -> None:
    for path in (LIST, CHECK, JSON, CSV):
        assert Client().post(path).status_code == 405


def test_the_front_page_leads_to_both(cast: Cast) -> None:
    page = Client().get("/c/ashford/").text
    assert f'href="{LIST}"' in page
    assert f'href="{CHECK}"' in page


# --- For programs and spreadsheets ------------------------------------------------------------


def test_json_has_the_documented_fields(cast: Cast) -> None:
    an_account(cast)
    answer = Client().get(JSON)
    whole = json.loads(answer.content)
    assert set(whole) == {"version", "council", "page", "has_no_accounts_since", "accounts"}
    assert whole["page"].endswith(LIST)
    assert [account["handle"] for account in whole["accounts"]] == [
        "ashfordcouncil",
        "AshfordEvents",
    ]
    documented = Path("docs/official-accounts.md").read_text()
    for field in {*whole, *whole["accounts"][0]}:
        assert f"`{field}`" in documented


def test_json_may_be_kept_and_read_from_any_page(cast: Cast, as_: Callable[[Any], Client]) -> None:
    first = Client().get(JSON)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Content-Type"] == "application/json"
    kept = {"if-none-match": first.headers["ETag"]}
    same = Client().get(JSON, headers=kept)
    assert (same.status_code, same.content) == (304, b"")
    # One copy serves everybody, whoever is signed in.
    insider = as_(cast.ana).get(JSON)
    assert (insider.content, as_(cast.ana).get(JSON, headers=kept).status_code) == (
        first.content,
        304,
    )
    for answer in (first, same, insider):
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert not answer.cookies
    change_account(account=cast.page, purpose="News", actor=cast.adam)
    changed = Client().get(JSON, headers=kept)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def rows() -> list[dict[str, str]]:
    whole = b"".join(Client().get(CSV).streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(whole.removeprefix("\ufeff"), newline="")))


def test_csv_holds_the_list_and_no_formula(cast: Cast) -> None:
    an_account(cast, name="=1+1", purpose="@SUM(A1)")
    first, second = rows()
    assert tuple(first) == COLUMNS
    assert first["Handle"] == "ashfordcouncil"
    assert second["Name"] == "'=1+1"
    assert second["What it is for"] == "'@SUM(A1)"
