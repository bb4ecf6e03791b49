"""The list of entries as CSV, a chunk at a time, and that somebody took it away."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.spreadsheets import csv_lines
from moderation.log.models.action import ModerationActionQuerySet
from moderation.log.rows import PLATFORMS, rows_of, values_of

#: Entries in one file: with more, dates make several files of it.
MOST = 20_000
#: Entries read at once.
CHUNK = 500

COLUMNS = (
    *("Reference", "Done", "Account", "Posted as", "Author", "Words", "Action", "Reason"),
    *("Source", "Words marked", "Contradicted by", "Where that is found", "Whom it attacks"),
    *("Necessary because", "Note", "Decided by", "Office", "Logged", "Confirmed on the platform"),
    *("Reference of the report", "State", "Evidence", "Address"),
)
#: Columns that the list does not show.
FURTHER = (
    *("source", "marked", "fact", "fact_source", "target", "necessity", "note", "logged_at"),
    *("none_given", "reference", "item__url"),
)


@action
def export_entries(*, council: Council, filters: Iterable[str], duty: Duty, actor: Person) -> None:
    """Puts on the trail that a list of entries was downloaded, and by which filters.

    Args:
        filters: the names of the filters, without what they were set to: a handle is somebody's.
        duty: by which the actor reads the log.

    Raises:
        RuleBroken: they do not hold it.
    """
    actor.require_duty_at(council, duty)
    new = {"filters": sorted(filters)}
    record(Verb.LOG_EXPORTED, council, council=council, actor=actor, duty=duty, new=new)


def as_csv(
    council: Council, entries: ModerationActionQuerySet, said: Iterable[str] = ()
) -> Iterator[str]:
    """The entries as lines of CSV, newest first.

    Args:
        said: what a reader must know of them; the last lines say it, and where there are more.
    """
    return csv_lines(COLUMNS, _lines(council, entries, said))


def _lines(
    council: Council, entries: ModerationActionQuerySet, said: Iterable[str]
) -> Iterator[Iterable[str]]:
    chosen = values_of(entries, *FURTHER).order_by("-happened_at", "-pk")
    found = chosen[: MOST + 1].iterator(chunk_size=CHUNK)
    listed = islice(found, MOST)
    while chunk := list(islice(listed, CHUNK)):
        for row in rows_of(council, chunk):
            yield cells(row)
    if next(found, None) is not None:
        yield [f"These are the newest {MOST:,}. Choose dates to download others."]
    for sentence in said:
        yield [sentence]


def cells(row: dict[str, Any]) -> Iterator[str]:
    """One row, by `COLUMNS`."""
    entry = row["entry"]
    yield row["reference"]
    yield in_words(entry.happened_at)
    yield row["where"]
    yield row["kind"]
    yield author_in_words(entry)
    yield "Erased" if entry.item__erased_at else entry.item__words
    yield row["action"]
    yield entry.reason_label
    yield entry.source
    yield entry.marked
    yield entry.fact
    yield entry.fact_source
    yield entry.target
    yield entry.necessity
    yield entry.note
    yield entry.decided_by__name
    yield entry.office__title or ""
    yield in_words(entry.logged_at)
    yield in_words(entry.confirmed_at) if entry.confirmed_at else ""
    yield "None given" if entry.none_given else entry.reference
    yield "; ".join(tag["label"] for tag in row["tags"])
    yield str(row["evidence"])
    yield entry.item__url


def author_in_words(entry: Any) -> str:
    """Whoever posted it, as profiles are called."""
    if entry.author__platform is None:
        return ""
    return f"{entry.author__handle or 'Erased'} ({PLATFORMS[entry.author__platform]})"


def in_words(moment: datetime) -> str:
    """UK time as a spreadsheet reads it: 2026-03-03 09:15."""
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}"
