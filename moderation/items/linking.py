"""Two profiles are one person's: said by a human, or known by the platform's own number."""

from django.db.models import Q

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.canonical import sha256
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import next_number, require_same_council
from moderation.items.authors import first_of, same_person
from moderation.items.models import Author, AuthorLink

#: How it is known that a profile has a new handle.
SAME_NUMBER = "The platform has the same number for both."


@action
def link_authors(*, author: Author, other: Author, reason: str, actor: Person) -> AuthorLink:
    """Says that two profiles are one person's, with all that either was linked with before.

    Raises:
        RuleBroken: the actor does not log moderation, no reason is given, or both are the same
            profile.
        Stale: they are linked already.
    """
    actor.require_duty_at(author.council, Duty.LOG_MODERATION)
    return join(author, other, reason, actor)


def join(author: Author, other: Author, reason: str, actor: Person) -> AuthorLink:
    """What `link_authors` does; part of an action, which has judged who may.

    Whoever writes down what was posted does it too, keeping the log or not: the platform's own
    number says that it is the same profile (`add_item`).

    Raises:
        Stale: they are one person's already.
        RuleBroken: it is one profile, of another council, or no reason is given.
    """
    require_same_council(author, other)
    why = _why(reason)
    if author.pk == other.pk:
        raise RuleBroken("This is the same profile. Choose another one.")
    _hold_back_other_links(author.council)
    first, second = sorted([first_of(author), first_of(other)])
    if first == second:
        raise Stale("These profiles are recorded as one person’s already.")
    profiles = author.council.authors
    profiles.filter(Q(pk=second) | Q(same_as=second)).update(same_as=first)
    for one in (author, other):
        one.same_as_id = None if one.pk == first else first
    return _link(Verb.AUTHORS_LINKED, author, other, why, actor)


@action
def unlink_author(*, author: Author, reason: str, actor: Person) -> AuthorLink:
    """Takes a profile out of those that it was linked with; the others stay linked.

    Raises:
        RuleBroken: the actor does not log moderation, or no reason is given.
        Stale: it is linked with none.
    """
    actor.require_duty_at(author.council, Duty.LOG_MODERATION)
    why = _why(reason)
    _hold_back_other_links(author.council)
    author.same_as_id = Author.objects.values_list("same_as", flat=True).get(pk=author.pk)
    others = [one.pk for one in same_person(author) if one.pk != author.pk]
    if not others:
        raise Stale("This profile is linked with no other.")
    everyone = author.council.authors
    everyone.filter(pk__in=[author.pk, others[0]]).update(same_as=None)
    everyone.filter(pk__in=others[1:]).update(same_as=others[0])
    author.same_as = None
    return _link(Verb.AUTHOR_UNLINKED, author, None, why, actor)


def _why(reason: str) -> str:
    reason = required_words(reason, "Say how you know, so that others can judge it later.")
    if len(reason) > 500:
        raise RuleBroken("Give the reason in 500 characters or fewer.")
    return reason


def _hold_back_other_links(council: Council) -> None:
    """Two links at once come one after the other, so that neither splits what the other joined."""
    next_number(council, "AL")


def _link(
    verb: Verb, author: Author, other: Author | None, reason: str, actor: Person
) -> AuthorLink:
    link = AuthorLink.objects.create(
        council=author.council,
        author=author,
        linked_to=other,
        reason=reason,
        decided_by=actor,
        office_id=actor.office_for(author.council, Duty.LOG_MODERATION),
    )
    record(
        verb,
        author,
        actor=actor,
        office_id=link.office_id,
        label=f"Profile {author.pk}",
        new={"with": other.pk if other else "", "reason_digest": sha256(reason.encode())},
    )
    return link
