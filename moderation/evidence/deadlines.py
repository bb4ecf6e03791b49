"""What waits of evidence that only some may see, for the clock: told to each of them by name.

Whoever may not see it hears nothing, not even as the next in order.
"""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby

from django.urls import reverse

from accounts.dates import LONDON
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from moderation.evidence.due import TO_ANSWER
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import members_of, second_people, sees

#: So many files of a council are looked through, to find one for each who may see any.
MOST = 20
RESTORE = "Restricted evidence is missing or changed: have a backup restored"


@tells_deadlines
def spoiled_apart(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Files missing or changed of cases, conduct and reports; one line for each who may see one.

    One query; some more for each member of a council that has such a file.
    """
    rows = Evidence.objects.apart().filter(council__in=councils, spoiled_at__isnull=False)
    found = rows.select_related("council", "item").order_by("council", "pk")
    for council, files in groupby(found, key=lambda one: one.council):
        looked_through = list(files)[:MOST]
        members = members_of(council)
        seen = {
            member.person_id: next((one for one in looked_through if sees(member, one)), None)
            for member in members
        }
        spared = {person for person, one in seen.items() if one is None}
        for person, one in seen.items():
            if one is not None and one.spoiled_at is not None:
                yield Deadline(
                    council_id=council.pk,
                    key=f"evidence.spoiled_apart:{person}",
                    due_on=one.spoiled_at.astimezone(LONDON).date(),
                    text=RESTORE,
                    subject="Something restricted has to be seen to",
                    url=reverse("evidence:detail", args=[council.slug, one.uid]),
                    person_id=person,
                    apart_too=spared,
                    discreet=True,
                    to_next=RESTORE,
                )


@tells_deadlines
def asked_apart(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Requests to destroy such evidence or words, for each who may answer.

    One query; some more for each member of a council that has such a request.
    """
    rows = Destruction.objects.apart().waiting().filter(council__in=councils)
    for one in rows.select_related("council", "evidence__item", "item", "report").order_by("pk"):
        one.thing.council = one.council
        people = second_people(one.thing, one.asked_by_id, by_moderator=one.by_moderator)
        may = {person.pk for person in people}
        everyone = {member.person_id for member in members_of(one.council)}
        words = f"Answer a request about something restricted: {one.reference}"
        for person in sorted(may):
            yield Deadline(
                council_id=one.council_id,
                key=f"evidence.destruction:{one.pk}:{person}",
                due_on=one.asked_at.astimezone(LONDON).date() + TO_ANSWER,
                text=words,
                subject="Something restricted waits for an answer",
                url=one.get_absolute_url(),
                person_id=person,
                apart_from=one.asked_by_id,
                apart_too=everyone - may,
                discreet=True,
                to_next=words,
            )
