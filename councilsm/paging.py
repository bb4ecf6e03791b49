"""Pages of long lists by keyset: as quick on the thousandth page as on the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

Row = TypeVar("Row", bound=models.Model)

#: Rows on a page.
SIZE = 25
#: Counting stops here: a page says "99+" rather than read a million rows.
COUNTED = 100
SALT = "councilsm.paging"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list, with the addresses of its neighbours ("" where there is none)."""

    items: list[Row]
    newer_url: str
    older_url: str
    showing: str


def keyset_page(
    rows: models.QuerySet[Row], request: HttpRequest, *, order: Sequence[str], total: str = ""
) -> Page[Row]:
    """The page that `?after=` or `?before=` asks for; the first one when either is not ours.

    The total is counted on the first page alone: the links carry it on.

    Args:
        order: one or two columns that are never null, the last unique, each "column" or
            "-column" in the same direction; there should be an index in this order.
        total: how many rows there are, in words, where the caller has counted them; else they are
            counted here, by a query of its own.
    """
    rows = rows.order_by(*order)
    after, before = _cursor(request, "after", order), _cursor(request, "before", order)
    if before:
        found = list(rows.filter(_beyond(order, before, back=True)).reverse()[: SIZE + 1])
        more_before, items = len(found) > SIZE, found[:SIZE][::-1]
        more_after = True
    else:
        chosen = rows.filter(_beyond(order, after, back=False)) if after else rows
        found = list(chosen[: SIZE + 1])
        more_after, items = len(found) > SIZE, found[:SIZE]
        more_before = bool(after)
    if not items and (after or before):
        return keyset_page(rows, _at_the_start(request), order=order, total=total)
    if not (more_before or more_after):
        total = str(len(items))
    elif not (total := total or "".join((before or after or [])[len(order) :])):
        # Bare ids: COUNT would gather what each row shows a hundred times over.
        total = capped(len(rows.values_list("pk", flat=True)[:COUNTED]))
    return Page(
        items=items,
        newer_url=_url(request, "before", items[0], order, total) if more_before else "",
        older_url=_url(request, "after", items[-1], order, total) if more_after else "",
        showing=f"Showing {len(items)} of {total}",
    )


def capped(number: int) -> str:
    """A count that stops at a hundred, in words."""
    return f"{COUNTED - 1}+" if number >= COUNTED else str(number)


def _beyond(order: Sequence[str], values: Sequence[Any], *, back: bool) -> Q:
    """Rows past a point. The first column is bounded by itself too, so that its index serves."""
    sign = "lt" if order[0].startswith("-") != back else "gt"
    names = [column.lstrip("-") for column in order]
    if len(names) == 1:
        return Q(**{f"{names[0]}__{sign}": values[0]})
    beyond = Q(**{f"{names[0]}__{sign}": values[0]})
    tied = Q(**{names[0]: values[0], f"{names[1]}__{sign}": values[1]})
    return Q(**{f"{names[0]}__{sign}e": values[0]}) & (beyond | tied)


def _url(
    request: HttpRequest, word: str, row: models.Model, order: Sequence[str], total: str
) -> str:
    values = [_text(getattr(row, column.lstrip("-"))) for column in order]
    query = _at_the_start(request).GET.copy()
    query[word] = signing.dumps([*values, total], salt=SALT + ",".join(order))
    return f"?{query.urlencode()}"


def _at_the_start(request: HttpRequest) -> HttpRequest:
    """The same list's first page."""
    query = request.GET.copy()
    for word in ("after", "before"):
        query.pop(word, None)
    first = HttpRequest()
    first.GET = query  # type: ignore[assignment]  # stubs want an immutable one
    return first


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _cursor(request: HttpRequest, word: str, order: Sequence[str]) -> list[Any] | None:
    """The values of a page's end in this order, then the total where the link carried it."""
    try:
        values = signing.loads(request.GET[word], salt=SALT + ",".join(order))
    except (KeyError, signing.BadSignature):
        return None
    return values if len(order) <= len(values) <= len(order) + 1 else None
