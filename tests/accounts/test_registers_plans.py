"""The registers are read by index: no page of one council reads the rows of another."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.dates import today
from accounts.devices.models import Device
from accounts.grants.models import AccessGrant
from accounts.lookalikes.models import Lookalike, PublicWarning
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from accounts.register.models import AcceptedGap, AccountName, OfficialAccount, Opening, WayIn
from tests.accounts.granting import found, member_of, there
from tests.accounts.registering import a_login
from tests.cast import RULES, Cast, a_rulebook, chosen

pytestmark = pytest.mark.database

As = Callable[[Person], Client]

#: What grows with the number of councils, and which other council's rows would be read.
TABLES = (
    *("accounts_officialaccount", "accounts_accountname", "accounts_accessgrant"),
    *("accounts_membership", "accounts_appointment", "accounts_teammember", "accounts_device"),
    *("accounts_wayin", "accounts_opening", "accounts_acceptedgap", "accounts_publicwarning"),
)

#: Other councils' rows of each kind; Ashford has a tenth of them.
OTHERS = 1_000


def a_full_country(cast: Cast) -> None:
    """Ashford with something of everything, and a neighbour with very much of it."""
    a_rulebook(cast.ashford, **RULES | {"whole_team_has_access": chosen(True)})
    cast.ashford.refresh_from_db()
    cast.page.council = cast.ashford
    found(cast)
    there(cast)
    a_login(cast)
    for council, many in ((cast.ashford, OTHERS // 10), (cast.barham, OTHERS)):
        accounts = OfficialAccount.objects.bulk_create(
            OfficialAccount(
                council=council,
                name=f"Page {number}",
                platform="x",
                handle=f"page{number}",
                url=f"https://x.com/page{number}",
            )
            for number in range(many)
        )
        AccountName.objects.bulk_create(
            AccountName(
                council=council,
                account=account,
                platform="x",
                handle=account.handle,
                url=account.url,
                plain=account.handle,
            )
            for account in accounts
        )
        AcceptedGap.objects.bulk_create(
            AcceptedGap(
                council=council,
                account=account,
                code="unmonitored",
                reason="For now.",
                minute="26/40",
                decided_on=today(),
                until=today(),
                recorded_by=cast.adam,
            )
            for account in accounts
        )
        ways = WayIn.objects.bulk_create(
            WayIn(council=council, kind="login", name=account.handle) for account in accounts
        )
        Opening.objects.bulk_create(
            Opening(council=council, way_in=way_in, account=account)
            for way_in, account in zip(ways, accounts, strict=True)
        )
        AccessGrant.objects.bulk_create(
            AccessGrant(
                council=council,
                number=1_000 + number,
                account=account,
                found_name="Somebody",
                level="task",
                status="ended" if number % 10 else "found",
                basis="found",
                starts_on=today(),
                confirmed_on=today(),
                removed_on=today() if number % 10 else None,
            )
            for number, account in enumerate(accounts)
        )
    people = Person.objects.bulk_create(Person(name=f"Clerk {one}") for one in range(OTHERS))
    members = Membership.objects.bulk_create(
        Membership(council=cast.barham, person=one, category="employee", starts_on=today())
        for one in people
    )
    TeamMember.objects.bulk_create(
        TeamMember(council=cast.barham, membership=member, starts_on=today(), why="Posts")
        for member in members
    )
    cases = Lookalike.objects.bulk_create(
        Lookalike(
            council=cast.barham,
            number=1_000 + number,
            kind="fake",
            name="Not ours",
            platform="x",
            url=f"https://x.com/notours{number}",
            seen_on=today(),
            recorded_by=cast.adam,
        )
        for number in range(OTHERS)
    )
    PublicWarning.objects.bulk_create(
        PublicWarning(
            council=cast.barham,
            lookalike=case,
            kind="fake",
            words="Not ours.",
            reason="It asks for money.",
            decided_by=cast.adam,
        )
        for case in cases
    )
    Device.objects.bulk_create(
        Device(
            council=cast.barham,
            name=f"Phone {number}",
            kind="phone",
            belongs="council",
            holder=member,
            starts_on=today(),
        )
        for number, member in enumerate(members)
    )
    offices = Office.objects.bulk_create(
        Office(council=cast.barham, key=f"office-{one}", title=f"Office {one}")
        for one in range(OTHERS)
    )
    Appointment.objects.bulk_create(
        Appointment(council=cast.barham, office=office, membership=member, starts_on=today())
        for office, member in zip(offices, members, strict=True)
    )


#: Every page of the registers that shows rows: whose it is to read, and its address.
PAGES: dict[str, tuple[str, Callable[[Cast], str]]] = {
    "the account register": ("priya", lambda cast: "accounts/"),
    "an account": ("priya", lambda cast: f"accounts/{cast.page.pk}/"),
    "gaps": ("priya", lambda cast: "accounts/gaps/"),
    "access in force": ("priya", lambda cast: "access/"),
    "access over": ("priya", lambda cast: "access/?show=over"),
    "access to remove": ("priya", lambda cast: "access/?show=to_remove"),
    "taking stock": ("priya", lambda cast: "access/stock/"),
    "a person": ("adam", lambda cast: f"people/{cast.ashford.memberships.earliest('pk').pk}/"),
    "a record": ("priya", lambda cast: f"people/{member_of(cast, cast.ana).pk}/record/"),
    "what waits": ("priya", lambda cast: "home/"),
    "is it ours": ("", lambda cast: "check/?account=@page7"),
    "the public list": ("", lambda cast: "official-accounts/"),
}


def test_no_page_reads_other_councils_rows(cast: Cast, as_: As) -> None:
    a_full_country(cast)
    asked = []
    for page, (who, address) in PAGES.items():
        browser = as_(getattr(cast, who)) if who else Client()
        path = f"/c/ashford/{address(cast)}"
        with selects() as of_page:
            assert browser.get(path).status_code == 200
        assert of_page, page
        asked += [(page, *question) for question in of_page]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for page, sql, params in asked:
        read = whole_tables(sql, params)
        assert not read, f"For {page}, {read} read from end to end by\n{sql}"


def test_each_page_asks_at_most_twelve_things(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    """But a person's record, which also says when they leave and what they have read."""
    found(cast)
    there(cast)
    a_login(cast)
    for page, (who, address) in PAGES.items():
        if page in ("what waits", "a person"):
            continue  # each has a test of its own
        browser = as_(getattr(cast, who)) if who else Client()
        path = f"/c/ashford/{address(cast)}"
        browser.get(path)  # reads the rules, once a process
        with queries(at_most=(15 if page == "a record" else 12) if who else 3):
            browser.get(path)


@contextmanager
def selects() -> Iterator[list[tuple[str, Any]]]:
    """The questions asked meanwhile of the tables that grow, with what they are asked for."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        reads = sql.lstrip(" \n(").startswith(("SELECT", "WITH"))
        if reads and any(name in sql for name in TABLES):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def whole_tables(sql: str, params: Any, tables: tuple[str, ...] = TABLES) -> set[str]:
    """The tables that the database would read from end to end, other councils' rows included.

    On PostgreSQL told not to while there is another way: a small table is read whole anyway, and
    joined whole. Each row costs as if there were hundreds: how full its pages are depends on
    whatever ran before.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for row in ("tuple", "index_tuple"):
                cursor.execute(f"SET LOCAL cpu_{row}_cost = 1")
            for way in ("seqscan", "hashjoin", "mergejoin", "material"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            row = cursor.fetchone()
            plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
            return {
                node["Relation Name"] for node in nodes(plan[0]["Plan"]) if is_whole(node)
            } & set(tables)
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [row[3] for row in cursor.fetchall()]
    names = {alias: table for table, alias in re.findall(r'"(\w+)" ([TU]\d+)', sql)}
    scanned = {step.split()[1] for step in steps if step.startswith("SCAN ")}
    return {names.get(name, name) for name in scanned} & set(tables)


def is_whole(node: dict[str, Any]) -> bool:
    """Whether a step of a plan reads a table by no condition that an index serves."""
    if node["Node Type"] == "Seq Scan":
        return True
    by_index = node["Node Type"] in ("Index Scan", "Index Only Scan")
    return by_index and "Index Cond" not in node


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's steps, outermost first."""
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)
