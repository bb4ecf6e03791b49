"""What was decided about a post has been done on the platform."""

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.drafts.models import Draft
from moderation.posts.actions.common import locked, record_change
from moderation.posts.actions.taking_down import require_record_copy
from moderation.posts.models import Post, PostChange


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
    if proof is None:
        required_words(proof_note, "Say how it can be seen that this is done, or add a screenshot.")
    if row.is_take_down and not row.has_record_copy:
        require_record_copy(post, record_copy, record_copy_file)
        row.record_copy, row.record_copy_file = record_copy.strip(), record_copy_file
    row.confirmed_by, row.confirmed_at = actor, timezone.now()
    row.confirmed_office_id = actor.office_for(post.council, Duty.RECORD_POSTS)
    row.proof, row.proof_note = proof, proof_note.strip()
    row.save(update_fields=CONFIRMED)
    record_change(
        Verb.POST_CHANGE_CONFIRMED,
        row,
        actor,
        row.confirmed_office_id,
        note=f"{row.get_kind_display()}. {row.proof_note}".strip(),
        proof=proof.digest if proof else "",
        record_copy=row.copy_in_words,
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
        record_change(
            Verb.POST_CHANGE_CONFIRMED, change, actor, post.office_id, note=change.proof_note
        )


def require_confirmer(change: PostChange, actor: Person) -> None:
    """Those who record posts confirm, and whoever decided it.

    Raises:
        RuleBroken: the actor is neither.
    """
    membership = actor.require_membership_at(change.council)
    if change.decider_id != actor.pk and not membership.allows(Duty.RECORD_POSTS):
        raise RuleBroken("Only those who record posts, or whoever decided this, can confirm it.")
