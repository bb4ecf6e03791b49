"""Days without cover: on Home, and two weeks ahead to whoever manages people."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.councils.models import Council, rulebooks_of
from accounts.dates import today
from accounts.hours.arranging import Missing, missing
from accounts.hours.cover import Cover
from accounts.hours.facts import facts_of
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due

#: So long before, cover is to be arranged.
AHEAD = timedelta(days=14)
#: So far on it is looked how long it lasts; so far back, past the longest closure, whether it had
#: begun already.
ON, BACK = timedelta(days=45), timedelta(days=45)


@tells_due
def days_without_cover(membership: Membership) -> Iterator[Due]:
    """The days of the next two weeks on which somebody is missing; one query."""
    if not membership.allows(Duty.MANAGE_PEOPLE):
        return
    council, day = membership.council, today()
    facts = facts_of({council.pk: council.rulebook}, day, day + AHEAD)[council.pk]
    found = Cover(facts).stretches(day, day + AHEAD)
    if found:
        number = sum(stretch.working_days for stretch in found)
        yield Due(
            f"{counted(number, 'working day', 'working days')} without cover in the next 2 weeks",
            reverse("hours:cover", args=[council.slug]),
            note=f"The first on {when_in_words(found[0].first)}",
            group=Group.GAPS,
            number=number,
        )


@tells_deadlines
def cover_to_arrange(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Days without cover that begin within two weeks; two queries, one of them for the rules.

    What has begun is not told again: whoever records an absence hears at once that nobody acts.
    """
    first, last = day - BACK, day + ON
    books = {council: book for council, (_, book) in rulebooks_of(councils).items()}
    told: list[tuple[int, Cover, Missing]] = []
    for council, facts in facts_of(books, first, last).items():
        cover = Cover(facts)
        told += [
            (council, cover, one)
            for one in missing(cover, first, last)
            if day < one.first <= day + AHEAD
        ]
    pks = {council for council, *_ in told}
    slugs = dict(Council.objects.filter(pk__in=pks).values_list("pk", "slug")) if told else {}
    for council, cover, one in told:
        who = one.who(cover)
        yield Deadline(
            council_id=council,
            key=f"cover:{one.first}:{one.part}",
            due_on=one.first - AHEAD,
            text=f"Arrange cover {one.when}: {who}",
            subject=f"Arrange cover from {when_in_words(one.first)}: {who}",
            url=reverse("hours:cover", args=[slugs[council]]),
            duty=Duty.MANAGE_PEOPLE,
        )
