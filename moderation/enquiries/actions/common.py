"""What the actions about enquiries share."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.councils.rulebook import Holders
from accounts.people.models import Membership, Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.inbox.outbox import notify
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken
from moderation.enquiries.models import Enquiry, EnquiryEntry
from moderation.enquiries.owning import office_of, require_handler


def held(enquiry: Enquiry, actor: Person) -> tuple[Enquiry, Membership]:
    """The enquiry as it is now, held until the action ends, and the actor's membership.

    Raises:
        RuleBroken: it is not theirs.
    """
    row = enquiry.council.enquiries.select_for_update(no_key=True).get(pk=enquiry.pk)
    return row, require_handler(row, actor)


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
    **links: Any,
) -> EnquiryEntry:
    """Writes down what was done about a locked enquiry: the row, its entry and the trail.

    The trail holds neither what people said nor their names.

    Args:
        changes: of the row.
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
        new={"kind": enquiry.kind, "owner": enquiry.owned, "outcome": enquiry.outcome},
    )
    return entry


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


def require_past(moment: datetime, what: str) -> None:
    """Asserts that something has happened.

    Raises:
        RuleBroken: it lies in the future.
    """
    if moment > timezone.now():
        raise RuleBroken(f"The time {what} is in the future.")
