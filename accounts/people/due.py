"""What of people and offices waits on Home: offices that nobody holds, and what that stops."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.dates import LONDON
from accounts.people.authorisers import nobody_able
from accounts.people.models import Invitation, Membership
from accounts.people.overview import vacant
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, on_day, tells_deadlines
from councilsm.inbox.due import Due, Group, tells_due

#: Who is told that nobody can authorise: those who would, or can mend it. Authors are told as
#: they write.
CONCERNED = (Duty.AUTHORISE_POSTS, Duty.MANAGE_RULES, Duty.MANAGE_PEOPLE)


@tells_due
def nobody_authorises(membership: Membership) -> Iterator[Due]:
    """Kinds of post that nobody can let out although a rule says who does."""
    if not any(membership.allows(duty) for duty in CONCERNED):
        return
    council = membership.council
    manages = membership.allows(Duty.MANAGE_RULES)
    for one in nobody_able(council, council.rulebook, membership):
        rule = reverse("councils:rule", args=[council.slug, one.rule])
        yield Due(
            one.sentence,
            rule if manages else reverse("councils:rules", args=[council.slug]),
            note="There is none, so drafts wait",
            group=Group.GAPS,
        )


@tells_due
def vacant_offices(membership: Membership) -> Iterator[Due]:
    """Offices that duties or questions go to and nobody holds; one query."""
    if not membership.allows(Duty.MANAGE_PEOPLE):
        return
    titles = vacant(membership.council)
    if titles:
        yield Due(
            f"{'Vacant office' if len(titles) == 1 else 'Vacant offices'}: {', '.join(titles)}",
            reverse("people:list", args=[membership.council.slug]),
            note="Your rules name them, and nobody holds them today",
            group=Group.GAPS,
            number=len(titles),
        )


#: An invitation lasts a week: told any earlier, it would come on the heels of its own mail.
NEARLY_OVER = timedelta(days=2)


@tells_deadlines
def invitations_expiring(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Invitations that nobody has accepted and that soon expire. They name nobody."""
    now = timezone.now()
    rows = Invitation.objects.filter(
        council__in=councils,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=now,
        expires_at__lte=now + NEARLY_OVER,
    )
    for one in rows.select_related("council"):
        last = one.expires_at.astimezone(LONDON).date()
        yield Deadline(
            council_id=one.council_id,
            key=f"invitation:{one.pk}",
            due_on=last,
            text="An invitation is not accepted yet and expires: send it again",
            subject=f"An invitation expires {on_day(last, day)}",
            url=reverse("people:detail", args=[one.council.slug, one.membership_id]),
            duty=Duty.MANAGE_PEOPLE,
        )
