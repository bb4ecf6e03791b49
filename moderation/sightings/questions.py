"""Who may see a report, and for whom it waits."""

from django.db.models import Exists, OuterRef, Q

from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.sightings.models import SentTo, Sighting
from moderation.sightings.models.sighting import SightingQuerySet


def visible_to(membership: Membership) -> SightingQuerySet:
    """The reports that somebody may open: their own, those for them, and all that are open to them.

    Whoever logs moderation, and the proper officer, see all that are not restricted. What is about
    the proper officer is hidden from them, unless they reported it.
    """
    mine = Q(reported_by=membership.person_id)
    theirs = _sent() & (_addressed(membership) | Q(taken_by=membership.person_id))
    if routes(membership):
        theirs |= _sent() & Q(restricted=False)
    return membership.council.sightings.filter(mine | theirs & ~_about(membership))


def for_me(membership: Membership) -> SightingQuerySet:
    """Open reports that went to an office or team of somebody's, or that they have taken."""
    return membership.council.sightings.filter(is_for(membership))


def is_for(membership: Membership) -> Q:
    """That a report is open and waits for somebody."""
    here = _addressed(membership) & Q(taken_by=None) | Q(taken_by=membership.person_id)
    return Q(state__in=Sighting.OPEN) & here & ~_about(membership)


def is_to_tell(membership: Membership) -> Q:
    """That somebody reported or deals with it, and the platform was not told yet (DTC-1.1-d)."""
    outstanding = _sent() & Q(platform_wanted=True, platform_at=None)
    here = Q(reported_by=membership.person_id) | Q(taken_by=membership.person_id)
    return outstanding & (here | is_for(membership)) & ~_about(membership)


def mine(membership: Membership) -> SightingQuerySet:
    """What somebody reported, unfinished ones too."""
    return membership.council.sightings.filter(reported_by=membership.person_id)


def open_to(membership: Membership) -> SightingQuerySet:
    """All open reports that somebody may see, for whoever looks after where they go."""
    return visible_to(membership).open()


def routes(membership: Membership) -> bool:
    """Whether somebody sees all reports that are not restricted, to send them on."""
    return membership.allows(Duty.LOG_MODERATION) or is_clerk(membership)


def is_clerk(membership: Membership) -> bool:
    """Whether somebody holds the proper officer's office themself, and does not only act for it."""
    key = membership.council.rulebook.proper_officer
    return key in membership.offices and key not in membership.covering


def may_act(membership: Membership, sighting: Sighting) -> bool:
    """Whether somebody may take a report that they can see: it went to them, or they send it on.

    Whoever reported it may not, unless it went to them too.
    """
    if sighting.taken_by_id == membership.person_id:
        return True
    if sighting.about_clerk and is_clerk(membership):
        return False
    if not sighting.restricted and routes(membership):
        return True
    return membership.council.sightings.filter(_addressed(membership), pk=sighting.pk).exists()


def _sent() -> Q:
    return ~Q(state=Sighting.State.UNFINISHED)


def _addressed(membership: Membership) -> Q:
    """Sent to an office that somebody holds or acts for today, or to the team they sit on."""
    through = Q(office__in=list(membership.offices.values()))
    if membership.on_team:
        through |= Q(way=SentTo.Way.TEAM)
    return Q(Exists(SentTo.objects.filter(through, sighting=OuterRef("pk"))))


def _about(membership: Membership) -> Q:
    """About this person, or about the proper officer whom this person is."""
    about = Q(about=membership.person_id)
    return about | Q(about_clerk=True) if is_clerk(membership) else about
