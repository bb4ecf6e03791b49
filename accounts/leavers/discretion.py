"""A dismissal of which the leaver is not told yet is on no list of the trail that they read."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.leavers.models import Departure, DepartureTask
from accounts.people.models import Appointment, Membership, TeamMember
from accounts.people.untold import keeps_ending
from councilsm.audit.hiding import about, hides_from
from councilsm.audit.verbs import Verb

#: Recording a departure writes these of what it cuts short.
ENDINGS = (Verb.MEMBERSHIP_ENDED, Verb.APPOINTMENT_ENDED, Verb.TEAM_MEMBER_ENDED)


def untold_of(reader: Membership) -> "QuerySet[Departure]":
    """Somebody's own departures of which `questions.is_told` says that they are not told."""
    first = DepartureTask.objects.filter(
        departure=OuterRef("pk"), kind=DepartureTask.Kind.SELF_REMOVAL
    )
    secret = Q(tells_them=False) | (Q(kind__in=Departure.AT_ONCE) & ~Q(Exists(first)))
    return Departure.objects.filter(secret, membership=reader.pk)


@keeps_ending
def of_untold_endings(reader: Membership) -> bool:
    """The last days on their own pages would tell it (a query)."""
    return Departure.objects.open().filter(pk__in=untold_of(reader)).exists()


@hides_from
def of_untold_departures(reader: Membership) -> Q:
    """What happened about their own, while `questions.is_told` says that they are not told.

    That their offices, seats and membership get a last day would tell it too.
    """
    untold = untold_of(reader)
    ended = (
        about(Membership.objects.filter(departures__in=untold))
        | about(Appointment.objects.filter(membership__departures__in=untold))
        | about(TeamMember.objects.filter(membership__departures__in=untold))
    )
    return about(untold) | (Q(verb__in=ENDINGS) & ended)
