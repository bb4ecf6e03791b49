"""Posts and permissions: two at once, and neither is lost or ends in an error."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.councils.models import Council
from accounts.register.models import OfficialAccount
from councilsm.audit.verification import first_fault
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.models import Draft, Target
from moderation.permissions.actions import withdraw_permission
from moderation.pictures.models import Subject
from moderation.posts.actions import take_down_post
from moderation.posts.models import Post, PostChange
from tests.cast import Cast, assemble
from tests.moderation.drafting import recorded_post
from tests.moderation.permitting import a_permission, approve, showing
from tests.moderation.posting import made_outside
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def withdrawing(cast: Cast) -> Callable[[], Any]:
    subject = Subject.objects.get()
    return lambda: withdraw_permission(
        subject=Subject.objects.select_related("council", "permission").get(pk=subject.pk),
        reason="",
        actor=cast.cora,
    )


@pytest.mark.parametrize("round_", range(3))
def test_a_human_take_down_against_a_withdrawn_permission(cast: Cast, round_: int) -> None:
    post = recorded_post(cast, approve(cast, showing(cast, a_permission(cast, "Ben Hill"))))

    def take_down() -> PostChange:
        fresh = Post.objects.select_related("council", "account").get(pk=post.pk)
        return take_down_post(post=fresh, reason="x", record_copy="file 1", actor=cast.priya)

    outcomes = at_once([withdrawing(cast), take_down])
    assert not isinstance(outcomes[0], BaseException), outcomes
    assert isinstance(outcomes[1], PostChange | Stale), outcomes
    assert Subject.objects.get().withdrawn_on
    assert PostChange.objects.count() == 1
    assert first_fault(cast.ashford.pk) is None


@pytest.mark.parametrize("round_", range(3))
def test_a_post_recorded_while_a_permission_is_withdrawn_comes_down(
    cast: Cast, round_: int
) -> None:
    draft = approve(cast, showing(cast, a_permission(cast, "Ben Hill")))
    outcomes = at_once(
        [
            withdrawing(cast),
            lambda: recorded_post(
                cast, Draft.objects.select_related("council", "current").get(pk=draft.pk)
            ),
        ]
    )
    assert not any(isinstance(outcome, BaseException) for outcome in outcomes), outcomes
    assert Target.objects.get().state == "posted"
    assert PostChange.objects.get().post == Post.objects.get()
    assert first_fault(cast.ashford.pk) is None


def test_the_same_address_recorded_by_four_at_once_is_one_post(cast: Cast) -> None:
    def write() -> Post:
        council = Council.objects.get(pk=cast.ashford.pk)
        account = OfficialAccount.objects.select_related("council").get(pk=cast.page.pk)
        account.council = council
        return made_outside(cast, account=account)

    outcomes = at_once([write] * 4)
    assert sum(isinstance(outcome, RuleBroken) for outcome in outcomes) == 3, outcomes
    assert Post.objects.count() == 1
