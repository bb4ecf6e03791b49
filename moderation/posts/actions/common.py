"""What the actions on posts ask before they do anything."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Devices
from accounts.people.models import Membership, Person
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale
from moderation.posts.models import Post

#: Clocks differ: so much later than ours a post may seem to have gone out.
SKEW = timedelta(minutes=5)


def locked(post: Post) -> Post:
    """The post, held until the action ends, so that two changes to it come one after the other."""
    row: Post = post.council.posts.select_for_update(no_key=True).get(pk=post.pk)
    row.council, row.account = post.council, post.account
    return row


def member(council: Council, actor: Person) -> Membership:
    """The actor's membership today.

    Raises:
        RuleBroken: there is none.
    """
    membership = actor.membership_at(council)
    if membership is None:
        raise RuleBroken("You do not belong to this council today.")
    return membership


def require_decider(council: Council, actor: Person) -> int | None:
    """Somebody who may decide what happens to a post that is out.

    Returns:
        The id of the office they act through; None when it is the team's own authority.

    Raises:
        RuleBroken: they do not authorise posts, or are a councillor (LGA 1972 s.101).
    """
    membership = member(council, actor)
    if not membership.allows(Duty.AUTHORISE_POSTS):
        raise RuleBroken("Only somebody who authorises posts can decide this.")
    if membership.is_councillor:
        raise RuleBroken(
            "A councillor cannot decide this alone. Ask an officer to decide.",
            source="Local Government Act 1972 s.101",
        )
    return membership.office_for(Duty.AUTHORISE_POSTS)


def require_past(moment: datetime) -> None:
    """A post went out before it was recorded.

    Raises:
        RuleBroken: the time is in the future.
    """
    if moment > timezone.now() + SKEW:
        raise RuleBroken("The time it was posted is in the future.")


def require_device(council: Council, device: str, permission: str) -> None:
    """The device was one that the council's rules allow (FTC-6.7-a, FTC-6.7-b).

    Args:
        permission: who gave permission to post from one's own, in words; may be empty.

    Raises:
        RuleBroken: the rules never allow it, or ask for permission and none is named.
    """
    rule = council.rulebook.rules.devices
    devices: Devices | None = rule.value
    if device != Post.Device.OWN or devices is None:
        return
    source = council.rulebook.source_of("devices")
    if devices.use == "never":
        raise RuleBroken(
            "Posting from your own device is never allowed here. If it happened, ask the "
            f"{council.rulebook.title(council.rulebook.proper_officer)} before you record it.",
            source=source,
        )
    if devices.use == "with_permission" and not permission.strip():
        raise RuleBroken(
            "Posting from your own device needs permission. Say who gave it.", source=source
        )


def require_up(post: Post) -> None:
    """The post is still there to be changed.

    Raises:
        Stale: it has been taken down, or is to be.
    """
    take_down = post.take_down
    if take_down is not None:
        state = "was taken down" if take_down.confirmed_at else "is to be taken down"
        raise Stale(f"{post.reference} {state}, so this can no longer be done.")
