"""What the caretaker may do now: who is clerk, whether one is there, what waits."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.caretaker.models import FactorReset
from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.dates import in_force, today
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.questions import risks
from accounts.people.models import Appointment, Membership, Office, Person
from accounts.people.others import others_with
from councilsm.duties import Duty

#: As what somebody may be brought in: never for good.
STAND_INS = (Appointment.Kind.ACTING, Appointment.Kind.LOCUM)
#: For what a clerk's sign-in may be ended by the caretaker: what nobody else may be left to record.
GONE = (Departure.Kind.DIED, Departure.Kind.DISMISSAL, Departure.Kind.SUSPENSION)


def clerks_office(council: Council) -> Office:
    """The office of the council's proper officer."""
    office: Office = council.offices.get(key=council.rulebook.proper_officer)
    return office


def clerks(council: Council) -> QuerySet[Membership]:
    """Who holds the office of the proper officer now, acting and locum too, by name."""
    held = Appointment.objects.in_force(today()).filter(
        membership=OuterRef("pk"), office__key=council.rulebook.proper_officer
    )
    here = council.memberships.in_force(today()).filter(Exists(held))
    here = here.exclude(closes_at__lte=timezone.now())
    return here.select_related("person").by_name()


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
    there = clerks_there(council).first()
    if there is None:
        return ""
    return (
        f"{there.name} is {clerks_office(council)} and is there. Somebody else can be brought in "
        "once the office is vacant, its holder is recorded as away, or their sign-in is ended."
    )


def departures_to_attest(council: Council, caretaker: Membership) -> QuerySet[Departure]:
    """Departures of clerks, not the caretaker's own, that have come and are not attested."""
    held = Appointment.objects.filter(
        membership=OuterRef("membership"), office__key=council.rulebook.proper_officer
    )
    rows = council.departures.open().filter(Exists(held), ended_at__isnull=False)
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


def councils_of(person: Person) -> QuerySet[Council]:
    """The councils to which somebody belongs today and which they have joined."""
    theirs = Membership.objects.filter(in_force(today()), person=person, can_sign_in=True).joined()
    return Council.objects.filter(memberships__in=theirs).order_by("name").distinct()
