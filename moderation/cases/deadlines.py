"""The clock of a data breach: told at any hour to those who may read the case, and to no others."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.councils.models import rulebooks_of
from accounts.dates import LONDON
from accounts.people.models import Office
from councilsm.forms import time_in_words
from councilsm.inbox.deadlines import Deadline, on_day, tells_urgent_deadlines
from moderation.cases.concerned import clerks_when
from moderation.cases.handlers import offices_acting
from moderation.cases.models import Case, CaseReader

#: Whoever may act on a case was told of it when it was opened; again not before this time passed.
TOLD_LATELY = timedelta(hours=1)


@tells_urgent_deadlines
def breaches(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Breaches of which the Commissioner is not told yet (UK GDPR, art. 33).

    Four more queries where there is one: whom the rules of its council name, their offices, and
    who may read it by name.
    """
    rows = Case.objects.unanswered_breaches().filter(
        council__in=councils, opened_at__lte=timezone.now() - TOLD_LATELY
    )
    found = list(rows.select_related("council"))
    if not found:
        return
    ids = {case.council_id for case in found}
    books = rulebooks_of(ids)
    offices = {
        (council, key): pk
        for council, key, pk in Office.objects.filter(council__in=ids).values_list(
            "council", "key", "pk"
        )
    }
    clerks = clerks_when((case.council_id, case.reported_at) for case in found if case.about_clerk)
    named = CaseReader.objects.filter(case__in=found, ended_at=None).values_list("case", "person")
    for case in found:
        _, book = books[case.council_id]
        apart = clerks.get((case.council_id, case.reported_at), ())
        keys = offices_acting(book, Case.Kind.BREACH)
        goes_to = {offices.get((case.council_id, key)) for key in keys} | {case.goes_to_id}
        for office_id in sorted(pk for pk in goes_to if pk):
            yield clock_of(case, day, apart, office_id=office_id)
        for person_id in sorted(person for pk, person in named if pk == case.pk):
            yield clock_of(case, day, apart, person_id=person_id)


def clock_of(
    case: Case,
    day: date,
    apart: Collection[int],
    *,
    office_id: int | None = None,
    person_id: int | None = None,
) -> Deadline:
    """One breach's deadline for an office or a person; never for whom it concerns."""
    whose = f"office:{office_id}" if office_id else f"person:{person_id}"
    assert case.tell_by is not None  # case_breach_has_clock
    until = case.tell_by.astimezone(LONDON)
    when = f"{time_in_words(until)} {on_day(until.date(), day)}"
    return Deadline(
        council_id=case.council_id,
        key=f"case.breach:{case.pk}:{whose}",
        due_on=until.date(),
        text=f"{case.reference}: something to decide by {when}",
        subject=f"{case.reference} needs a decision by {when}",
        url=reverse("cases:detail", args=[case.council.slug, case.number]),
        apart_from=case.about_id,
        apart_too=apart,
        now=True,
        at_night=True,
        discreet=True,
        to_next="Something restricted waits for a decision, and nobody has taken it",
        office_id=office_id,
        person_id=person_id,
    )
