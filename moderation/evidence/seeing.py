"""Who may see which evidence, and who may do what with it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.duties import Duty
from moderation.evidence.models import Evidence
from moderation.items.models import Item

#: They look at what was captured, confirm it, and ask that it is destroyed.
LOOKERS = (Duty.LOG_MODERATION, Duty.DESTROY_EVIDENCE)
#: Of the two people whom a destruction takes, one holds the first of these, or takes care.
DECIDERS = (Duty.DESTROY_EVIDENCE, Duty.CARETAKE)
SECONDS = (Duty.DESTROY_EVIDENCE, Duty.LOG_MODERATION, Duty.CARETAKE)
#: They read what is known of evidence without looking at it, and what was destroyed.
READERS = (*SECONDS, Duty.READ_TRAIL)

#: What may go: a file, or the words of an item or a report, which a feature above keeps.
Thing = Evidence | Item | Any
Seer = Callable[[Membership, Evidence], bool]
#: What lets somebody see evidence that not everybody of the moderators sees.
SEERS: list[Seer] = []
#: What lets somebody open evidence that moderators see, because they decide what it is about.
OPENERS: list[Seer] = []


def lets_see(function: Seer) -> Seer:
    """Registers who sees evidence of a restricted item, or evidence that is of no item.

    A feature that owns such things says so here; all pages of evidence then work for whom it lets.
    """
    SEERS.append(function)
    return function


def lets_open(function: Seer) -> Seer:
    """Registers who opens evidence of an item, and nothing else, though they keep no log.

    It is asked of one piece of evidence at a time: whoever decides about one person opens what
    shows what that person did, and nobody else's.
    """
    OPENERS.append(function)
    return function


def as_evidence(thing: Thing) -> Evidence:
    """What the features above are asked about: of words, a file with them that is not."""
    if isinstance(thing, Evidence):
        return thing
    if isinstance(thing, Item):
        return Evidence(pk=0, council=thing.council, item=thing)
    evidence = Evidence(pk=0, council=thing.council)
    evidence.words_of = thing
    return evidence


def is_for_moderators(thing: Thing) -> bool:
    """Whether all moderators see it; else only those whom the feature that owns it lets."""
    item = as_evidence(thing).item
    return item is not None and not item.restricted


def sees(membership: Membership, thing: Thing) -> bool:
    """Whether a feature lets somebody see what not all moderators see."""
    return any(seer(membership, as_evidence(thing)) for seer in SEERS)


def require_sight(
    membership: Membership, thing: Thing, *duties: Duty, to_open: bool = False
) -> None:
    """Asserts that this person may see evidence, or the words of an item.

    Args:
        duties: one of them is needed, where it is not restricted.
        to_open: whoever may open this very evidence (`lets_open`) needs none of them.

    Raises:
        Http404: it is not saved yet, or restricted and not for this person.
        PermissionDenied: they hold none of the duties.
    """
    if isinstance(thing, Evidence) and thing.saved_at is None:
        raise Http404
    if is_for_moderators(thing):
        if not (to_open and opens(membership, thing)):
            require_one_of(membership, *(duties or LOOKERS))
    elif not sees(membership, thing):
        raise Http404


def opens(membership: Membership, thing: Thing) -> bool:
    """Whether this person, who may see that it is there, may open it too."""
    if looks_at(membership, thing):
        return True
    return any(opener(membership, as_evidence(thing)) for opener in OPENERS)


def looks_at(membership: Membership, thing: Thing) -> bool:
    """Whether this person opens it, confirms it and asks that it is destroyed."""
    return not is_for_moderators(thing) or acts_by(membership, *LOOKERS) is not None


def acts_on(membership: Membership, thing: Thing, *, to_open: bool = False) -> bool:
    """Whether an action may be this person's on saved evidence or words, restricted or not.

    Args:
        to_open: also whoever may open this very evidence (`lets_open`).
    """
    if isinstance(thing, Evidence) and thing.saved_at is None:
        return False
    if not is_for_moderators(thing):
        return sees(membership, thing)
    return opens(membership, thing) if to_open else looks_at(membership, thing)


def require_one_of(membership: Membership, *duties: Duty) -> None:
    """Asserts that somebody holds one of some duties.

    Raises:
        PermissionDenied: they hold none.
    """
    if not any(membership.allows(duty) for duty in duties):
        raise PermissionDenied(duties[0].label)


def seconds(*, by_moderator: bool) -> tuple[Duty, ...]:
    """The duties of which whoever agrees needs one.

    Args:
        by_moderator: whoever asks may not destroy evidence; then the other must.
    """
    return DECIDERS if by_moderator else SECONDS


def second_people(thing: Thing, asker_id: int, *, by_moderator: bool) -> list[Person]:
    """Everybody else who could agree today that it is destroyed, by name.

    Of what only some see, those of them who hold a duty for it. Where none does, all of them but
    whoever captured it: else it could never go.
    """
    duties, council = seconds(by_moderator=by_moderator), thing.council
    if is_for_moderators(thing):
        return list(_holding(council, *duties).exclude(pk=asker_id).order_by("name"))
    readers = [one for one in members_of(council) if one.person_id != asker_id and sees(one, thing)]
    able = [one for one in readers if acts_by(one, *duties)]
    captured_by = thing.captured_by_id if isinstance(thing, Evidence) else None
    return [one.person for one in able or readers if able or one.person_id != captured_by]


def may_second(membership: Membership, thing: Thing, asker_id: int, *, by_moderator: bool) -> bool:
    """Whether this person is one of `second_people`."""
    if asker_id == membership.person_id:
        return False
    if is_for_moderators(thing):
        return acts_by(membership, *seconds(by_moderator=by_moderator)) is not None
    if not sees(membership, thing):
        return False
    return membership.person in second_people(thing, asker_id, by_moderator=by_moderator)


def _holding(council: Council, *duties: Duty) -> "QuerySet[Person]":
    found, rules = Q(pk__in=[]), council.rulebook.rules
    who: dict[Duty, Holders | None] = {
        Duty.DESTROY_EVIDENCE: rules.destroy_evidence.value,
        Duty.LOG_MODERATION: rules.log_moderation.value,
    }
    if caretaker := rules.caretaker.value:
        who[Duty.CARETAKE] = Holders(offices=(caretaker,))
    for duty in duties:
        if duty in who:
            found |= Q(pk__in=Person.objects.holding(council, who[duty]).values("pk"))
    return Person.objects.filter(found)


def members_of(council: Council) -> list[Membership]:
    """Everybody who belongs to a council today, with their duties (some queries each)."""
    here = council.memberships.in_force(today()).values("person")
    people = Person.objects.filter(pk__in=here).order_by("name")
    return [found for one in people if (found := one.membership_at(council)) is not None]


def acts_by(membership: Membership, *duties: Duty) -> Duty | None:
    """The first of some duties that somebody holds."""
    return next((duty for duty in duties if membership.allows(duty)), None)
