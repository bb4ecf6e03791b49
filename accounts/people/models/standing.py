"""What somebody may do at a council on a day, and who may do something there: in plain SQL.

This is asked on every request, and building it from querysets took Python longer than the database
takes to answer. `tests/accounts/test_standing.py` holds each question to the same one in querysets.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import RawSQL

from accounts.councils.models import Council
from accounts.people.models.membership import Membership

if TYPE_CHECKING:
    from accounts.councils.rulebook import Holders
    from accounts.people.models.person import Person

Row = TypeVar("Row", bound=models.Model)

#: A day lies within a row's period, both ends included; no end means until further notice.
IN_FORCE = "%s BETWEEN {0}.starts_on AND COALESCE({0}.ends_on, '9999-12-31')"

#: A membership lets somebody in on a day. Where an invitation was sent, one must be accepted: an
#: address typed wrongly opens nothing.
OPEN = f"""
    membership.can_sign_in
    AND {IN_FORCE.format("membership")}
    AND (
        NOT EXISTS (
            SELECT 1 FROM accounts_invitation sent WHERE sent.membership_id = membership.id
        )
        OR EXISTS (
            SELECT 1 FROM accounts_invitation sent
            WHERE sent.membership_id = membership.id AND sent.accepted_at IS NOT NULL
        )
    )
"""

ON_TEAM = f"""
    EXISTS (
        SELECT 1 FROM accounts_teammember seat
        WHERE seat.membership_id = membership.id AND {IN_FORCE.format("seat")}
    )
"""

#: Another council of the same person's, on the same day.
ELSEWHERE = f"""
    EXISTS (
        SELECT 1 FROM accounts_membership other
        WHERE other.person_id = membership.person_id
        AND other.council_id <> membership.council_id
        AND {OPEN.replace("membership.", "other.")}
    )
"""

#: One row for each office that a person holds on a day, one where they hold none.
STANDING = f"""
    SELECT
        held.office_id,
        office.key,
        {ON_TEAM},
        {ELSEWHERE},
        EXISTS (SELECT 1 FROM mfa_authenticator WHERE user_id = membership.person_id),
        (
            SELECT version.id FROM accounts_rulebookversion version
            WHERE version.council_id = council.id AND version.in_force_from <= %s
            ORDER BY version.number DESC LIMIT 1
        ),
        {{columns}}
    FROM accounts_membership membership
    JOIN accounts_council council ON council.id = membership.council_id
    LEFT JOIN accounts_appointment held
        ON held.membership_id = membership.id AND {IN_FORCE.format("held")}
    LEFT JOIN accounts_office office ON office.id = held.office_id
    WHERE membership.person_id = %s AND {OPEN} AND {{where}}
    ORDER BY council.name, membership.id, held.id
"""


def standing_of(person: "Person", day: date, *, slug: str | None = None) -> list[Membership]:
    """A person's memberships that are open on a day, with offices and duties, by council's name.

    One query brings what the gate needs: council, rulebook version, offices, team, second factor.

    Args:
        slug: of the one council that is asked about; None for all.
    """
    of_membership, of_council = columns(Membership, "membership"), columns(Council, "council")
    sql = STANDING.format(
        columns=", ".join([*of_membership, *of_council]),
        where="TRUE" if slug is None else "council.slug = %s",
    )
    params: list[Any] = [day, day, day, day, person.pk, day]
    with connection.cursor() as cursor:
        cursor.execute(sql, params if slug is None else [*params, slug])
        rows = cursor.fetchall()
    found: dict[int, Membership] = {}
    for office_id, office_key, on_team, elsewhere, has_second_factor, rulebook_id, *values in rows:
        membership = found.get(values[0])  # its id
        if membership is None:
            membership = read(Membership, values[: len(of_membership)])
            membership.council = read(Council, values[len(of_membership) :])
            membership.council.rulebook_id = rulebook_id
            membership.on_team = bool(on_team)
            membership.has_others = bool(elsewhere)
            membership.has_second_factor = bool(has_second_factor)
            membership.offices = {}
            found[membership.pk] = membership
        if office_id is not None:
            membership.offices[office_key] = office_id
    for membership in found.values():
        membership.duties = membership.council.rulebook.duties_of(
            set(membership.offices), team=membership.on_team
        )
    return list(found.values())


def people_at(council: Council, day: date) -> RawSQL:
    """The ids of the people whose membership of a council is open on a day."""
    sql = f"""
        SELECT membership.person_id FROM accounts_membership membership
        WHERE membership.council_id = %s AND {OPEN}
    """
    return RawSQL(sql, [council.pk, day])


def people_holding(council: Council, holders: "Holders | None", day: date) -> RawSQL:
    """Those among them who hold one of some offices that day, or sit on the team if that counts.

    Args:
        holders: as a rule gives them; None (the rule is not set) means the proper officer.
    """
    here = people_at(council, day)
    keys = holders.offices if holders else (council.rulebook.proper_officer,)
    through = f"""
        EXISTS (
            SELECT 1 FROM accounts_appointment held
            JOIN accounts_office office ON office.id = held.office_id
            WHERE held.membership_id = membership.id AND {IN_FORCE.format("held")}
            AND office.key IN ({", ".join(["%s"] * len(keys)) or "NULL"})
        )
    """
    params: list[Any] = [*here.params, day, *keys]
    if holders and holders.team:
        through, params = f"({through} OR {ON_TEAM})", [*params, day]
    return RawSQL(f"{here.sql} AND {through}", params)


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
