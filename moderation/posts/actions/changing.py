"""New words for a post that is out: another post that corrects it, or an edit in its place."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.dates import LONDON, today
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, required_words
from moderation.checks.content import Content
from moderation.checks.findings import Report, run_checks
from moderation.checks.pre_election import on_day
from moderation.drafts.actions import create_draft
from moderation.drafts.actions.answers import require_not_for_a_party, require_reason_in_period
from moderation.drafts.authority import authority_for, needs_second_person
from moderation.posts.actions.common import (
    decided,
    locked,
    may_decide_posts,
    record_change,
    require_decider,
    require_up,
)
from moderation.posts.editing import KEEPERS
from moderation.posts.models import Post, PostChange
from moderation.posts.models.afterwards import PostChangeQuerySet
from policies.elections.rechecking import hold_list

Change = PostChange.Kind
#: What is asked of new words in a pre-election period.
WHY_IN_PERIOD = "These words go out in a pre-election period. Say why they may."


@action
def start_correction(*, post: Post, reason: str, actor: Person) -> PostChange:
    """Starts a draft that corrects a post. Its approval decides, its posting confirms.

    Raises:
        Stale: it was taken down or is to be, or the actor is writing a correction of it already.
        RuleBroken: no reason is given, or the words are somebody's own.
    """
    post = locked(post)
    _require_councils(post)
    require_up(post)
    mine = corrections_in_writing(post).filter(decider=actor).first()
    if mine is not None and mine.correction is not None:
        raise Stale(
            f"You started a correction of {post.reference} already: {mine.correction.reference}."
        )
    draft = create_draft(
        council=post.council,
        title=f"Correction: {post.title}",
        working_copy={
            "title": [f"Correction: {post.title}"[:120]],
            "kind": [Kind.CORRECTION.value],
            "accounts": [str(post.account_id)],
            "text": [post.words_now],
        },
        actor=actor,
    )
    change = PostChange.objects.create(
        council=post.council,
        post=post,
        kind=Change.CORRECTED,
        reason=required_words(reason, "Say what is wrong with the post."),
        correction=draft,
        decider=actor,
        office_id=actor.office_for(post.council, Duty.SUBMIT_DRAFTS),
    )
    record_change(Verb.CORRECTION_STARTED, change, actor, change.office_id, draft=draft.reference)
    return change


def corrections_in_writing(post: Post) -> PostChangeQuerySet:
    """Corrections of a post that were started and may still go out, oldest first."""
    started: PostChangeQuerySet = post.changes.corrections_under_way()
    return started.select_related("correction", "decider")


@action
def edit_post(
    *,
    post: Post,
    words: str,
    reason: str,
    actor: Person,
    for_a_party: bool | None = None,
    in_period: str = "",
) -> PostChange:
    """Decides that the words of a post are changed on the platform. The old ones are kept.

    New words of the council's are checked and authorised as a correction is (LLTC-12.1-g).

    Args:
        for_a_party: the answer to "Does this appear designed to affect support for a party?";
            None while not answered. Needed where a check asks for it.
        in_period: why the words may go out in a pre-election period, where a check asks for it.

    Raises:
        Stale: it was taken down, or another edit waits to be made.
        RuleBroken: the actor may not let out corrections; the words are the same, a check finds a
            fact that stands in their way, they are for a party (LGA 1986 s.2), or are somebody's
            own; or no reason is given, or none for a pre-election period (LTC-4.2.2-h).
    """
    hold_list(post.council)
    post = locked(post)
    _require_councils(post)
    require_up(post)
    if post.waits_for_review:
        raise RuleBroken(f"Nobody has looked at {post.reference} yet. Accept it or order it down.")
    if post.changes.filter(kind=Change.EDITED, confirmed_at__isnull=True).exists():
        raise Stale(f"Another edit of {post.reference} waits to be made on the platform.")
    office_id = require_decider(post.council, actor)
    _require_no_second_person(post)
    authority = authority_for(
        council=post.council, kind=Kind.CORRECTION, author_id=actor.pk, actor=actor
    )
    if words == post.words_now:
        raise RuleBroken("These are the words that stand there now. Change them.")
    report = findings_of_edit(post, words)
    _require_fitting(report)
    require_not_for_a_party(report, for_a_party, instead="Write other words.")
    why_then = require_reason_in_period(report, in_period, sentence=WHY_IN_PERIOD)
    change = PostChange.objects.create(
        council=post.council,
        post=post,
        kind=Change.EDITED,
        words=words,
        reason=required_words(reason, "Say why the words are changed."),
        decider=actor,
        office_id=authority.office_id or office_id,
    )
    found = [f"{finding.check}: {finding.sentence}" for finding in report.findings]
    asked: dict[str, Any] = {"for_a_party": False} if report.asks("party") else {}
    asked |= {"in_period": why_then} if why_then else {}
    for keep in KEEPERS:
        keep(change, report, why_then)
    decided(change, actor, source=authority.source, findings=found, **asked)
    return change


def may_correct(post: Post) -> bool:
    """Whether a post could be corrected: the council's words, and still up."""
    return post.is_councils and not post.take_down


def may_edit(post: Post, membership: Membership) -> bool:
    """Whether a member could change a post's words in its place, once nothing else waits."""
    alone = not needs_second_person(post.council, Kind.CORRECTION)
    return may_decide_posts(membership) and may_correct(post) and alone


def findings_of_words(post: Post) -> Report:
    """What all policy checks say of the words of a post that nobody had approved."""
    content = Content(kind=post.kind, title=post.title, texts={post.account: post.words})
    return run_checks(on_day(content, timezone.localdate(post.posted_at, LONDON)), post.council)


def findings_of_edit(post: Post, words: str) -> Report:
    """What all policy checks say of new words for a post. They are a correction of it."""
    texts, kind = {post.account: words}, Kind.CORRECTION.value
    if post.target is None:
        content = Content(kind=kind, title=post.title, texts=texts)
    else:
        content = replace(post.target.revision.content, kind=kind, texts=texts)
    return run_checks(on_day(content, today()), post.council)


def _require_councils(post: Post) -> None:
    if not post.is_councils:
        raise RuleBroken("These are somebody’s own words, so the council cannot change them.")


def _require_no_second_person(post: Post) -> None:
    """An edit has no second person, so where corrections need one it must be a correction."""
    if needs_second_person(post.council, Kind.CORRECTION):
        raise RuleBroken(
            "Nobody lets out new words of their own here. Write a correction, and somebody else "
            "decides it.",
            source=post.council.rulebook.source_of("second_person"),
        )


def _require_fitting(report: Report) -> None:
    """Facts that other words or another account would mend. Pictures stay as they went out."""
    for finding in report.must_fix:
        if finding.field in {"text", "accounts"}:
            raise RuleBroken(finding.sentence, source=finding.source)
