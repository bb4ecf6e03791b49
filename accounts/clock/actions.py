"""`remind`: people of one council hear what is due, once each."""

from itertools import groupby

from django.utils import timezone

from accounts.clock.lines import digest, lines_of
from accounts.clock.planning import Telling, Today, untold
from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import Morning, Reminder
from councilsm.inbox.outbox import notify
from councilsm.refusals import Stale


@action
def remind(
    *, council: Council, tellings: list[Telling], today: Today, actor: Person | None
) -> list[Telling]:
    """Mails people what is due: each urgent thing by itself, the rest in one mail a person.

    Whom and of what, `plan` has said; this asks again, with the council's row locked, what they
    have heard meanwhile. So two workers at once tell nobody twice.

    Returns:
        What was told.

    Raises:
        Stale: there is nothing that they have not heard.
    """
    Council.objects.select_for_update(no_key=True).only("pk").get(pk=council.pk)
    if not (today.digests and begin_morning(council, today)):
        tellings = [telling for telling in tellings if telling.deadline.now]
    tellings = untold(council, tellings)
    if not tellings:
        raise Stale("Everybody was reminded already.")
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(
            council=council,
            person=telling.person,
            key=telling.deadline.key,
            due_on=telling.deadline.due_on,
            threshold=telling.threshold,
            announced_at=now,
        )
        for telling in tellings
    )
    urgent = [telling for telling in tellings if telling.deadline.now]
    for telling in urgent:
        lines, kept = lines_of(telling, today.day), kept_from([telling])
        notify([telling.person], "reminder", council=council, apart_from=kept, **lines)
    rest = [telling for telling in tellings if not telling.deadline.now]
    rest.sort(key=lambda telling: (telling.person.pk, telling.deadline.due_on))
    for person, theirs in groupby(rest, key=lambda telling: telling.person):
        things = list(theirs)
        lines, kept = digest(council, things, today.day), kept_from(things)
        notify([person], "reminder", council=council, apart_from=kept, **lines)
    record(
        Verb.REMINDERS_SENT,
        council,
        actor=actor,
        new={
            "people": len({telling.person.pk for telling in tellings}),
            "at_once": len(urgent),
            "in_digests": len(rest),
            "what": sorted({one.deadline.key for one in tellings if not one.deadline.discreet}),
        },
    )
    return tellings


def kept_from(tellings: list[Telling]) -> int | None:
    """From whom a mail is kept, where it could not be sent and its subject says what it is."""
    only = tellings[0].deadline if len(tellings) == 1 else None
    return only.apart_from if only and only.discreet else None


def begin_morning(council: Council, today: Today) -> bool:
    """Takes today's digests of a council; False where they were decided already.

    Where not all that is due was to be learnt they stay open: the next run tells what this did not.
    """
    if not today.whole:
        return not Morning.objects.filter(council=council, day__gte=today.day).exists()
    morning, is_first = Morning.objects.get_or_create(council=council, defaults={"day": today.day})
    if not is_first and morning.day >= today.day:
        return False
    morning.day = today.day
    morning.save(update_fields=["day"])
    return True
