"""“I made a mistake”: said at once, without blame, agreed and put right (LLTC-9.3-l)."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.moderating import Route
from accounts.councils.rulebook import Holders
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from moderation.posts.actions.common import locked
from moderation.posts.models import Mistake, Post


@action
def tell_mistake(*, post: Post, what: str, actor: Person) -> Mistake:
    """Tells those whom the rulebook names at once that something went wrong with a post.

    Raises:
        AlreadyDone: they said the same already, and it is not put right yet.
        RuleBroken: nothing is said, or the actor does not belong to the council today.
    """
    actor.require_membership_at(post.council)
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
def put_right(
    *, mistake: Mistake, remedy: str, actor: Person, agreed_with: Person | None = None
) -> Mistake:
    """Writes down how a mistake was put right, and who is said to have agreed to that.

    Nobody asks them: they hear of it, and the page says whose word it is.

    Args:
        agreed_with: one of those whom mistakes of whoever told it are told to; they hear of it.

    Raises:
        Stale: somebody has done so already.
        RuleBroken: nothing is said; the actor neither told of it, nor was told, nor has to do with
            posts; nobody agreed where the rulebook wants that (LLTC-9.3-l), or somebody did who
            is not to.
    """
    post = locked(mistake.post)
    row = Mistake.objects.select_for_update(no_key=True).get(pk=mistake.pk)
    if row.put_right_at:
        raise Stale("Somebody wrote down already how this was put right.")
    require_helper(row, actor)
    row.remedy = required_words(remedy, "Say how it was put right.")
    _require_agreed(row, agreed_with)
    row.agreed_with, row.put_right_by, row.put_right_at = agreed_with, actor, timezone.now()
    row.save(update_fields=["remedy", "agreed_with", "put_right_by", "put_right_at"])
    if agreed_with is not None and agreed_with != actor:
        notify(
            [agreed_with],
            "mistake_put_right",
            council=post.council,
            post=post,
            by=actor,
            clerk=post.council.rulebook.title(post.council.rulebook.proper_officer),
        )
    record(
        Verb.MISTAKE_PUT_RIGHT,
        post,
        actor=actor,
        office_id=actor.office_for(post.council, Duty.SUBMIT_DRAFTS),
        new={"note": row.remedy} | ({"agreed_with": str(agreed_with)} if agreed_with else {}),
    )
    return row


def _require_agreed(mistake: Mistake, agreed_with: Person | None) -> None:
    told = told_about_mistakes(mistake.council, mistake.told_by)
    if agreed_with is None and must_be_agreed(mistake.council) and told.exists():
        raise RuleBroken(
            "Say who agreed to it.", source=mistake.council.rulebook.source_of("report_mistake")
        )
    if agreed_with is not None and not told.filter(pk=agreed_with.pk).exists():
        raise RuleBroken(f"{agreed_with} is not one of those who agree to this. Choose another.")


def must_be_agreed(council: Council) -> bool:
    """Whether a rule says whom mistakes are told to, who then agree to how they are put right."""
    return council.rulebook.rules.report_mistake.value is not None


def require_helper(mistake: Mistake, actor: Person) -> None:
    """Whoever told of a mistake says how it was put right, or was told, or has to do with posts.

    Raises:
        RuleBroken: the actor is none of them.
    """
    if not may_help(mistake, actor.require_membership_at(mistake.council)):
        raise RuleBroken(
            "Whoever told of it, those who were told, or those who record or authorise posts, can "
            "say so."
        )


def may_help(mistake: Mistake, membership: Membership) -> bool:
    """Whether a member may say how a mistake was put right (a query, if they were told at most)."""
    if mistake.told_by_id == membership.person_id:
        return True
    if membership.allows(Duty.AUTHORISE_POSTS) or membership.allows(Duty.RECORD_POSTS):
        return True
    told = told_about_mistakes(mistake.council, mistake.told_by)
    return told.filter(pk=membership.person_id).exists()


def told_about_mistakes(council: Council, teller: Person) -> QuerySet[Person]:
    """Whom somebody's mistake is told to: whom the rule `report_mistake` names.

    Without the rule it is their line manager and the proper officer. Where no line manager is
    recorded, or nobody else is in any of these offices, it is the proper officer.
    """
    book, membership = council.rulebook, teller.membership_at(council)
    manager = membership.line_manager if membership else None
    route = book.rules.report_mistake.value or Route(
        offices=(book.proper_officer,), line_manager=manager is not None
    )
    keys = set(route.offices)
    if route.line_manager:
        keys.add(manager.key if manager else book.proper_officer)
    found = _others(council, Holders(offices=tuple(sorted(keys)), team=route.team), teller)
    if found.exists():
        return found
    return _others(council, Holders(offices=(book.proper_officer,)), teller)


def _others(council: Council, holders: Holders, teller: Person) -> QuerySet[Person]:
    people = Person.objects.holding(council, holders)
    return people.exclude(pk=teller.pk).order_by("name")
