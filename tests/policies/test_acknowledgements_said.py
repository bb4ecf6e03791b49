"""Pages say whether a duty rests while a policy is unread, or is kept, and why."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.duties import Duty
from tests.accounts.absenting import member
from tests.cast import Cast, a_member, a_rulebook, chosen
from tests.policies.reading import SUSPENDS, has_read, to_read
from tests.policies.writing import read_for

As = Callable[[Person], Client]


@pytest.mark.parametrize("days", [10, 60])
@pytest.mark.parametrize("alone", [True, False])
def test_every_page_says_whether_it_rests_or_is_kept(
    cast: Cast, as_: As, days: int, alone: bool
) -> None:
    """One's own, everybody's by policy and by people, and one's record say the same."""
    a_rulebook(cast.ashford, **SUSPENDS)
    version = to_read(cast, days)
    if not alone:
        has_read(a_member(cast.ashford, "Paul", "town-clerk"), version)
    slug = version.policy.slug
    priya, adam = as_(cast.priya), as_(cast.adam)
    pages = [
        priya.get(f"/c/ashford/reading/{slug}/{version.slug}/"),
        adam.get(f"/c/ashford/reading/all/?policy={slug}"),
        adam.get("/c/ashford/reading/all/?by=people"),
        adam.get(f"/c/ashford/people/{member(cast.priya).pk}/record/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert ("Nobody else could do “" in page.text) is alone
        assert (f"” rests {'from' if days < 14 else 'since'} " in page.text) is not alone


def test_all_who_have_not_read_it_keep_it(cast: Cast, as_: As) -> None:
    """None of them could do it for the others, so the gate lets none of theirs rest."""
    a_rulebook(cast.ashford, **SUSPENDS)
    to_read(cast, 60)
    a_member(cast.ashford, "Paul", "town-clerk")
    everybody = as_(cast.adam).get("/c/ashford/reading/all/?by=people").text
    assert everybody.count("Nobody else could do “") == 2
    assert "” rests" not in everybody


def test_what_is_kept_and_what_rests_are_told_apart(cast: Cast, as_: As) -> None:
    """Priya logs what the public posts too, and has read it; nobody but Cora records posts."""
    logs = {"log_moderation": chosen({"offices": ["comms-officer", "town-clerk"]})}
    a_rulebook(cast.ashford, **SUSPENDS | logs)
    version = to_read(cast, 60, Duty.RECORD_POSTS)
    read_for(version.policy, Duty.LOG_MODERATION)
    version.policy.duties.update(since=version.effective_from)
    has_read(cast.priya, version)
    own = as_(cast.cora).get("/c/ashford/reading/").text
    everybody = as_(cast.adam).get("/c/ashford/reading/all/?by=people").text
    for page in (own, everybody):
        assert (
            "Nobody else could do “Record what was posted”, so it is kept; “Log moderation" in page
        )
        assert "” rests since " in page
