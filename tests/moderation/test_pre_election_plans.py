"""What falls in a pre-election period is found by index, however long the archive is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from moderation.posts.models import Post, PostChange
from moderation.pre_election.questions import posts_to_look
from policies.elections.actions import add_period
from policies.elections.models import Period
from tests.accounts.test_registers_plans import whole_tables

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TABLES = ("moderation_post", "moderation_postchange")


@pytest.fixture
def period() -> Period:
    """Of a council with a sixth of the posts; every twentieth was edited."""
    call_command(
        *("make_world", "--yes-this-is-not-in-service", "--councils", "6", "--drafts", "900"),
        stdout=StringIO(),
        stderr=StringIO(),
    )
    council = Council.objects.latest("pk")
    posts = list(Post.objects.order_by("pk"))
    assert len(posts) > 300
    PostChange.objects.bulk_create(
        PostChange(council_id=post.council_id, post=post, kind="edited", words="New", reason="x")
        for post in posts[::20]
    )
    keeper = Person.objects.holding(council, None).first()
    assert keeper
    return add_period(
        council=council,
        kind="ordinary",
        notice_on=today() - timedelta(days=3),
        poll_on=today() + timedelta(days=20),
        actor=keeper,
    )


@pytest.mark.parametrize("one", [True, False])
def test_no_archive_is_read_for_a_few_days_of_it(period: Period, one: bool) -> None:
    rows = posts_to_look([period.council_id], period if one else None)
    sql, params = rows.query.sql_with_params()
    assert whole_tables(sql, params, TABLES) == set()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            steps = [step for *_, step in cursor.fetchall()]
        assert any("post_newest (council_id=? AND posted_at>? AND posted_at<?)" in s for s in steps)
        assert not any("post_newest (council_id=?)" in step for step in steps)
