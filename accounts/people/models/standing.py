"""What somebody may do at a council on a day, and who may do something there: in plain SQL.

This is asked on every request, and building it from querysets took Python longer than the database
takes to answer. `tests/accounts/test_standing.py` holds each question to the same one in querysets.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import RawSQL

from accounts.councils.models import Council
from accounts.people.models.cover import covered_by, order_of_cover
from accounts.people.models.membership import Membership
from accounts.people.models.resting import kept, lets_rest, registered, resting
from accounts.people.models.standing_sql import (
    AWAY,
    FURTHER,
    IN_FORCE,
    NOTHING_FURTHER,
    ON_TEAM,
    OPEN,
    STAFFED,
    STANDING,
    bind,
)

if TYPE_CHECKING:
    from accounts.councils.rulebook import Holders, Rulebook
    from accounts.people.models.person import Person

#: The ids of the people at a council, its id the parameter.
PEOPLE = f"""
    SELECT membership.person_id FROM accounts_membership membership
    WHERE membership.council_id = %s AND {OPEN}
"""

#: In what must be known further: who acts for whom, and which training lapsed.
COVER_AND_TRAINING = "cover and training"
NOTHING: frozenset[str] = frozenset()

#: Councils, by slug, whose rules this process has seen to need the longer question, with what of
#: it. It spares them the shorter one and decides nothing: once the rules are read, they say what
#: must be known.
ASKED_FURTHER: dict[str, frozenset[str]] = {}

Row = TypeVar("Row", bound=models.Model)


def standing_of(person: "Person", day: date, *, slug: str | None = None) -> list[Membership]:
    """A person's memberships that are open on a day, with offices and duties, by council's name.

    One query brings what the gate needs: council, rulebook version, offices, team, second factor
    and, where the rules need it, who acts for whom, what has lapsed and what is unread. Only where
    a duty of theirs would rest, a second one asks who else has it.

    Args:
        slug: of the one council that is asked about; None for all.
    """
    if slug is None:
        found = standing("membership.person_id = %s", [person.pk], day)
    else:
        here = "membership.person_id = %s AND council.slug = %s"
        found = standing(here, [person.pk, slug], day, further=ASKED_FURTHER.get(slug, NOTHING))
    for membership in found:
        settle(membership, day)
    return found


def settle(membership: Membership, day: date) -> None:
    """Says what somebody may do on a day, once it is known what they hold."""
    book = membership.council.rulebook
    held = set(membership.offices)
    membership.duties = book.duties_of(held, team=membership.on_team)
    lapsed = resting(book, membership, day)
    if lapsed:
        everybody = everybody_at(membership.council_id, day, book)
        membership.kept = kept(book, membership, lapsed, everybody, day)
    rests = {duty: why for duty, why in lapsed.items() if duty not in membership.kept}
    membership.resting = {duty: first for duty, (first, _) in rests.items()}
    membership.rests_by = {duty: rule for duty, (_, rule) in lapsed.items()}
    for duty in rests:
        del membership.duties[duty]


def everybody_at(council: int, day: date, book: "Rulebook") -> list[Membership]:
    """The memberships open at a council (its id) on a day, with what they hold; no duties.

    Args:
        book: the council's rules, which say what must be known for `kept`.
    """
    return standing(
        "council.id = %s AND membership.person_id IN "
        "(SELECT id FROM accounts_person WHERE is_active)",
        [council],
        day,
        further=needs_further(book),
    )


def standing(
    where: str, params: list[Any], day: date, *, further: frozenset[str] = NOTHING
) -> list[Membership]:
    """The memberships open on a day for which a condition holds, with what they hold; no duties.

    Args:
        where: in SQL, of `membership` and `council`, with these parameters.
        further: what is asked at once of what only some rules need; what is not among it, in
            another query where a council has such rules.
    """
    sql, values = bind(question(where, connection.vendor, further=further), day, params)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    size = len(Membership._meta.concrete_fields)
    grounds = registered()
    found: dict[int, Membership] = {}
    every: dict[int, str] = {}
    for office_id, office_key, on_team, elsewhere, away, factor, rulebook_id, *values in rows:
        offices, lapsed, *wanting = values[: 2 + len(grounds)]
        values = values[2 + len(grounds) :]
        membership = found.get(values[0])  # its id
        if membership is None:
            membership = read(Membership, values[:size])
            membership.council = read(Council, values[size:])
            membership.council.rulebook_id = rulebook_id
            membership.on_team = bool(on_team)
            membership.has_others = bool(elsewhere)
            membership.has_second_factor = bool(factor)
            membership.is_away = bool(away)
            membership.offices, membership.covering = {}, {}
            membership.lapsed = read_lapsed(lapsed)
            membership.wanting = {
                ground.rule: ground.read(told)
                for ground, told in zip(grounds, wanting, strict=True)
                if ground.read
            }
            membership.kept, membership.resting, membership.rests_by = frozenset(), {}, {}
            found[membership.pk], every[membership.pk] = membership, offices or ""
        if office_id is not None:
            membership.offices[office_key] = office_id
    councils = [each.council for each in found.values()]
    needing = {council.slug: needs_further(council.rulebook) for council in councils}
    if needed := NOTHING.union(*needing.values()) - further:
        ASKED_FURTHER.update(needing)
        return standing(where, params, day, further=further | needed)
    for membership in found.values():
        let_cover(membership, every[membership.pk])
    return list(found.values())


def needs_further(book: "Rulebook") -> frozenset[str]:
    """What somebody's duties depend on: who is away, what training lapsed, what is unread."""
    usual = [COVER_AND_TRAINING] if order_of_cover(book) or lets_rest(book) else []
    return NOTHING.union(usual, (g.rule for g in registered() if lets_rest(book, g.rule)))


@lru_cache(maxsize=16)
def question(where: str, vendor: str, *, further: frozenset[str]) -> str:
    """The SQL of `standing`, without the spaces that would be read again on every request.

    Args:
        vendor: of the database; it has its own word for joining texts.
    """
    joined = "string_agg" if vendor == "postgresql" else "group_concat"
    longer = [FURTHER if COVER_AND_TRAINING in further else NOTHING_FURTHER]
    longer += [ground.sql if ground.rule in further else "NULL" for ground in registered()]
    sql = STANDING.format(
        columns=", ".join([*columns(Membership, "membership"), *columns(Council, "council")]),
        where=where,
        further=", ".join(longer).format(joined=joined),
    )
    return " ".join(sql.split())


def let_cover(membership: Membership, every_office: str) -> None:
    """Adds the offices for which somebody acts on that day, as `EVERY_OFFICE` tells who could."""
    order = order_of_cover(membership.council.rulebook)
    if not order or membership.is_away:
        return
    offices = [line.split() for line in every_office.split(",") if line]
    staffed = {key for key, _, is_staffed in offices if is_staffed == "1"}
    covering = covered_by(order, membership.offices.keys(), staffed)
    ids = {key: int(pk) for key, pk, _ in offices}
    membership.covering = {key: own for key, own in covering.items() if key in ids}
    membership.offices |= {key: ids[key] for key in membership.covering}


def read_lapsed(lines: str | None) -> dict[str, date]:
    """What each lapsed course was needed for, as `LAPSED` tells it, since when."""
    found: dict[str, date] = {}
    for line in (lines or "").split(","):
        if line:
            what, last = line.split()
            found[what] = min(date.fromisoformat(last[:10]), found.get(what, date.max))
    return found


def people_at(council: Council, day: date) -> RawSQL:
    """The ids of the people whose membership of a council is open on a day."""
    return RawSQL(*bind(PEOPLE, day, [council.pk]))


def people_holding(
    council: Council, holders: "Holders | None", day: date, *, cover: bool = True
) -> RawSQL:
    """Those among them who hold one of some offices that day, or sit on the team if that counts.

    Args:
        holders: as a rule gives them; None (the rule is not set) means the proper officer.
        cover: also those who act for one of these offices that day.
    """
    keys = holders.offices if holders else (council.rulebook.proper_officer,)
    through, params = _holds(len(keys)), [council.pk, *keys]
    order = order_of_cover(council.rulebook) if cover else ()
    for key in (key for key in keys if key in order):
        rest = order[order.index(key) + 1 :]
        for place, next_one in enumerate(rest):
            # All from the one that is covered to the one before this have nobody there.
            unstaffed = (key, *rest[:place])
            through = f"{through} OR {_acts(len(unstaffed))}"
            params += [next_one, council.pk, *unstaffed]
    if holders and holders.team:
        through = f"{through} OR {ON_TEAM}"
    return RawSQL(*bind(f"{PEOPLE} AND ({through})", day, params))


def _holds(keys: int) -> str:
    """That the membership holds one of so many offices, whose keys are the parameters."""
    return f"""
        EXISTS (
            SELECT 1 FROM accounts_appointment held
            JOIN accounts_office office ON office.id = held.office_id
            WHERE held.membership_id = membership.id AND {IN_FORCE.format("held")}
            AND office.key IN ({", ".join(["%s"] * keys) or "NULL"})
        )
    """


def _acts(unstaffed: int) -> str:
    """That the membership, not away, holds an office, and nobody is there in those before it.

    Its parameters are the key of the office, the council, and the keys of so many before it.
    """
    return f"""
        ({_holds(1)} AND NOT {AWAY} AND NOT EXISTS (
            SELECT 1 FROM accounts_office wanted
            WHERE wanted.council_id = %s AND wanted.key IN ({", ".join(["%s"] * unstaffed)})
            AND {STAFFED}
        ))
    """


def columns(model: type[models.Model], row: str) -> list[str]:
    """All columns of a model, of the row that the query calls so."""
    return [f"{row}.{field.column}" for field in model._meta.concrete_fields]


def read(model: type[Row], values: Sequence[Any]) -> Row:
    """An object from the values of all columns of its model, each read as querysets read it."""
    fields = model._meta.concrete_fields
    found = []
    for field, value in zip(fields, values, strict=True):
        column = field.cached_col
        converters = connection.ops.get_db_converters(column)
        for convert in [*converters, *column.get_db_converters(connection)]:
            value = convert(value, column, connection)
        found.append(value)
    return model.from_db(connection.alias, [field.attname for field in fields], found)
