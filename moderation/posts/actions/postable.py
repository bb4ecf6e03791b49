"""Whether approved words may go out, and what has come up since they were approved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from accounts.dates import LONDON, today
from councilsm.refusals import RuleBroken, Stale
from moderation.checks.content import Content, PictureContent
from moderation.checks.findings import run_checks
from moderation.checks.pre_election import NAME, on_day
from moderation.drafts.actions.common import require_no_open_advice
from moderation.drafts.models import Decision, Draft, Revision
from moderation.posts.models import Post
from moderation.posts.objecting import OBJECTORS


def approval_of(draft: Draft, revision: Revision) -> Decision:
    """The approval that a revision had, whatever became of it since.

    Raises:
        Stale: it never had one.
    """
    approvals = draft.decisions.filter(revision=revision, outcome=Decision.Outcome.APPROVED)
    approval = approvals.select_related("withdrawal__withdrawn_by").first()
    if approval is None:
        draft.require_status(Draft.Status.APPROVED)
        raise Stale(f"{draft.reference} was changed since. Record the version that was approved.")
    return approval


def require_postable(draft: Draft, revision: Revision, *, on: date | None = None) -> Decision:
    """The approval by which a revision may go out.

    Args:
        on: the London day on which it is to go out; None for now.

    Raises:
        Stale: the draft is not approved any more.
        RuleBroken: the approval was withdrawn, a question is open (DTC-4-f, FTC-6.6-b), or a fact
            has come up since that forbids it: a permission ended, an account closed, an election
            called that nobody knew of.
    """
    draft.require_status(Draft.Status.APPROVED)
    approval = approval_of(draft, revision)
    for objection in objections(draft, revision, approval, on=on):
        when = f"go out on {on.day} {on:%B %Y}" if on else "be posted"
        raise RuleBroken(f"It must not {when}. {objection.sentence}", source=objection.source)
    return approval


def objections_to(post: Post) -> list[str]:
    """Why a post from a draft would not be let out any more, as sentences.

    Permissions are judged on the day it went out: one that ended later was good for it.
    """
    if post.target is None:
        return []
    revision = post.target.revision
    draft, day = revision.draft, timezone.localdate(post.posted_at, LONDON)
    found = objections(draft, revision, approval_of(draft, revision), on=day)
    return [objection.sentence for objection in found]


def objections(
    draft: Draft, revision: Revision, approval: Decision, *, on: date | None = None
) -> Iterator[RuleBroken]:
    """Why a revision that was approved must not go out now, the weightiest first."""
    if approval.withdrawn:
        by = approval.withdrawn.withdrawn_by
        yield RuleBroken(f"{by} withdrew the approval of {draft.reference}.")
    elif draft.status != Draft.Status.APPROVED or draft.current_id != revision.pk:
        yield RuleBroken(f"{draft.reference} is no longer approved in this version.")
    try:
        require_no_open_advice(draft)
    except RuleBroken as error:
        yield error
    content = content_on(revision, on) if on else revision.content
    day = on or today()
    report = run_checks(on_day(content, day), draft.council, known=revision.findings)
    for stop in report.must_fix:
        yield RuleBroken(stop.sentence, source=stop.source)
    if any(finding.check == NAME for finding in report.findings):  # also of what is exempt
        for object_to in OBJECTORS:
            yield from object_to(revision, day, None)


def require_no_objection(revision: Revision, posted_at: datetime) -> None:
    """Nothing that was known then stood against posting it by hand.

    Raises:
        RuleBroken: it went out in a pre-election period, and nobody has looked at it for that.
    """
    day = posted_at.astimezone(LONDON).date()
    for object_to in OBJECTORS:
        for objection in object_to(revision, day, posted_at):
            raise RuleBroken(
                f"{objection.sentence} Else have its approval withdrawn, and record it as a post "
                "made outside councilsm.",
                source=objection.source,
            )


def content_on(revision: Revision, day: date) -> Content:
    """What was submitted, with each permission as it will stand on a London day."""
    named = [depicted for picture in revision.shown for depicted in picture.depicted.all()]
    people = {depicted.subject_id: depicted.subject for depicted in named}

    def judged(picture: PictureContent) -> PictureContent:
        consents = (
            replace(consent, in_force=people[consent.subject_id].in_force_on(day))
            for consent in picture.consents
        )
        return replace(picture, consents=tuple(consents))

    content = revision.content
    return replace(content, pictures=tuple(map(judged, content.pictures)))
