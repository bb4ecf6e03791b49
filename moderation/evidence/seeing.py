"""Who may see which evidence, and who may do what with it."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.people.models import Membership, Person
from councilsm.duties import Duty
from moderation.evidence.models import Evidence

#: They look at what was captured, confirm it, and ask that it is destroyed.
LOOKERS = (Duty.LOG_MODERATION, Duty.DESTROY_EVIDENCE)
#: Of the two people whom a destruction takes, one holds the first of these, or takes care.
DECIDERS = (Duty.DESTROY_EVIDENCE, Duty.CARETAKE)
SECONDS = (Duty.DESTROY_EVIDENCE, Duty.LOG_MODERATION, Duty.CARETAKE)
#: They read what is known of evidence without looking at it, and what was destroyed.
READERS = (*SECONDS, Duty.READ_TRAIL)

Seer = Callable[[Membership, Evidence], bool]
#: What lets somebody see evidence that not everybody of the moderators sees.
SEERS: list[Seer] = []


def lets_see(function: Seer) -> Seer:
    """Registers who sees evidence of a restricted item, or evidence that is of no item.

    A feature that owns such things says so here; all pages of evidence then work for whom it lets.
    """
    SEERS.append(function)
    return function


def is_for_moderators(evidence: Evidence) -> bool:
    """Whether all moderators see it; else only those whom the feature that owns it lets."""
    return evidence.item is not None and not evidence.item.restricted


def require_sight(membership: Membership, evidence: Evidence, *duties: Duty) -> None:
    """Asserts that this person may see evidence.

    Args:
        duties: one of them is needed, where it is not restricted.

    Raises:
        Http404: it is not saved yet, or restricted and not for this person.
        PermissionDenied: they hold none of the duties.
    """
    if evidence.saved_at is None:
        raise Http404
    if is_for_moderators(evidence):
        require_one_of(membership, *(duties or LOOKERS))
    elif not any(sees(membership, evidence) for sees in SEERS):
        raise Http404


def looks_at(membership: Membership, evidence: Evidence) -> bool:
    """Whether this person, who may see that it is there, may open it too."""
    return not is_for_moderators(evidence) or acts_by(membership, *LOOKERS) is not None


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


def second_people(council: Council, asker_id: int, *, by_moderator: bool) -> "QuerySet[Person]":
    """Everybody else who could agree today."""
    found, rules = Q(pk__in=[]), council.rulebook.rules
    who: dict[Duty, Holders | None] = {
        Duty.DESTROY_EVIDENCE: rules.destroy_evidence.value,
        Duty.LOG_MODERATION: rules.log_moderation.value,
    }
    if caretaker := rules.caretaker.value:
        who[Duty.CARETAKE] = Holders(offices=(caretaker,))
    for duty in seconds(by_moderator=by_moderator):
        if duty in who:
            found |= Q(pk__in=Person.objects.holding(council, who[duty]).values("pk"))
    return Person.objects.filter(found).exclude(pk=asker_id).order_by("name")


def acts_by(membership: Membership, *duties: Duty) -> Duty | None:
    """The first of some duties that somebody holds."""
    return next((duty for duty in duties if membership.allows(duty)), None)
