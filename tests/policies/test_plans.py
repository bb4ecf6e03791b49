"""What one council's pages ask of policies is found by index, however many councils there are."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership
from policies.acknowledgements.asked_sql import ASKED, HELD, UNREAD, question
from policies.documents.belonging import ASKED as BELONGING
from policies.documents.models import DutyToRead, LegalReference, Part, Policy, RelatedPolicy
from policies.documents.questions import in_force_on
from tests.accounts.test_registers_plans import whole_tables

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: SQLite calls them as the questions do.
TABLES = (
    *("policies_version", "policies_policy", "policies_scope", "policies_dutytoread"),
    *("policies_acknowledgement", "accounts_membership", "accounts_appointment"),
    *("accounts_teammember", "policies_part", "policies_legalreference", "policies_relatedpolicy"),
    *("version", "newer", "policy", "scope", "apart", "need", "done", "member", "own", "seat"),
    *("law", "later", "related", "other"),
)


@pytest.fixture
def council() -> Council:
    """One of eight, each with policies and people."""
    call_command(
        *("make_world", "--yes-this-is-not-in-service", "--councils", "8", "--drafts", "8"),
        *("--policies", "4", "--people", "12"),
        stdout=StringIO(),
        stderr=StringIO(),
    )
    for policy in Policy.objects.all():
        own = {"council_id": policy.council_id, "policy": policy}
        DutyToRead.objects.create(**own, duty="record_posts")
        LegalReference.objects.create(**own, title="Equality Act 2010")
        Part.objects.create(**own, kind="informed", who="All employees")
        RelatedPolicy.objects.create(**own, title="Email policy")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return Council.objects.latest("pk")


@pytest.mark.parametrize("sql", [ASKED, UNREAD, HELD], ids=["asked", "unread", "held"])
@pytest.mark.parametrize("mine", [False, True])
def test_no_other_councils_rows_are_read(council: Council, sql: str, mine: bool) -> None:
    member = Membership.objects.filter(council=council).latest("pk")
    alias = {ASKED: "", UNREAD: "member.id", HELD: "own.membership_id"}[sql]
    only = f"AND {alias} IN ({member.pk})" if mine and alias else ""
    asked = question(sql, [council.pk], today(), only=only)
    assert whole_tables(*asked, TABLES) == set()


def test_versions_in_force_are_found_by_their_council(council: Council) -> None:
    asked = in_force_on(council, today()).query.sql_with_params()
    assert whole_tables(*asked, TABLES) == set()


def test_what_belongs_to_a_policy_is_found_by_it(council: Council) -> None:
    policy = Policy.objects.filter(council=council).latest("pk")
    assert whole_tables(BELONGING, {"policy": policy.pk}, TABLES) == set()
