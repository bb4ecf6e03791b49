"""“I made a mistake”: said at once, without blame, and put right."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from moderation.posts.actions.common import locked
from moderation.posts.models import Mistake, Post


@action
def tell_mistake(*, post: Post, what: str, actor: Person) -> Mistake:
    """Tells the line manager and the clerk at once that something went wrong with a post.

    Raises:
        AlreadyDone: they said the same already, and it is not put right yet.
        RuleBroken: nothing is said.
    """
    post = locked(post)
    what = required_words(what, "Say what happened.")
    told = post.mistakes.filter(told_by=actor, what=what, put_right_at__isnull=True).first()
    if told is not None:
        raise AlreadyDone(f"You told of this already, and it is kept with {post.reference}.", told)
    mistake = Mistake.objects.create(council=post.council, post=post, what=what, told_by=actor)
    notify(
        told_about_mistakes(post.council, actor),
        "mistake_told",
        council=post.council,
        post=post,
        mistake=mistake,
    )
    record(
        Verb.MISTAKE_TOLD,
        post,
        actor=actor,
        office_id=actor.office_for(post.council, Duty.SUBMIT_DRAFTS),
        new={"note": mistake.what},
    )
    return mistake


@action
def put_right(*, mistake: Mistake, remedy: str, actor: Person) -> Mistake:
    """Writes down how a mistake was put right.

    Raises:
        Stale: somebody has done so already.
        RuleBroken: nothing is said, or the actor neither told of it nor has to do with posts.
    """
    post = locked(mistake.post)
    row = Mistake.objects.select_for_update(no_key=True).get(pk=mistake.pk)
    if row.put_right_at:
        raise Stale("Somebody wrote down already how this was put right.")
    require_helper(row, actor)
    row.remedy = required_words(remedy, "Say how it was put right.")
    row.put_right_by, row.put_right_at = actor, timezone.now()
    row.save(update_fields=["remedy", "put_right_by", "put_right_at"])
    record(
        Verb.MISTAKE_PUT_RIGHT,
        post,
        actor=actor,
        office_id=actor.office_for(post.council, Duty.SUBMIT_DRAFTS),
        new={"note": row.remedy},
    )
    return row


def require_helper(mistake: Mistake, actor: Person) -> None:
    """Whoever told of a mistake says how it was put right, or those who have to do with posts.

    Raises:
        RuleBroken: the actor is neither.
    """
    membership = actor.require_membership_at(mistake.council)
    if mistake.told_by_id == actor.pk or membership.allows(Duty.AUTHORISE_POSTS):
        return
    if not membership.allows(Duty.RECORD_POSTS):
        raise RuleBroken("Whoever told of it, or those who record or authorise posts, can say so.")


def told_about_mistakes(council: Council, actor: Person) -> QuerySet[Person]:
    """Whom a member's mistake is told to: their line manager and the proper officer."""
    membership = actor.require_membership_at(council)
    keys = {council.rulebook.proper_officer}
    if membership.line_manager is not None:
        keys.add(membership.line_manager.key)
    here = Person.objects.holding(council, Holders(offices=tuple(sorted(keys))))
    return here.filter(~Q(pk=actor.pk)).order_by("name")
