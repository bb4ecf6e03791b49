"""Who may see a report, and for whom it waits."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.cases.concerned import about_clerk
from moderation.cases.models import Case
from moderation.cases.questions import opened_by
from moderation.cases.questions import visible_to as cases_visible_to
from moderation.sightings.models import SentTo, Sighting
from moderation.sightings.models.queryset import SightingQuerySet

#: So many of the cases that somebody opened stand with their reports.
SHOWN = 25


def visible_to(membership: Membership) -> SightingQuerySet:
    """The reports that somebody may open: their own, and those that are open to them.

    Whoever logs moderation, and the proper officer, see all that are not restricted. What is about
    somebody is hidden from them, unless they reported it. What became part of a restricted case,
    at once or later, is seen by its reporter and by those who may read the case.
    """
    mine = Q(reported_by=membership.person_id)
    return membership.council.sightings.filter(mine | _open_to(membership))


def with_acts(membership: Membership) -> SightingQuerySet:
    """The same, each with whether they `may_act` in `acts`; asked in one."""
    acts = ExpressionWrapper(_open_to(membership), output_field=BooleanField())
    mine = Q(reported_by=membership.person_id)
    return membership.council.sightings.annotate(**{"acts": acts}).filter(mine | Q(acts=True))


def for_me(membership: Membership) -> SightingQuerySet:
    """Open reports that went to an office or team of somebody's, or that they have taken."""
    return membership.council.sightings.filter(is_for(membership))


def is_for(membership: Membership) -> Q:
    """That a report is open and waits for somebody.

    What went to nobody of the council waits for all who send reports on, unless it is restricted.
    """
    waits = _addressed(membership)
    if routes(membership):
        inside = SentTo.objects.filter(sighting=OuterRef("pk"), way__in=SentTo.INSIDE)
        elses = Q(restricted=False) & ~Q(reported_by=membership.person_id)
        waits |= elses & ~Q(Exists(inside))
    here = waits & Q(taken_by=None) | Q(taken_by=membership.person_id)
    is_open = Q(reported_at__isnull=False, closed_at__isnull=True)
    return is_open & here & ~_about(membership) & _case_open_to(membership)


def is_to_tell(membership: Membership) -> Q:
    """That somebody reported or deals with it, and the platform was not told yet (DTC-1.1-d)."""
    outstanding = _sent() & Q(platform_wanted=True, platform_at=None)
    waits = _addressed(membership) & Q(state=Sighting.State.WAITING)
    here = (Q(taken_by=membership.person_id) | waits) & _open_to(membership)
    return outstanding & (Q(reported_by=membership.person_id) | here)


def to_tell(membership: Membership) -> SightingQuerySet:
    """The reports that somebody may still have to tell the platform of."""
    return membership.council.sightings.filter(is_to_tell(membership))


def mine(membership: Membership) -> SightingQuerySet:
    """What somebody reported, unfinished ones too."""
    return membership.council.sightings.filter(reported_by=membership.person_id)


def opened_alone(membership: Membership) -> list[Case]:
    """The newest restricted cases that somebody opened without a report, to find them again."""
    reported = mine(membership).filter(case__isnull=False).values("case")
    rows = opened_by(membership).exclude(pk__in=reported).select_related("council")
    return list(rows.order_by("-number")[:SHOWN])


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
    """Whether somebody may take a report: it went to them, or they send it on; it is not hidden.

    Whoever reported it may not, unless it went to them too.
    """
    rows = membership.council.sightings.filter(_open_to(membership), pk=sighting.pk)
    return rows.exists()


def may_be_erased(sighting: Sighting) -> bool:
    """Whether a report says something, and is no item with whose words its own go (a query)."""
    if sighting.reported_at is None or sighting.item_id is not None:
        return False
    return bool(sighting.words or sighting.answer) or sighting.additions.exclude(words="").exists()


def _open_to(membership: Membership) -> Q:
    """That somebody sees a report which they need not have made themself."""
    here = _addressed(membership) | Q(taken_by=membership.person_id)
    if routes(membership):
        here |= Q(restricted=False) & ~Q(reported_by=membership.person_id)
    cases = cases_visible_to(membership).values("pk")
    here |= Q(case__in=cases)
    item = Q(item=None) | Q(item__restricted=False) | Q(item__of_case__case__in=cases)
    item |= Q(item__of_conduct__recorded_by=membership.person_id)  # of this report, by themself
    case = Q(case=None) | Q(case__in=cases)
    return _sent() & here & ~_about(membership) & case & item


def _case_open_to(membership: Membership) -> Q:
    """That a report is of no case, or of one that somebody may read."""
    return Q(case=None) | Q(case__in=cases_visible_to(membership).values("pk"))


def _sent() -> Q:
    return ~Q(state=Sighting.State.UNFINISHED)


def _addressed(membership: Membership) -> Q:
    """Sent to an office that somebody holds or acts for today, or to the team they sit on."""
    through = Q(office__in=list(membership.offices.values()))
    if membership.on_team:
        through |= Q(way=SentTo.Way.TEAM)
    return Q(Exists(SentTo.objects.filter(through, sighting=OuterRef("pk"))))


def _about(membership: Membership) -> Q:
    """About this person, or about the proper officer whom this person was at the time."""
    return Q(about=membership.person_id) | about_clerk(membership, at="reported_at")
