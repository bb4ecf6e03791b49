"""An enquiry is closed with what was done, and reopened when the same person asks again."""

import re
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale, require_past, required_words
from councilsm.tenancy import require_same_council
from moderation.enquiries.actions.common import done, held, tell_owner
from moderation.enquiries.answers import was_answered
from moderation.enquiries.clock import clock_of
from moderation.enquiries.models import Enquiry, EnquiryEntry

What = EnquiryEntry.What
Outcome = Enquiry.Outcome
CASE = re.compile(r"RC-\d{4,}")


@action
def close_enquiry(
    *,
    enquiry: Enquiry,
    outcome: str,
    words: str = "",
    actor: Person,
    duplicate_of: Enquiry | None = None,
    case_reference: str = "",
) -> EnquiryEntry:
    """Closes it with the action taken (FTC-A-17), or lets a conversation rest (FTC-6.4-f).

    Args:
        duplicate_of: the first one, where this is the same thing reported again.
        case_reference: of a safeguarding concern, the restricted case that keeps it: RC-0004.

    Raises:
        Stale: it is closed already.
        RuleBroken: it does not say what was done, nobody answered it, or the first one is not one.
    """
    require_same_council(enquiry, duplicate_of)
    row, membership = held(enquiry, actor)
    if row.closed_at:
        raise Stale(f"{row.reference} is closed already.")
    changes: dict[str, Any] = {"closed_at": timezone.now(), "outcome": outcome}
    if row.kind == Enquiry.Kind.SAFEGUARDING:
        case_reference = row.case_reference or case_reference
        if not CASE.fullmatch(case_reference):
            raise RuleBroken("Give the reference of the restricted case, for example RC-0004.")
        changes["case_reference"] = case_reference
    elif outcome == Outcome.DUPLICATE:
        changes["duplicate_of"] = _first(row, duplicate_of)
    elif outcome == Outcome.ANSWERED and not row.is_notice:
        if not was_answered(row):
            raise RuleBroken("Nobody has replied here yet. Reply first, or say what was done.")
    else:
        source = row.council.rulebook.source_if_set("notice_served") if row.is_notice else ""
        if not words.strip():
            raise RuleBroken("Say what was done.", source=source)
    return done(
        row,
        What.CLOSED,
        Verb.ENQUIRY_CLOSED,
        actor=actor,
        membership=membership,
        words=words.strip(),
        changes=changes,
    )


def _first(enquiry: Enquiry, first: Enquiry | None) -> Enquiry:
    """The enquiry with which another counts as one, held until the action ends.

    Raises:
        RuleBroken: there is none, it is the same one, or the other was made later; or notice
            served would rest on what is none, or was closed without being dealt with (FTC-A-17).
    """
    if first is None or first.pk == enquiry.pk:
        raise RuleBroken("Give the reference of the earlier enquiry.")
    first = first.duplicate_of or first
    # Later ones wait for earlier ones alone, so no two wait for each other.
    if (first.clock_from, first.pk) >= (enquiry.clock_from, enquiry.pk):
        raise RuleBroken(
            f"{enquiry.reference} came before {first.reference}. Link the later one to the "
            "earlier, so that the clock runs from the first."
        )
    if enquiry.duplicates.exists():
        raise RuleBroken(f"Others are linked to {enquiry.reference}, so it cannot be linked on.")
    first = enquiry.council.enquiries.select_for_update(no_key=True).get(pk=first.pk)
    dealt_with = first.closed_at is None or first.outcome == Outcome.ACTED
    if enquiry.is_notice and not (first.is_notice and dealt_with):
        raise RuleBroken(
            f"{enquiry.reference} is notice served, and {first.reference} is not notice that is "
            "open or was dealt with. Say what was done.",
            source=enquiry.council.rulebook.source_if_set("notice_served"),
        )
    return first


@action
def reopen_enquiry(
    *, enquiry: Enquiry, words: str, asked_at: datetime, actor: Person
) -> EnquiryEntry:
    """The same person asks again: it is open, and its clock starts anew (FTC-6.4-f).

    Args:
        words: what was asked now.
        asked_at: when it was posted.

    Raises:
        Stale: it is open.
        RuleBroken: it says nothing, the time lies in the future, or it is a safeguarding concern.
    """
    row, membership = held(enquiry, actor)
    if not row.closed_at:
        raise Stale(f"{row.reference} is open.")
    if row.kind == Enquiry.Kind.SAFEGUARDING:
        raise RuleBroken("Write what is new in the restricted case.")
    require_past(asked_at, "it was asked")
    clock = clock_of(
        row.council,
        kind=row.kind,
        posted_at=asked_at,
        seen_at=asked_at,
        topic=row.topic,
        notice=row.is_notice,
    )
    entry = done(
        row,
        What.REOPENED,
        Verb.ENQUIRY_REOPENED,
        actor=actor,
        membership=membership,
        words=required_words(words, "Say what is asked now."),
        happened_at=asked_at,
        changes={
            **{"closed_at": None, "outcome": "", "duplicate_of": None, "acknowledged_at": None},
            **{"passed_on_at": None, "replied_at": None, "clock_from": clock.runs_from},
            **{"clock_in_words": clock.how, "due_by": clock.due_by, "due_at": clock.due_at},
            "acknowledge_by": clock.acknowledge_by,
        },
    )
    tell_owner(row, actor)
    return entry
