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
from moderation.evidence.seeing import SECONDS, acts_by

#: Whoever is to agree has so long.
TO_ANSWER = timedelta(days=2)


@tells_due
def evidence_to_see_to(membership: Membership) -> Iterator[Due]:
    """Evidence missing or changed, and destructions that wait for another's word; one query."""
    if acts_by(membership, *SECONDS) is None:
        return
    council = membership.council
    spoiled = Evidence.objects.for_everyone().filter(council=council, spoiled_at__isnull=False)
    spoiled = spoiled.order_by()
    asked = Destruction.objects.for_everyone().waiting().filter(council=council).order_by()
    asked = asked.exclude(asked_by=membership.person_id)
    rows = spoiled.values_list(Value("spoiled"), "spoiled_at").union(
        asked.values_list(Value("asked"), "asked_at"), all=True
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
