"""Lists for spreadsheets: CSV in which no cell can act as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from councilsm.plain_words import without_hidden

#: A spreadsheet takes a cell that begins with one of these for a formula, also in the wide letters
#: of East Asian keyboards, behind spaces and behind characters that nobody sees.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: Says that the file is UTF-8, to spreadsheets that would not see it themselves.
BOM = "\ufeff"


def csv_lines(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Lines of CSV as the rows come: what begins like a formula is put behind a quote."""
    writer = csv.writer(Echo())
    yield BOM + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def csv_response(name: str, lines: Iterable[str]) -> StreamingHttpResponse:
    """A download of that file name."""
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    begins = without_hidden(cell).lstrip()
    return f"'{cell}" if begins.startswith(FORMULA) or cell[:1] in {"\t", "\r"} else cell


class Echo:
    """A file that hands back what is written to it, so that lines can be sent as they come."""

    def write(self, line: str) -> str:
        return line
