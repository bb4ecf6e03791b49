"""What the registers tell the clock: each by its own subject, and nothing once it is dealt with."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.models import F

from accounts.clock.tasks import remind
from accounts.dates import today
from accounts.devices.models import DevicePermission, LostDevice, PasswordChange
from accounts.grants.models import AccessGrant
from accounts.people.actions.invitations import invite, withdraw_invitation
from accounts.people.models import TeamMember
from accounts.team.actions import give_undertaking, review_change
from accounts.team.models import TeamChange
from councilsm.inbox.models import OutboxMessage
from tests.accounts import teaming
from tests.accounts.granting import member_of, suspended, until
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

Travel = Callable[[date], None]

WEDNESDAY = date(2026, 6, 10)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def midweek(travel: Travel) -> Travel:
    """It is a Wednesday at noon, no bank holiday near; before the cast comes."""
    travel(WEDNESDAY)
    return travel


def reminded() -> set[tuple[str, str]]:
    """Who is reminded now, and of what: subjects, and the lines of digests."""
    OutboxMessage.objects.all().delete()
    remind()
    said = set()
    for letter in OutboxMessage.objects.all():
        assert not any(name in letter.body + letter.subject for name in ("Ana", "Leo", "Nina"))
        lines = [line[2:] for line in letter.body.splitlines() if line.startswith("- ")]
        name = letter.recipient.split("@")[0]
        said |= {(name, letter.subject)} if len(lines) == 1 else {(name, one) for one in lines}
    return said


@pytest.mark.clause("LLTC-12.1-b")
def test_access_for_a_set_time_then_to_remove_on_the_platform(cast: Cast, midweek: Travel) -> None:
    grant = until(cast, WEDNESDAY + 5 * DAY)
    there_too = AccessGrant.objects.filter(pk=grant.pk)
    assert reminded() == {("priya", "Access ends on Monday: Facebook Main page")}
    midweek(WEDNESDAY + 6 * DAY)
    assert reminded() == {("adam", "Access still to remove on the platform: Facebook Main page")}
    midweek(WEDNESDAY + 8 * DAY)  # three days late: the proper officer too
    assert reminded() == {("priya", "Access still to remove on the platform: Facebook Main page")}
    midweek(WEDNESDAY + 12 * DAY)
    assert {name for name, _ in reminded()} == {"adam", "priya"}
    there_too.update(removed_on=today(), removed_by=cast.adam, removed_how="Looked")
    midweek(WEDNESDAY + 19 * DAY)
    assert not reminded()


def test_suspended_access_is_to_be_removed_too(cast: Cast, midweek: Travel) -> None:
    suspended(cast)
    assert {name for name, _ in reminded()} == {"adam"}


@pytest.mark.clause("FTC-6.2-h")
def test_a_change_to_the_team_until_it_is_looked_at(cast: Cast, midweek: Travel) -> None:
    council = teaming.flitwick()
    change = TeamChange.objects.create(
        council=council,
        seat=TeamMember.objects.filter(membership__person__name="Mo Manager").get(),
        kind="appointed",
        review="awaiting",
        made_by=teaming.named("Dan Deputy"),
    )
    midweek(WEDNESDAY + DAY)
    line = "A change to the admin team awaits your review"
    assert reminded() == {("tessa.clerk", line)}
    midweek(WEDNESDAY + 8 * DAY)
    assert ("tessa.clerk", line) in reminded()
    tessa = teaming.named("Tessa Clerk")
    review_change(change=change, outcome="confirmed", actor=tessa)
    midweek(WEDNESDAY + 15 * DAY)
    assert not reminded()


def test_an_undertaking_that_is_owed(cast: Cast, midweek: Travel) -> None:
    a_member(cast.ashford, "Nina", team=True)
    text = teaming.a_text(cast.ashford)
    midweek(WEDNESDAY + 7 * DAY)
    assert reminded() == {("nina", "Your undertaking as a member of the admin team")}
    give_undertaking(text=text, membership=teaming.of("Nina"), actor=teaming.named("Nina"))
    midweek(WEDNESDAY + 14 * DAY)
    assert not reminded()


def test_permission_for_a_device_that_ends(cast: Cast, midweek: Travel) -> None:
    use = {"use": "with_permission", "permission_from": ["town-clerk"]}
    a_rulebook(cast.ashford, **RULES | {"devices": chosen(use)})
    permission = teaming.a_permission(cast)
    rows = DevicePermission.objects.filter(pk=permission.pk)
    rows.update(accepted_on=today(), ends_on=WEDNESDAY + DAY)
    assert reminded() == {
        ("priya", "Permission for a personal device ends tomorrow"),
        ("ana", "Your permission to use your own device ends tomorrow"),
    }
    rows.update(withdrawn_on=today(), withdrawn_by=cast.priya)
    midweek(WEDNESDAY + DAY)
    assert not reminded()


def test_passwords_after_a_loss(cast: Cast, midweek: Travel) -> None:
    lost = teaming.a_loss(cast)
    midweek(WEDNESDAY + DAY)
    assert reminded() == {("adam", "A device was lost: 1 password still to change")}
    PasswordChange.objects.filter(lost=lost).update(done_on=today(), done_by=cast.adam)
    midweek(WEDNESDAY + 8 * DAY)
    assert not reminded() and LostDevice.objects.filter(closed_at__isnull=True).exists()


def test_accounts_to_check_by_the_councils_own_rule(cast: Cast, midweek: Travel) -> None:
    cast.ashford.official_accounts.update(live_since=WEDNESDAY - 85 * DAY)
    assert not reminded()
    a_rulebook(cast.ashford, **RULES | {"account_checks": chosen(3)})
    midweek(WEDNESDAY + DAY)  # checked within three months of 17 March
    assert reminded() == {("adam", "Check due on Wednesday: Facebook Main page")}
    cast.ashford.official_accounts.update(live_since=F("live_since") + DAY * 60)
    midweek(WEDNESDAY + 7 * DAY)
    assert not reminded()


def test_an_invitation_that_nobody_accepted(cast: Cast, midweek: Travel) -> None:
    a_member(cast.ashford, "Nina")
    membership = member_of(cast, teaming.named("Nina"))
    invitation = invite(membership=membership, actor=cast.adam)
    assert not reminded()
    midweek(WEDNESDAY + 6 * DAY)
    assert reminded() == {("adam", "An invitation expires tomorrow")}
    withdraw_invitation(invitation=invitation, actor=cast.adam)
    midweek(WEDNESDAY + 7 * DAY)
    assert not reminded()
