"""What is done about a post that is out: decided here, confirmed on the platform."""

from typing import Any

from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.checks.findings import run_checks
from moderation.checks.sources import source
from moderation.drafts.actions import create_draft
from moderation.drafts.authority import authority_for
from moderation.drafts.models import Draft
from moderation.pictures.models import Subject
from moderation.posts.actions.common import locked, member, require_decider, require_up
from moderation.posts.models import Post, PostChange

Change = PostChange.Kind


@action
def start_correction(*, post: Post, reason: str, actor: Person) -> PostChange:
    """Starts a draft that corrects a post. Its approval decides, its posting confirms.

    Raises:
        RuleBroken: no reason is given, or the words are somebody's own.
    """
    post = locked(post)
    _require_councils(post)
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
        reason=_said(reason, "Say what is wrong with the post."),
        correction=draft,
        decider=actor,
        office_id=member(post.council, actor).office_for(Duty.SUBMIT_DRAFTS),
    )
    _record(Verb.CORRECTION_STARTED, change, actor, change.office_id, draft=draft.reference)
    return change


@action
def edit_post(*, post: Post, words: str, reason: str, actor: Person) -> PostChange:
    """Decides that the words of a post are changed on the platform. The old ones are kept.

    New words of the council's are authorised as a correction is (LLTC-12.1-g).

    Raises:
        Stale: it was taken down, or another edit waits to be made.
        RuleBroken: the actor may not let out corrections; the words are the same, too long or
            somebody's own; or no reason is given.
    """
    post = locked(post)
    _require_councils(post)
    require_up(post)
    if post.changes.filter(kind=Change.EDITED, confirmed_at__isnull=True).exists():
        raise Stale(f"Another edit of {post.reference} waits to be made on the platform.")
    office_id = require_decider(post.council, actor)
    second = post.council.rulebook.rules.second_person.value or ()
    if Kind.CORRECTION in second:
        raise RuleBroken(
            "Nobody lets out new words of their own here. Write a correction, and somebody else "
            "decides it.",
            source=post.council.rulebook.source_of("second_person"),
        )
    authority = authority_for(
        council=post.council, kind=Kind.CORRECTION, author_id=actor.pk, actor=actor
    )
    if words == post.words_now:
        raise RuleBroken("These are the words that stand there now. Change them.")
    _require_fitting(post, words)
    change = PostChange.objects.create(
        council=post.council,
        post=post,
        kind=Change.EDITED,
        words=words,
        reason=_said(reason, "Say why the words are changed."),
        decider=actor,
        office_id=authority.office_id or office_id,
    )
    _decided(change, actor, source=authority.source)
    return change


@action
def take_down_post(
    *,
    post: Post,
    reason: str,
    actor: Person | None,
    record_copy: str = "",
    record_copy_file: StoredFile | None = None,
    subject: Subject | None = None,
) -> PostChange:
    """Decides that a post is taken down from the platform. The record of it stays whole.

    Every official post is public record, so there must be a copy of it first (FTC-A-15).

    Args:
        actor: None when the system orders it, because a permission was withdrawn.
        record_copy: where the copy is kept on paper or on the website.
        subject: whose permission was withdrawn, where that is why. The copy may then follow, but
            nobody can confirm without one.

    Raises:
        Stale: it was taken down already, or is to be.
        RuleBroken: the actor does not authorise posts, no reason is given, or there is no copy.
    """
    require_same_council(post, record_copy_file, subject)
    post = locked(post)
    require_up(post)
    office_id = None
    if subject is None:
        assert actor is not None  # the system orders it for a withdrawn permission only
        office_id = require_decider(post.council, actor)
        require_record_copy(post, record_copy, record_copy_file)
    change = PostChange.objects.create(
        council=post.council,
        post=post,
        kind=Change.TAKEN_DOWN,
        reason=_said(reason, "Say why it must be taken down."),
        record_copy=record_copy.strip(),
        record_copy_file=record_copy_file,
        subject=subject,
        decider=actor if subject is None else None,
        office_id=office_id,
    )
    _decided(change, actor)
    return change


@action
def confirm_change(
    *,
    change: PostChange,
    actor: Person,
    proof_note: str = "",
    proof: StoredFile | None = None,
    record_copy: str = "",
    record_copy_file: StoredFile | None = None,
) -> PostChange:
    """Says that what was decided has been done on the platform.

    Args:
        proof_note: how that can be seen, in words; or `proof`, a picture of it.
        record_copy, record_copy_file: of a post taken down, where none was named before.

    Raises:
        Stale: it was confirmed already.
        RuleBroken: the actor neither records posts nor decided this; there is no proof, or no
            record copy of what was taken down.
    """
    require_same_council(change, proof, record_copy_file)
    post = locked(change.post)
    row = PostChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    row.post = post
    if row.confirmed_at:
        raise Stale(f"{row} was confirmed already.")
    if row.is_correction:
        raise RuleBroken("A correction is confirmed by recording it as posted.")
    require_confirmer(row, actor)
    if not proof_note.strip() and proof is None:
        raise RuleBroken("Say how it can be seen that this is done, or add a screenshot.")
    if row.is_take_down and not row.has_record_copy:
        require_record_copy(post, record_copy, record_copy_file)
        row.record_copy, row.record_copy_file = record_copy.strip(), record_copy_file
    row.confirmed_by, row.confirmed_at = actor, timezone.now()
    row.confirmed_office_id = member(post.council, actor).office_for(Duty.RECORD_POSTS)
    row.proof, row.proof_note = proof, proof_note.strip()
    row.save(update_fields=CONFIRMED)
    _record(
        Verb.POST_CHANGE_CONFIRMED,
        row,
        actor,
        row.confirmed_office_id,
        note=f"{row.get_kind_display()}. {row.proof_note}".strip(),
        proof=proof.digest if proof else "",
        record_copy=_copy_in_words(row),
    )
    return row


CONFIRMED = [
    *("confirmed_by", "confirmed_at", "confirmed_office", "proof", "proof_note"),
    *("record_copy", "record_copy_file"),
]


def confirm_correction(*, draft: Draft, post: Post, actor: Person) -> None:
    """The correction is out: what it corrects is corrected. Called while its post is recorded."""
    for change in PostChange.objects.select_related("post").filter(
        council=draft.council, correction=draft, confirmed_at__isnull=True
    ):
        change.post.council = draft.council
        change.confirmed_by, change.confirmed_at = actor, timezone.now()
        change.confirmed_office_id = post.office_id
        change.proof_note = f"Posted as {post.reference}."
        change.save(update_fields=CONFIRMED)
        _record(Verb.POST_CHANGE_CONFIRMED, change, actor, post.office_id, note=change.proof_note)


def require_confirmer(change: PostChange, actor: Person) -> None:
    """Those who record posts confirm, and whoever decided it.

    Raises:
        RuleBroken: the actor is neither.
    """
    membership = member(change.council, actor)
    if change.decider_id != actor.pk and not membership.allows(Duty.RECORD_POSTS):
        raise RuleBroken("Only those who record posts, or whoever decided this, can confirm it.")


def require_record_copy(post: Post, where: str, file: StoredFile | None) -> None:
    """Public record is copied before it goes (FTC-A-15).

    Raises:
        RuleBroken: there is no copy; cites the clause where it is the council's own.
    """
    if not where.strip() and file is None:
        raise RuleBroken(
            "An official post is public record. First keep a copy on paper or on the website, "
            "then say where it is.",
            source=source(post.council, "FTC-A-15"),
        )


def _require_councils(post: Post) -> None:
    if not post.is_councils:
        raise RuleBroken("These are somebody’s own words, so the council cannot change them.")


def _require_fitting(post: Post, words: str) -> None:
    """New words keep to the facts that words can break: length above all."""
    if post.target is None:
        return
    revision = post.target.revision
    content = revision.content
    content.texts.clear()
    content.texts[post.account] = words
    for finding in run_checks(content, post.council).must_fix:
        if finding.field == "text":
            raise RuleBroken(finding.sentence, source=finding.source)


def _said(words: str, otherwise: str) -> str:
    if not words.strip():
        raise RuleBroken(otherwise)
    return words.strip()


def _decided(change: PostChange, actor: Person | None, **more: Any) -> None:
    """Records a decision and tells those who must carry it out."""
    council = change.council
    recorders = Person.objects.holding(council, council.rulebook.rules.record_posts.value)
    notify(
        recorders.exclude(pk=actor.pk) if actor else recorders,
        "post_change_decided",
        council=council,
        change=change,
    )
    more |= {"note": change.to_do, "record_copy": _copy_in_words(change)}
    _record(Verb.POST_CHANGE_DECIDED, change, actor, change.office_id, **more)


def _copy_in_words(change: PostChange) -> str:
    file = change.record_copy_file
    return change.record_copy or (f"file {file.digest}" if file else "")


def _record(
    verb: Verb, change: PostChange, actor: Person | None, office_id: int | None, **more: Any
) -> None:
    record(
        verb,
        change.post,
        actor=actor,
        office_id=office_id,
        label=str(change),
        new={"kind": change.kind, "reason": change.reason, "words": change.words, **more},
    )
