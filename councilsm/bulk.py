"""Many rows of one model at once: COPY on PostgreSQL, `executemany` elsewhere."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

#: From so many rows on, COPY is worth its preparation.
MANY = 20


def any_of(numbers: Iterable[int]) -> RawSQL:
    """Very many ids, for the right of `__in`.

    As parameters they cost the driver a time that grows with the square of their number.
    """
    return RawSQL(", ".join(f"{number:d}" for number in numbers), ())


def insert_new(rows: Sequence[models.Model]) -> None:
    """Inserts new rows of one model; the database gives their ids, which nobody is told."""
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    write(fields, ([field.pre_save(row, True) for field in fields] for row in rows))


def write(fields: Sequence[Any], lines: Iterable[list[Any]]) -> None:
    """Inserts lines of values just as they are, `auto_now_add` columns included.

    Args:
        fields: of one model, in the order of the values in each line.
        lines: of values, which are changed here to what the database takes.
    """
    quote = connection.ops.quote_name
    table = quote(fields[0].model._meta.db_table)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    copies = connection.vendor == "postgresql"
    # Its driver takes Python's own types as they are, and this is half as slow.
    prepared = [
        (place, field)
        for place, field in enumerate(fields)
        if not copies or isinstance(field, models.JSONField)
    ]
    with connection.cursor() as cursor:
        if copies:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for line in _prepare(lines, prepared):
                    copy.write_row(line)
        else:
            marks = ", ".join(["%s"] * len(fields))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            cursor.executemany(sql, list(_prepare(lines, prepared)))


def _prepare(
    lines: Iterable[list[Any]], prepared: Sequence[tuple[int, Any]]
) -> Iterable[list[Any]]:
    """The lines with those values changed that the database does not take as they are."""
    for line in lines:
        for place, field in prepared:
            line[place] = field.get_db_prep_save(line[place], connection)
        yield line
