"""One person's departures, on their record."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.leavers.models import Departure, DepartureTask
from accounts.people.sections import Line, Section, Subject, tells_person
from councilsm.forms import when_in_words
from councilsm.inbox.due import counted


@tells_person(50)
def leaving(of: Subject) -> Section:
    """When they leave, left or were kept out, and how far its list has come (a query).

    What is to come at once, such as a dismissal, stays away, and what somebody tells them in person
    first: they may read this themself.
    """
    still = Count("tasks", filter=Q(tasks__state=DepartureTask.State.OPEN))
    planned = ~Q(kind__in=Departure.AT_ONCE) & Q(tells_them=True)
    known = Q(ends_at__lte=timezone.now()) | planned
    lines = []
    for one in of.membership.departures.filter(known).annotate(left=still).order_by("-number"):
        one.council, one.membership = of.council, of.membership
        tag = one.tag
        facts = [f"{one.get_kind_display()}: {when_in_words(one.ends_at)}"]
        if one.is_open and one.left:
            facts.append(f"{counted(one.left, 'step', 'steps')} left")
        url = reverse("leavers:detail", args=[of.council.slug, one.number])
        lines.append(Line(one.reference, url, tag["label"], tag["colour"], facts))
    return Section("Leaving", lines, "Nothing is planned.")
