"""What the actions about enquiries share."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.councils.rulebook import Holders
from accounts.people.models import Membership, Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.plain_words import refuse_hidden
from moderation.enquiries.models import FAR_OFF, Enquiry, EnquiryEntry
from moderation.enquiries.owning import may_handle, office_of, require_handler


def held(
    enquiry: Enquiry,
    actor: Person,
    may: Callable[[Enquiry, Membership], bool] = may_handle,
) -> tuple[Enquiry, Membership]:
    """The enquiry as it is now, held until the action ends, and the actor's membership.

    Args:
        may: whether such a member may do this about it.

    Raises:
        RuleBroken: it is not theirs.
    """
    row = enquiry.council.enquiries.select_for_update(no_key=True).get(pk=enquiry.pk)
    return row, require_handler(row, actor, may)


def done(
    enquiry: Enquiry,
    what: EnquiryEntry.What,
    verb: Verb,
    *,
    actor: Person,
    membership: Membership,
    words: str = "",
    to_whom: str = "",
    happened_at: datetime | None = None,
    changes: dict[str, Any] | None = None,
    findings: Sequence[str] = (),
    **links: Any,
) -> EnquiryEntry:
    """Writes down what was done about a locked enquiry: the row, its entry and the trail.

    The trail holds neither what people said nor their names.

    Args:
        changes: of the row.
        findings: the names of the policy checks that found something in a reply.
        links: the entry's `action` or `draft`.
    """
    refuse_hidden(to_whom)
    for name, value in (changes or {}).items():
        setattr(enquiry, name, value)
    if changes:
        enquiry.save(update_fields=list(changes))
    office_id = office_of(enquiry, membership)
    entry = EnquiryEntry.objects.create(
        council=enquiry.council,
        enquiry=enquiry,
        what=what,
        words=words,
        to_whom=to_whom,
        happened_at=happened_at or timezone.now(),
        by=actor,
        office_id=office_id,
        **links,
    )
    record(
        verb,
        enquiry,
        actor=actor,
        office_id=office_id,
        label=enquiry.reference,
        new={
            **{"kind": enquiry.kind, "owner": enquiry.owned, "outcome": enquiry.outcome},
            **({"findings": list(findings)} if findings else {}),
        },
    )
    return entry


def acknowledged(enquiry: Enquiry, moment: datetime) -> dict[str, Any]:
    """The changes of a row by which somebody was told that the council has it.

    Where the law sets a day for that and none for the rest, no day is left.
    """
    changes: dict[str, Any] = {"acknowledged_at": enquiry.acknowledged_at or moment}
    return changes | ({"due_by": FAR_OFF} if enquiry.awaits_acknowledgement else {})


def tell_owner(enquiry: Enquiry, actor: Person) -> None:
    """Mails whoever owns an enquiry now that it is theirs; not the actor."""
    if enquiry.office:
        holders = Holders(offices=(enquiry.office.key,))
        people = Person.objects.holding(enquiry.council, holders)
    else:
        assert enquiry.owner  # the database holds it: enquiry_has_owner
        people = Person.objects.at(enquiry.council).filter(pk=enquiry.owner.person_id)
    others = people.exclude(pk=actor.pk)
    notify(others, "enquiry_yours", council=enquiry.council, enquiry=enquiry)
