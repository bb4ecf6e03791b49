"""The archive as a spreadsheet: what the list finds, what was done since, and nothing dangerous."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.spreadsheets import FORMULA, harmless
from moderation.posts.archive import COLUMNS
from tests.cast import Cast
from tests.moderation.archiving import EXPORT, LIST, an_archive
from tests.moderation.posting import ADDRESS, made_outside

As = Callable[[Person], Client]


def rows(response: Any) -> list[dict[str, str]]:
    """The export as a spreadsheet reads it."""
    whole = b"".join(response.streaming_content).decode()
    assert whole.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(whole[1:], newline="")))


def test_the_export_holds_what_the_list_finds(cast: Cast, as_: As) -> None:
    an_archive(cast)
    response = as_(cast.rita).get(EXPORT, {"authority": "24/101"})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    (row,) = rows(response)
    assert tuple(row) == COLUMNS
    assert row["Reference"] == "P-0001"
    assert row["Words as posted"] == "High Street is closed on Friday."
    assert row["Approved or accepted by"] == "Priya, Town Clerk"
    assert row["Recorded by"] == "Cora"
    assert row["Account"] == "Facebook: Main page"
    assert row["Address"] == ADDRESS
    assert "minute 24/101" in row["Authority"]


def test_the_export_says_what_was_done_since(cast: Cast, as_: As) -> None:
    an_archive(cast)
    as_(cast.priya).post(
        f"{LIST}P-0001/take-down/", {"reason": "It names a child.", "record_copy": "file 12"}
    )
    first, second = rows(as_(cast.rita).get(EXPORT))
    assert "To be taken down" in first["Changes"]
    assert "It names a child." in first["Changes"]
    assert "Record copy: file 12" in first["Changes"]
    assert second["State"] == "Not approved beforehand"


@pytest.mark.parametrize(
    "start", [*FORMULA, " =", "\n=", "\u00a0＋", "\t", "\r", "\u2060=", "\u200b \ufeff+"]
)
def test_no_cell_is_a_formula(cast: Cast, as_: As, start: str) -> None:
    made_outside(
        cast, words=f"{start}1+1", authority=f"{start}A1", posted_by=f"{start}x", poster=None
    )
    (row,) = rows(as_(cast.rita).get(EXPORT))
    assert row["Words as posted"] == f"'{start}1+1"
    assert all(not cell.lstrip().startswith(FORMULA) for cell in row.values())


def test_other_cells_stay_as_they_are() -> None:
    harmless_already = ["", " ", "a=1", "’=", "a\n=1", "1 + 1"]
    assert [harmless(cell) for cell in harmless_already] == harmless_already


def test_the_export_reads_in_chunks_whatever_the_length(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    for number in range(12):
        made_outside(cast, url=f"{ADDRESS}{number}")
    browser = as_(cast.rita)
    with queries(at_most=10):
        assert len(rows(browser.get(EXPORT))) == 12


def test_the_export_holds_no_other_council(cast: Cast, as_: As) -> None:
    an_archive(cast)
    assert rows(as_(cast.oscar).get("/c/barham/posts/archive.csv")) == []
