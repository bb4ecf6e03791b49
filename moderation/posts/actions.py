"""After approval: a person posts by hand and records it."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import next_number
from moderation.drafts.actions.common import locked, office_of
from moderation.drafts.models import Draft, Target
from moderation.posts.models import Post


@action
def record_post(
    *, target: Target, url: str, posted_at: datetime, digest: str, actor: Person
) -> Post:
    """Records that a person has posted the approved words on one account (FTC-6.6-d).

    Args:
        url: the post's own address on the platform.
        posted_at: when it went out.
        digest: of the revision that was on the page.

    Raises:
        Stale: the draft is no longer approved, was changed, or is recorded already.
        RuleBroken: the time is in the future or before the approval.
    """
    draft = locked(target.revision.draft)
    draft.require_status(Draft.Status.APPROVED)
    revision = draft.require_revision(digest)
    current = revision.targets.select_for_update(no_key=True).filter(pk=target.pk).first()
    if current is None:
        raise Stale(f"{draft.reference} was changed since. Record the version that was approved.")
    if current.state == Target.State.POSTED:
        raise Stale(f"The post on {target.account} was recorded already.")
    if posted_at > timezone.now() + timedelta(minutes=5):
        raise RuleBroken("The time it was posted is in the future.")
    approval = draft.decisions.get(revision=revision)
    if posted_at < approval.decided_at - timedelta(minutes=1):
        raise RuleBroken(
            f"It was approved only on {when_in_words(approval.decided_at)}. "
            "Enter the time it was posted."
        )
    post = Post.objects.create(
        council=draft.council,
        number=next_number(draft.council, "P"),
        target=current,
        account=current.account,
        words=current.text,
        authority=approval.source,
        url=url,
        posted_at=posted_at,
        recorded_by=actor,
        office_id=office_of(actor, draft, Duty.RECORD_POSTS),
    )
    current.state = Target.State.POSTED
    current.save(update_fields=["state"])
    record(
        Verb.POST_RECORDED,
        draft,
        actor=actor,
        office_id=post.office_id,
        new={
            "post": post.reference,
            "account": str(target.account),
            "url": url,
            "posted_at": posted_at.isoformat(),
            "digest": revision.digest,
        },
    )
    return post
