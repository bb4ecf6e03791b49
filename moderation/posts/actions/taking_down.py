"""A post must come down from the platform: somebody decides so, or a permission was withdrawn."""

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.files.models import StoredFile
from councilsm.refusals import RuleBroken, required_words
from councilsm.tenancy import require_same_council
from moderation.checks.sources import source
from moderation.pictures.models import Subject
from moderation.posts.actions.common import decided, locked, require_decider, require_up
from moderation.posts.models import Post, PostChange


@action
def take_down_post(
    *,
    post: Post,
    reason: str,
    actor: Person,
    record_copy: str = "",
    record_copy_file: StoredFile | None = None,
) -> PostChange:
    """Decides that a post is taken down from the platform. The record of it stays whole.

    Every official post is public record, so there must be a copy of it first (FTC-A-15).

    Args:
        record_copy: where the copy is kept on paper or on the website.

    Raises:
        Stale: it was taken down already, or is to be.
        RuleBroken: the actor does not authorise posts, no reason is given, or there is no copy.
    """
    require_same_council(post, record_copy_file)
    post = locked(post)
    require_up(post)
    office_id = require_decider(post.council, actor)
    require_record_copy(post, record_copy, record_copy_file)
    change = PostChange.objects.create(
        council=post.council,
        post=post,
        kind=PostChange.Kind.TAKEN_DOWN,
        reason=required_words(reason, "Say why it must be taken down."),
        record_copy=record_copy.strip(),
        record_copy_file=record_copy_file,
        decider=actor,
        office_id=office_id,
    )
    decided(change, actor)
    return change


def order_down_for(subject: Subject, post: Post, *, actor: Person, tell: bool) -> PostChange | None:
    """Somebody shown in a post no longer agrees, so it comes down. Call inside an action.

    Nobody decides: the law does. The record copy may follow, but nobody can confirm without one.

    Args:
        actor: who recorded the permission as withdrawn, or a post of somebody who had left.
        tell: whether to mail those who must carry it out.

    Returns:
        What is to be done; None where the post comes down already, for whatever reason.
    """
    require_same_council(post, subject)
    post = locked(post)
    if post.take_down is not None:
        return None
    change = PostChange.objects.create(
        council=post.council,
        post=post,
        kind=PostChange.Kind.TAKEN_DOWN,
        reason=f"{subject.name} no longer agrees to be shown.",
        subject=subject,
    )
    decided(change, actor, tell=tell, source=source(post.council, "FTC-A-13"))
    return change


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
