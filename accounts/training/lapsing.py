"""Mails that training lapses: 30 and 7 days ahead and on the day, and before a duty rests for it.

Once each, however often the worker runs: `LapseNotice` remembers. What rests and when is decided by
date alone, whether or not any of these went out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from accounts.training.models import Completion, LapseNotice
from accounts.training.questions import courses_on, rows
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.refusals import Stale

#: Days before a duty rests on which that is announced.
AHEAD = timedelta(days=7)
#: Days of `LapseNotice.step`, the last first: a council that began late is told once, not thrice.
STEPS = (0, 7, 30)
#: Announces that a duty rests.
RESTS = -7


@dataclass(frozen=True)
class ToTell:
    """One mail that is due: which completion, and how many days ahead it is about."""

    completion: Completion
    step: int
    rests_on: date | None


def to_tell(council: Council, day: date) -> Iterator[ToTell]:
    """What people are to be told on a day about completions that they still need."""
    people = council.memberships.in_force(day).select_related("person")
    courses, ahead = courses_on(council, day), day + timedelta(days=max(STEPS))
    if not courses or not council.completions.filter(expires_on__lte=ahead).exists():
        return
    told: dict[int, set[int]] = {}
    for completion, step in council.lapse_notices.values_list("completion", "step"):
        told.setdefault(completion, set()).add(step)
    for row in rows(council, people, day=day, courses=courses):
        for cell in row.cells:
            done = cell.completion
            if not cell.needed or done is None or done.expires_on is None:
                continue
            before = told.get(done.pk, set())
            rests_on = cell.rests_from(council.rulebook)
            reached = [s for s in STEPS if day >= done.expires_on - timedelta(days=s)]
            # A later step stands for those before it.
            if reached and not any(s <= reached[0] for s in before if s >= 0):
                yield ToTell(done, reached[0], rests_on)
            if rests_on and RESTS not in before and day >= rests_on - AHEAD:
                yield ToTell(done, RESTS, rests_on)


@action
def tell_of_lapse(
    *, completion: Completion, step: int, rests_on: date | None, actor: Person | None
) -> LapseNotice:
    """Mails the person and whoever keeps people that a completion lapses; the system does so.

    Args:
        step: days ahead, or `RESTS`.
        rests_on: the first day on which the duty rests; None where people are only warned.

    Raises:
        Stale: they were told already.
    """
    council = completion.council
    try:
        with transaction.atomic():
            notice = LapseNotice.objects.create(council=council, completion=completion, step=step)
    except IntegrityError:
        raise Stale("They were told of this already.") from None
    person = completion.membership.person
    keepers = Person.objects.holding(council, council.rulebook.rules.manage_people.value)
    told = {
        "council": council,
        "completion": completion,
        "lapsed": completion.expires_on is not None and completion.expires_on < today(),
        "rests_on": rests_on,
        "rests": step == RESTS,
    }
    notify([person], "training_lapses", theirs=True, **told)
    notify(keepers.exclude(pk=person.pk), "training_lapses", theirs=False, **told)
    record(
        Verb.LAPSE_TOLD,
        completion,
        actor=actor,
        new={"course": completion.course.title, "days_ahead": abs(step), "rests": step == RESTS},
    )
    return notice
