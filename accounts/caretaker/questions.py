"""What the caretaker may do now: who is clerk, whether one is there, what waits."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.caretaker.models import FactorReset
from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.dates import LONDON, in_force, today
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.questions import risks
from accounts.people.models import Appointment, Membership, Office, Person
from accounts.people.others import others_with
from councilsm.duties import Duty
from councilsm.forms import when_in_words

#: As what somebody may be brought in: never for good.
STAND_INS = (Appointment.Kind.ACTING, Appointment.Kind.LOCUM)
#: For what a clerk's sign-in may be ended by the caretaker: what nobody else may be left to record.
GONE = (Departure.Kind.DIED, Departure.Kind.DISMISSAL, Departure.Kind.SUSPENSION)


def clerks_office(council: Council) -> Office:
    """The office of the council's proper officer."""
    office: Office = council.offices.get(key=council.rulebook.proper_officer)
    return office


def clerks(council: Council, *, suspended: bool = False) -> QuerySet[Membership]:
    """Who holds the office of the proper officer now, acting and locum too, by name.

    Args:
        suspended: also who holds it and is kept out.
    """
    day = today()
    if suspended:
        held = Appointment.objects.filter(in_force(day), in_force(day, "membership__"))
        held = held.exclude(membership__closes_at__lte=timezone.now(), membership__ends_on=day)
    else:
        held = Appointment.objects.there(day)
    held = held.filter(membership=OuterRef("pk"), office__key=council.rulebook.proper_officer)
    return council.memberships.filter(Exists(held)).select_related("person").by_name()


def clerks_joined(council: Council) -> QuerySet[Person]:
    """Those among them who can sign in here."""
    office = Holders(offices=(council.rulebook.proper_officer,))
    return Person.objects.holding(council, office, cover=False)


def clerks_there(council: Council) -> QuerySet[Person]:
    """Those among them who have signed in once and are not away."""
    away = council.absences.in_force(today()).values("membership__person")
    return clerks_joined(council).exclude(pk__in=away).exclude(last_login=None)


def why_none_is_brought_in(council: Council) -> str:
    """Why nobody may be brought in as clerk by the caretaker now; empty where somebody may."""
    there = list(clerks_there(council).order_by("name"))
    if not there:
        return ""
    names = " and ".join(person.name for person in there)
    verb = "is" if len(there) == 1 else "are"
    return (
        f"{names} {verb} {clerks_office(council)} and {verb} there. Somebody else can be brought "
        "in once the office is vacant, its holder is recorded as away, or their sign-in is ended."
    )


def why_not_until(council: Council, ends_on: date | None) -> str:
    """Why nobody stands in for the clerk to that day; empty where somebody may.

    A clerk who is only away comes back, and there are not to be two.

    Args:
        ends_on: None until further notice.
    """
    coming_back = clerks_joined(council).exclude(last_login=None)
    away = council.absences.in_force(today()).filter(membership__person__in=coming_back)
    for absence in away.select_related("membership__person"):
        name = absence.membership.goes_by
        if ends_on is None:
            return f"{name} is away and comes back. Give the last day on which somebody stands in."
        if absence.ends_on and ends_on > absence.ends_on:
            last = when_in_words(absence.ends_on)
            return f"{name} is back after {last}. Choose a last day on or before that day."
    return ""


def departures_to_attest(council: Council, caretaker: Membership) -> QuerySet[Departure]:
    """Departures of clerks, not the caretaker's own, that have come and are not attested.

    Of who was clerk on the last day: who acted once, and leaves later, is not theirs to attest.
    """
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("last")),
        starts_on__lte=OuterRef("last"),
        membership=OuterRef("membership"),
        office__key=council.rulebook.proper_officer,
    )
    rows = council.departures.open().alias(last=TruncDate("ends_at", tzinfo=LONDON))
    rows = rows.filter(Exists(held), ended_at__isnull=False)
    return rows.exclude(membership=caretaker).select_related("membership__person")


def left_to_do(departure: Departure) -> int:
    """How many things are open before it can be attested; a warning that is met counts no more."""
    met = sum(risk.is_met for risk in risks(departure))
    return departure.tasks.filter(state=DepartureTask.State.OPEN).count() - met


def resets_to_confirm(membership: Membership) -> QuerySet[FactorReset]:
    """Resets of a second factor that wait for a second person and that somebody may confirm."""
    if not (membership.allows(Duty.MANAGE_PEOPLE) or membership.allows(Duty.CARETAKE)):
        return FactorReset.objects.none()
    rows = membership.council.factor_resets.waiting()
    return rows.exclude(asked_by=membership.person_id).exclude(
        membership__person=membership.person_id
    )


def who_hears(council: Council, actor: Person) -> list[Person]:
    """Who else is clerk now or manages people: they are told of each thing the caretaker does."""
    clerk = clerks_joined(council).exclude(pk=actor.pk)
    return [*clerk, *others_with(Duty.MANAGE_PEOPLE, council, actor)]


def has_second_factor(person: Person) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def who_confirms(council: Council, asker: Person, concerned: Person) -> QuerySet[Person]:
    """Who may confirm a reset that somebody asks for: others who manage people, else a caretaker.

    Where others manage people they are told, and not the caretaker, who may confirm it as well.
    """
    managers = others_with(Duty.MANAGE_PEOPLE, council, asker).exclude(pk=concerned.pk)
    if managers.exists():
        return managers
    return others_with(Duty.CARETAKE, council, asker).exclude(pk=concerned.pk)
