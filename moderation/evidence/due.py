"""What of evidence waits for somebody: files that are not what was captured, and answers."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Value
from django.urls import reverse

from accounts.dates import LONDON
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import SECONDS, acts_by, may_second

#: Whoever is to agree has so long.
TO_ANSWER = timedelta(days=2)
#: So many requests of restricted cases are looked through; more never wait at once.
MOST_APART = 20


@tells_due
def evidence_to_see_to(membership: Membership) -> Iterator[Due]:
    """Evidence missing or changed, and destructions that wait for another's word; one query.

    Of what only some see, each is told to who sees it (some queries more, where there is any).
    """
    council = membership.council
    asked = Destruction.objects.waiting().filter(council=council).order_by()
    asked = asked.exclude(asked_by=membership.person_id)
    rows = asked.apart().values_list(Value("apart"), "asked_at")
    if acts_by(membership, *SECONDS) is not None:
        spoiled = Evidence.objects.for_everyone().filter(council=council, spoiled_at__isnull=False)
        rows = rows.union(
            spoiled.order_by().values_list(Value("spoiled"), "spoiled_at"),
            asked.for_everyone().values_list(Value("asked"), "asked_at"),
            all=True,
        )
    found: dict[str, list[datetime]] = {}
    for what, when in rows:
        found.setdefault(what, []).append(when)
    page = reverse("evidence:list", args=[council.slug])
    if since := found.get("spoiled"):
        number = len(since)
        words = counted(number, "file of evidence is", "files of evidence are")
        yield Due(f"{words} missing or changed", page, min(since), group=Group.TODAY, number=number)
    if since := found.get("asked"):
        number = len(since)
        words = counted(number, "request to destroy evidence", "requests to destroy evidence")
        yield Due(f"{words} to answer", page, min(since), group=Group.TODAY, number=number)
    for one in apart_to_answer(membership) if "apart" in found else []:
        goes = "is destroyed" if one.evidence_id else "are erased"
        text = f"{one.reference}: answer whether {one.inside} {goes}"
        yield Due(text, one.get_absolute_url(), one.asked_at, group=Group.TODAY)


def apart_to_answer(membership: Membership) -> list[Destruction]:
    """Requests about what not all moderators see, that this person is to answer."""
    rows = Destruction.objects.apart().waiting().filter(council=membership.council)
    rows = rows.select_related("evidence__item", "item", "report", "asked_by")
    found = []
    for one in rows.order_by("pk")[:MOST_APART]:
        one.council = one.thing.council = membership.council
        by = one.by_moderator
        if may_second(membership, one.thing, one.asked_by_id, by_moderator=by):
            found.append(one)
    return found


@tells_deadlines
def evidence_to_restore(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Files of evidence missing or changed, of a council together, on the day of the first."""
    rows = Evidence.objects.for_everyone().filter(spoiled_at__isnull=False).order_by()
    rows = rows.filter(council__in=councils)
    found = rows.values_list("council", "council__slug").annotate(Count("pk"), Min("spoiled_at"))
    for council, slug, number, since in found:
        text = f"{counted(number, 'file', 'files')} of evidence missing or changed: have a backup"
        yield Deadline(
            council_id=council,
            key="evidence.spoiled",
            due_on=since.astimezone(LONDON).date(),
            text=f"{text} restored",
            subject="Evidence is missing or was changed",
            url=reverse("evidence:list", args=[slug]),
            duty=Duty.LOG_MODERATION,
            to_next=f"{text} restored",
        )


@tells_deadlines
def destructions_to_answer(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Requests to destroy evidence that wait for a second person."""
    rows = Destruction.objects.for_everyone().waiting().filter(council__in=councils)
    found = rows.values_list(
        *("pk", "number", "council", "council__slug", "asked_at", "asked_by", "by_moderator")
    )
    for pk, number, council, slug, asked_at, asked_by, by_moderator in found:
        yield Deadline(
            council_id=council,
            key=f"evidence.destruction:{pk}",
            due_on=asked_at.astimezone(LONDON).date() + TO_ANSWER,
            text=f"Answer the request to destroy evidence: DE-{number:04}",
            subject=f"A request to destroy evidence waits (DE-{number:04})",
            url=reverse("evidence:answer", args=[slug, number]),
            duty=Duty.DESTROY_EVIDENCE if by_moderator else Duty.LOG_MODERATION,
            apart_from=asked_by,
        )
