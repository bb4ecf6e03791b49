"""A dismissal of which the leaver is not told yet is on no list of the trail that they read."""

from django.db.models import Exists, OuterRef, Q

from accounts.leavers.models import Departure, DepartureTask
from accounts.people.models import Appointment, Membership, TeamMember
from councilsm.audit.hiding import about, hides_from
from councilsm.audit.verbs import Verb

#: Recording a departure writes these of what it cuts short.
ENDINGS = (Verb.MEMBERSHIP_ENDED, Verb.APPOINTMENT_ENDED, Verb.TEAM_MEMBER_ENDED)


@hides_from
def of_untold_departures(reader: Membership) -> Q:
    """What happened about their own, while `questions.is_told` says that they are not told.

    That their offices, seats and membership get a last day would tell it too.
    """
    first = DepartureTask.objects.filter(
        departure=OuterRef("pk"), kind=DepartureTask.Kind.SELF_REMOVAL
    )
    secret = Q(tells_them=False) | (Q(kind__in=Departure.AT_ONCE) & ~Q(Exists(first)))
    untold = Departure.objects.filter(secret, membership=reader.pk)
    ended = (
        about(Membership.objects.filter(departures__in=untold))
        | about(Appointment.objects.filter(membership__departures__in=untold))
        | about(TeamMember.objects.filter(membership__departures__in=untold))
    )
    return about(untold) | (Q(verb__in=ENDINGS) & ended)
