"""What is due about the moderation log, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Count, Min
from django.urls import reverse

from accounts.councils.models import rulebooks_of
from accounts.dates import LONDON
from accounts.people.models import Office
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, on_day, tells_deadlines
from moderation.log.finding import NO_REFERENCE, SHOW, TO_CONFIRM
from moderation.log.models import Appeal, ModerationAction

#: Within so many days a resident who objected has an answer, where nobody set a time.
ANSWERED_IN = timedelta(days=10)


#: Of each part of the list that waits on a platform: what is to be done, and one of it in words.
WAITS = {
    TO_CONFIRM: ("Confirm on the platform", "moderation action"),
    NO_REFERENCE: ("Report, and enter the reference", "report"),
}


@tells_deadlines
def to_confirm(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Actions not confirmed on the platform and reports still to do, from the day of the decision.

    One line of each a council; two queries.
    """
    for show, (to_do, thing) in WAITS.items():
        rows = (
            ModerationAction.objects.for_everyone()
            .filter(SHOW[show], council__in=councils)
            .order_by()
            .values_list("council", "council__slug")
            .annotate(many=Count("pk"), first=Min("happened_at"))
        )
        for council, slug, many, first in rows:
            things = f"{many} {thing}{'' if many == 1 else 's'}"
            yield Deadline(
                council_id=council,
                key=f"moderation.{show}:{council}",
                due_on=first.astimezone(LONDON).date(),
                text=f"{to_do}: {things}",
                subject=f"{to_do}: {things}",
                url=f"{reverse('log:list', args=[slug])}?show={show}",
                duty=Duty.LOG_MODERATION,
            )


@tells_deadlines
def objections_to_answer(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Objections of residents whose posts were not let through, for the proper officer.

    Three more queries, for the rules and offices of the councils in which there is one.
    """
    rows = list(
        Appeal.objects.filter(
            council__in=councils, answered_at__isnull=True, action__item__restricted=False
        ).select_related("council", "action__item")
    )
    books = rulebooks_of({appeal.council_id for appeal in rows}) if rows else {}
    keys = {council: book.proper_officer for council, (_, book) in books.items()}
    offices = (
        {
            (office.council_id, office.key): office.pk
            for office in Office.objects.filter(council__in=keys, key__in=set(keys.values()))
        }
        if keys
        else {}
    )
    for appeal in rows:
        office = offices.get((appeal.council_id, keys[appeal.council_id]))
        if office is None:
            continue
        due_on = appeal.asked_on + ANSWERED_IN
        what = appeal.action.item.reference
        yield Deadline(
            council_id=appeal.council_id,
            key=f"appeal:{appeal.pk}",
            due_on=due_on,
            text=f"Answer the objection to a post that was not let through ({what})",
            subject=f"Objection to answer {on_day(due_on, day)}: a post not let through ({what})",
            url=reverse("log:answer", args=[appeal.council.slug, appeal.pk]),
            office_id=office,
            to_next=f"An objection of a resident waits to be answered {on_day(due_on, day)}",
        )
