"""Posts on accounts to which the poster has no access: warned of, then refused (LTC-4.2.1-b)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.dates import today
from accounts.grants.actions import end_access
from accounts.people.models import Person
from accounts.register.levels import Level
from accounts.register.models import Opening, WayIn
from moderation.drafts.models import Draft
from moderation.posts.models import Post
from tests.accounts.granting import found, granted, member_of
from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import approved
from tests.moderation.posting import address, recorded

As = Callable[[Person], Client]

SAID = "Cora has no access to Facebook: Main page on record"


def live(cast: Cast, in_days: int = 0) -> Draft:
    """An approved draft of a council that goes live in so many days."""
    cast.ashford.go_live_on = today() + timedelta(days=in_days)
    cast.ashford.save(update_fields=["go_live_on"])
    return approved(cast)


@pytest.mark.clause("LTC-4.2.1-b", "LLTC-9.3-g")
def test_without_access_it_is_refused_once_the_council_is_live(cast: Cast, as_: As) -> None:
    draft = live(cast)
    browser = as_(cast.cora)
    response = browser.post(address(draft), recorded(draft))
    assert response.status_code == 409
    assert f"{SAID} for" in response.text
    assert "Record it as a post made outside councilsm" in response.text
    assert "/c/ashford/posts/outside/" in response.text
    assert not Post.objects.exists()
    granted(cast, cast.cora)
    assert SAID not in browser.get(address(draft)).text
    assert browser.post(address(draft), recorded(draft)).status_code == 302


def test_before_the_go_live_date_the_page_warns(cast: Cast, as_: As) -> None:
    draft = live(cast, in_days=1)
    browser = as_(cast.cora)
    page = browser.get(address(draft)).text
    assert SAID in page
    assert "it is refused" in page
    assert "Ask for access" in page
    assert browser.post(address(draft), recorded(draft)).status_code == 302


def test_where_the_policy_says_so_its_clause_is_named(cast: Cast, as_: As) -> None:
    draft = live(cast)
    assert "LTC-4.2.1-b" not in as_(cast.cora).get(address(draft)).text
    clauses = '"clauses":{"LTC-4.2.1-b":"Nobody runs an account without permission"}'
    version = cast.ashford.rulebook_versions.get()
    values = version.values.replace('"clauses":{}', clauses)
    assert clauses in values
    type(version).objects.create(
        council=cast.ashford,
        number=2,
        values=values,
        digest=version.digest_of(values),
        in_force_from=version.in_force_from,
        why="For the test.",
    )
    assert "LTC-4.2.1-b: Nobody runs" in as_(cast.cora).get(address(draft)).text


@pytest.mark.parametrize("level", [Level.FIGURES, Level.EDITOR])
def test_a_way_in_that_opens_the_account_counts(cast: Cast, as_: As, level: str) -> None:
    tool = WayIn.objects.create(council=cast.ashford, kind="tool", name="Scheduler")
    granted(cast, cast.cora, what=tool, level=level)
    draft = live(cast)
    browser = as_(cast.cora)
    assert browser.post(address(draft), recorded(draft)).status_code == 409
    Opening.objects.create(council=cast.ashford, way_in=tool, account=cast.page)
    # Whoever sees figures only cannot have posted.
    expected = 409 if level == Level.FIGURES else 302
    assert browser.post(address(draft), recorded(draft)).status_code == expected


def test_so_does_a_shared_login_until_it_is_no_longer_used(cast: Cast, as_: As) -> None:
    login = WayIn.objects.create(
        council=cast.ashford, kind="login", name="social@ashford.example", is_shared=True
    )
    Opening.objects.create(council=cast.ashford, way_in=login, account=cast.page)
    granted(cast, cast.cora, what=login, level=Level.SHARED)
    draft = live(cast)
    browser = as_(cast.cora)
    cast.ashford.ways_in.update(ended_on=today())
    assert browser.post(address(draft), recorded(draft)).status_code == 409
    cast.ashford.ways_in.update(ended_on=None)
    assert browser.post(address(draft), recorded(draft)).status_code == 302


def test_access_to_another_account_or_of_another_person_is_none(cast: Cast, as_: As) -> None:
    other = AccountFactory(council=cast.ashford, platform="instagram", handle="ashford")
    granted(cast, cast.cora, what=other)
    granted(cast, cast.ana)
    found(cast, "C Comms", member_of(cast, cast.cora))
    draft = live(cast)
    assert as_(cast.cora).post(address(draft), recorded(draft)).status_code == 409


def test_ended_access_is_none_from_that_day(cast: Cast, as_: As) -> None:
    grant = granted(cast, cast.cora)
    draft = live(cast)
    end_access(grant=grant, reason="Misused", actor=cast.priya)
    assert as_(cast.cora).post(address(draft), recorded(draft)).status_code == 409


def test_what_was_scheduled_is_its_schedulers(cast: Cast, as_: As) -> None:
    """The platform sends it by itself, perhaps after the scheduler's access has ended."""
    grant = granted(cast, cast.cora)
    draft = live(cast)
    assert draft.current
    target = draft.current.targets.get()
    target.notes.create(
        council=cast.ashford,
        state="scheduled",
        goes_out_at=draft.decisions.get().decided_at,
        noted_by=cast.ana,
    )
    target.state = "scheduled"
    target.save(update_fields=["state"])
    browser = as_(cast.cora)
    assert grant.who == "Cora"
    response = browser.post(address(draft), recorded(draft))
    assert response.status_code == 409
    assert "Ana has no access" in response.text
    granted(cast, cast.ana)
    assert browser.post(address(draft), recorded(draft)).status_code == 302
