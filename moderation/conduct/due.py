"""What of conduct waits for somebody on Home, told to those alone who may read it."""

from collections.abc import Iterator

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.conduct.models import Conduct
from moderation.conduct.next_step import next_step
from moderation.conduct.questions import visible_to
from moderation.evidence.models import Evidence

#: So many open records are looked at for what is overdue, the oldest first.
CAPPED = 100


@tells_due
def open_records(membership: Membership) -> Iterator[Due]:
    """Records whose evidence is missing or changed; those open whose step is overdue; the others.

    It says neither whose conduct it is nor what they did. One query, and few more where there are
    such records.
    """
    council = membership.council
    spoiled = Evidence.objects.filter(item=OuterRef("item"), spoiled_at__isnull=False)
    records = Conduct.objects.filter(council=council).annotate(
        spoiled_since=Subquery(spoiled.order_by("spoiled_at").values("spoiled_at")[:1])
    )
    waiting = records.filter(Q(closed_at__isnull=True) | Q(spoiled_since__isnull=False))
    since = dict(waiting.values_list("pk", "spoiled_since"))
    if not since:
        return
    rows = visible_to(membership).filter(pk__in=since).prefetch_related("removals")
    others = []
    for one in rows.order_by("number")[:CAPPED]:
        one.council = council
        if since[one.pk]:
            yield Due(
                f"{one.reference}: evidence is missing or changed",
                one.get_absolute_url(),
                since=since[one.pk],
                group=Group.TODAY,
            )
        step = None if one.closed_at else next_step(one)
        if step and step.due_on and step.is_overdue:
            late = counted((today() - step.due_on).days, "day", "days")
            yield Due(
                f"{one.reference}: {step.words.lower()}",
                step.url,
                note=f"{late} overdue",
                group=Group.TODAY,
            )
        elif not one.closed_at:
            others.append(one)
    if others:
        yield Due(
            counted(len(others), "record of conduct is open", "records of conduct are open"),
            reverse("conduct:list", args=[council.slug]),
            since=others[0].recorded_at,
            number=len(others),
        )
