"""What of conduct waits for somebody on Home, told to those alone who may read it."""

from collections.abc import Iterator

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
def evidence_to_restore(membership: Membership) -> Iterator[Due]:
    """Records whose evidence is missing or changed, for those who may read them.

    One query, and some more where there is such a file.
    """
    files = Evidence.objects.filter(
        council=membership.council, spoiled_at__isnull=False, item__of_conduct__isnull=False
    )
    since = dict(files.order_by("-spoiled_at").values_list("item__of_conduct", "spoiled_at"))
    if not since:
        return
    for one in visible_to(membership).filter(pk__in=since).order_by("number"):
        one.council = membership.council
        yield Due(
            f"{one.reference}: evidence is missing or changed",
            one.get_absolute_url(),
            since=since[one.pk],
            group=Group.TODAY,
        )


@tells_due
def open_records(membership: Membership) -> Iterator[Due]:
    """Records that are open: each whose step is overdue, and how many others.

    It says neither whose conduct it is nor what they did. One query, and few more where there are
    such records.
    """
    council = membership.council
    if not Conduct.objects.filter(council=council).open().exists():
        return
    rows = visible_to(membership).open().prefetch_related("removals").order_by("number")
    others = []
    for one in rows[:CAPPED]:
        one.council = council
        step = next_step(one)
        if step and step.due_on and step.is_overdue:
            late = counted((today() - step.due_on).days, "day", "days")
            yield Due(
                f"{one.reference}: {step.words.lower()}",
                step.url,
                note=f"{late} overdue",
                group=Group.TODAY,
            )
        else:
            others.append(one)
    if others:
        yield Due(
            counted(len(others), "record of conduct is open", "records of conduct are open"),
            reverse("conduct:list", args=[council.slug]),
            since=others[0].recorded_at,
            number=len(others),
        )
