"""What the actions on posts ask before they do anything."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Devices
from accounts.people.models import Membership, Person
from accounts.register.post_addresses import post_address_key, post_address_problem
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import next_number
from moderation.drafts.actions import common as drafts
from moderation.drafts.models import Draft, Revision, Target
from moderation.posts.models import Post, PostChange

#: Clocks differ: so much later than ours a post may seem to have gone out.
SKEW = timedelta(minutes=5)


class Known(RuleBroken):
    """What somebody records is in the archive already, as `post`."""

    def __init__(self, post: Post) -> None:
        super().__init__(f"This address is recorded already, as {post.reference} {post.title}.")
        self.post = post


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


def member(council: Council, actor: Person) -> Membership:
    """The actor's membership today.

    Raises:
        RuleBroken: there is none.
    """
    membership = actor.membership_at(council)
    if membership is None:
        raise RuleBroken("You do not belong to this council today.")
    return membership


def office_for(council: Council, actor: Person, *duties: Duty) -> int | None:
    """The office in which the actor does this, by the first of `duties` that gives one.

    Raises:
        RuleBroken: they do not belong to the council today.
    """
    offices = map(member(council, actor).office_for, duties)
    return next((office for office in offices if office), None)


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


def keep(post: Post) -> None:
    """Puts a post into the archive under its number, with what is doubtful about its address.

    Raises:
        Known: the same post is there already.
    """
    # Whoever records the same address at the same time waits here, and then sees ours.
    post.number = next_number(post.council, "P")
    known = _recorded_as(post)
    if known is not None:
        raise Known(known)
    post.url_warning = post_address_problem(post.account, post.url)[:300]
    post.save(force_insert=True)


def _recorded_as(post: Post) -> Post | None:
    """The same post in the archive, but for those that were recorded by mistake.

    Where the address does not tell posts apart, or is that of what somebody commented on, the same
    words at the same time are the same post.
    """
    there = post.council.posts.filter(account=post.account, voice=post.voice).still_ours()
    there = there.select_related("target__revision")
    key = post_address_key(post.account, post.url) if post.is_councils else ""
    if not key:
        return there.filter(url=post.url, words=post.words, posted_at=post.posted_at).first()
    telling = max(re.findall(r"[\w-]+", key, re.ASCII), key=len, default="")
    alike = there.filter(url__icontains=telling).order_by("pk")
    return next((one for one in alike if post_address_key(post.account, one.url) == key), None)


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


def said(words: str, otherwise: str) -> str:
    """A reason without blanks around it.

    Raises:
        RuleBroken: there is none; says `otherwise`.
    """
    if not words.strip():
        raise RuleBroken(otherwise)
    return words.strip()


def decided(change: PostChange, actor: Person | None, *, tell: bool = True, **more: Any) -> None:
    """Records a decision on the post's trail and tells those who must carry it out.

    Args:
        actor: None where the system decided.
        tell: whether to mail; not where another message says the same.
    """
    council = change.council
    if tell:
        recorders = Person.objects.holding(council, council.rulebook.rules.record_posts.value)
        notify(
            recorders.exclude(pk=actor.pk) if actor else recorders,
            "post_change_decided",
            council=council,
            change=change,
        )
    more |= {"note": change.to_do, "record_copy": change.copy_in_words}
    record_change(Verb.POST_CHANGE_DECIDED, change, actor, change.office_id, **more)


def record_change(
    verb: Verb, change: PostChange, actor: Person | None, office_id: int | None, **more: Any
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
