"""What the actions on posts ask before they do anything."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Devices
from accounts.people.models import Membership, Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.actions import common as drafts
from moderation.drafts.models import Draft, Revision, Target
from moderation.posts.models import Post, PostChange

#: Clocks differ: so much later than ours a post may seem to have gone out.
SKEW = timedelta(minutes=5)


def locked(post: Post) -> Post:
    """The post, held until the action ends, so that two changes to it come one after the other."""
    row: Post = post.council.posts.select_for_update(no_key=True).get(pk=post.pk)
    row.council, row.account = post.council, post.account
    return row


def locked_target(target: Target, digest: str) -> tuple[Draft, Revision, Target]:
    """A target with its draft and revision as they are now, held until the action ends.

    Args:
        digest: of the revision that was on the page.

    Raises:
        Stale: it is another revision, or recorded as posted already.
    """
    draft = drafts.locked(target.revision.draft)
    row = draft.council.targets.select_for_update(no_key=True).get(pk=target.pk)
    # Read anew: what a page asked of the revision, it keeps, and permissions may have ended since.
    revision = draft.revisions.get(pk=row.revision_id)
    if revision.digest != digest:
        raise Stale(f"{draft.reference} was changed since. Record the version that was approved.")
    if row.state == Target.State.POSTED:
        raise Stale(f"The post on {target.account} was recorded already.")
    row.account, row.revision, revision.draft = target.account, revision, draft
    return draft, revision, row


def require_in_hand(draft: Draft, target: Target, digest: str) -> None:
    """It waits to be posted; or it is scheduled, whatever became of its approval.

    Raises:
        Stale: its approval is void, and it is not scheduled either.
    """
    if target.state != Target.State.SCHEDULED:
        draft.require_status(Draft.Status.APPROVED)
        draft.require_revision(digest)


def may_decide_posts(membership: Membership) -> bool:
    """Whether a member decides what happens to posts that are out; no councillor alone."""
    return membership.allows(Duty.AUTHORISE_POSTS) and not membership.is_councillor


def require_decider(council: Council, actor: Person) -> int | None:
    """Somebody who may decide what happens to a post that is out.

    Returns:
        The id of the office they act through; None when it is the team's own authority.

    Raises:
        RuleBroken: they do not authorise posts, or are a councillor (LGA 1972 s.101).
    """
    membership = actor.require_membership_at(council)
    if may_decide_posts(membership):
        return membership.office_for(Duty.AUTHORISE_POSTS)
    if membership.allows(Duty.AUTHORISE_POSTS):
        raise RuleBroken(
            "A councillor cannot decide this alone. Ask an officer to decide.",
            source="Local Government Act 1972 s.101",
        )
    raise RuleBroken("Only somebody who authorises posts can decide this.")


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


def decided(change: PostChange, actor: Person, *, tell: bool = True, **more: Any) -> None:
    """Records a decision on the post's trail and tells those who must carry it out.

    Args:
        tell: whether to mail; not where another message says the same.
    """
    council = change.council
    if tell:
        recorders = Person.objects.holding(council, council.rulebook.rules.record_posts.value)
        notify(
            # Where the law decided, whoever set it off is told as well.
            recorders.exclude(pk=actor.pk) if change.decider_id else recorders,
            "post_change_decided",
            council=council,
            change=change,
        )
    more |= {"note": change.to_do, "record_copy": change.copy_in_words}
    record_change(Verb.POST_CHANGE_DECIDED, change, actor, change.office_id, **more)


def record_change(
    verb: Verb, change: PostChange, actor: Person, office_id: int | None, **more: Any
) -> None:
    """One entry on the trail of the post."""
    record(
        verb,
        change.post,
        actor=actor,
        office_id=office_id,
        label=str(change),
        new={"kind": change.kind, "reason": change.reason, "words": change.words, **more},
    )
