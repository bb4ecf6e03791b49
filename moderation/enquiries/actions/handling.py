"""What is done about an enquiry on its way from being raised to being closed."""

from django.utils import timezone

from accounts.people.models import Membership, Office, Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.enquiries.actions.common import acknowledged, done, held, tell_owner
from moderation.enquiries.clock import clock_of, is_notice
from moderation.enquiries.models import FAR_OFF, Enquiry, EnquiryEntry, Topic

What = EnquiryEntry.What


@action
def acknowledge(*, enquiry: Enquiry, words: str = "", actor: Person) -> EnquiryEntry:
    """Somebody was told that the council has it.

    Args:
        words: how and where, such as "by a reply to the comment".

    Raises:
        Stale: it was acknowledged already, or is closed.
    """
    row, membership = held(enquiry, actor)
    row.require_open()
    if row.acknowledged_at:
        raise Stale(f"{row.reference} was acknowledged already.")
    changes = acknowledged(row, timezone.now())
    return done(
        row,
        What.ACKNOWLEDGED,
        Verb.ENQUIRY_ACKNOWLEDGED,
        actor=actor,
        membership=membership,
        words=words,
        changes=changes,
    )


@action
def pass_on(*, enquiry: Enquiry, to_whom: str, words: str = "", actor: Person) -> EnquiryEntry:
    """It was handed to whoever does the work; its owner still answers for it.

    Raises:
        Stale: it is closed.
        RuleBroken: it does not say to whom.
    """
    row, membership = held(enquiry, actor)
    row.require_open()
    return done(
        row,
        What.PASSED_ON,
        Verb.ENQUIRY_PASSED_ON,
        actor=actor,
        membership=membership,
        words=words,
        to_whom=required_words(to_whom, "Say to whom it was passed on."),
        changes={"passed_on_at": row.passed_on_at or timezone.now()},
    )


@action
def signpost(*, enquiry: Enquiry, to_whom: str, words: str = "", actor: Person) -> EnquiryEntry:
    """Somebody was told who deals with it, such as the county's highways team.

    Raises:
        Stale: it is closed.
        RuleBroken: it does not say to whom.
    """
    row, membership = held(enquiry, actor)
    row.require_open()
    return done(
        row,
        What.SIGNPOSTED,
        Verb.ENQUIRY_SIGNPOSTED,
        actor=actor,
        membership=membership,
        words=words,
        to_whom=required_words(to_whom, "Say who deals with it."),
    )


@action
def add_note(*, enquiry: Enquiry, words: str, actor: Person) -> EnquiryEntry:
    """Adds a note, also to one that is closed. Nothing is ever edited.

    Raises:
        RuleBroken: it says nothing, or this is a safeguarding concern, which the case keeps.
    """
    row, membership = held(enquiry, actor)
    if row.kind == Enquiry.Kind.SAFEGUARDING:
        raise RuleBroken("Write it in the restricted case. Nothing of the concern is kept here.")
    return done(
        row,
        What.NOTE,
        Verb.ENQUIRY_NOTED,
        actor=actor,
        membership=membership,
        words=required_words(words, "Write the note."),
    )


@action
def reassign(
    *,
    enquiry: Enquiry,
    actor: Person,
    office: Office | None = None,
    owner: Membership | None = None,
    words: str = "",
) -> EnquiryEntry:
    """Gives an enquiry to another office or person, who is told.

    Args:
        office, owner: exactly one of the two.

    Raises:
        Stale: it is closed, or theirs already.
        RuleBroken: neither or both are named, or this is a safeguarding concern, which has its
            own office.
    """
    require_same_council(enquiry, office, owner)
    row, membership = held(enquiry, actor)
    row.require_open()
    if (office is None) == (owner is None):
        raise RuleBroken("Choose an office or a person, not both.")
    if row.kind == Enquiry.Kind.SAFEGUARDING and owner:
        raise RuleBroken("A safeguarding concern stays with an office.")
    if (row.office_id, row.owner_id) == (office and office.pk, owner and owner.pk):
        raise Stale(f"{row.reference} belongs to {row.owned} already.")
    changes = {"office": office, "owner": owner}
    entry = done(
        row,
        What.REASSIGNED,
        Verb.ENQUIRY_REASSIGNED,
        actor=actor,
        membership=membership,
        words=words,
        to_whom=str(office) if office else str(owner and owner.goes_by),
        changes=changes,
    )
    tell_owner(row, actor)
    return entry


@action
def take(*, enquiry: Enquiry, words: str = "", actor: Person) -> EnquiryEntry:
    """Somebody who may handle it makes it their own.

    Raises:
        Stale: it is closed, or theirs already.
        RuleBroken: it is a safeguarding concern, which stays with its office.
    """
    membership = actor.require_membership_at(enquiry.council)
    return reassign(enquiry=enquiry, owner=membership, words=words, actor=actor)


@action
def change_kind(
    *, enquiry: Enquiry, kind: str, topic: Topic | None, words: str = "", actor: Person
) -> EnquiryEntry:
    """It was something else, or of another topic: its due day follows.

    Its owner stays; `reassign` gives it to another. Notice that was served stays notice.

    Raises:
        Stale: it is closed.
        RuleBroken: it is, or would be, a safeguarding concern, or notice and nothing else.
    """
    require_same_council(enquiry, topic)
    row, membership = held(enquiry, actor)
    row.require_open()
    if Enquiry.Kind.SAFEGUARDING in (kind, row.kind):
        raise RuleBroken("For a safeguarding concern open a restricted case: it is kept there.")
    if kind != row.kind and (row.is_notice or is_notice(row.council, kind)):
        raise RuleBroken(
            "Notice served stays notice, and nothing else becomes it. Close this and raise "
            "another enquiry.",
            source=row.council.rulebook.source_if_set("notice_served"),
        )
    item, asked = row.item, row.clock_from
    first = item is not None and asked in (item.posted_at, item.seen_at)
    clock = clock_of(
        row.council,
        kind=kind,
        posted_at=item.posted_at if item and first else asked,
        seen_at=item.seen_at if item and first else asked,
        topic=topic,
        notice=row.is_notice,
        elsewhere=item is not None and item.account_id is None,
    )
    told = row.acknowledged_at and clock.acknowledge_by
    changes = {
        **{"kind": kind, "topic": topic, "clock_from": clock.runs_from},
        **{"clock_in_words": clock.how, "due_by": FAR_OFF if told else clock.due_by},
        "due_at": clock.due_at,
        "acknowledge_by": clock.acknowledge_by,
    }
    said = f"{row.get_kind_display()} until then. {words}".strip()
    return done(
        row,
        What.KIND,
        Verb.ENQUIRY_KIND_CHANGED,
        actor=actor,
        membership=membership,
        words=said,
        changes=changes,
    )
