"""A data protection complaint, or a request for one's data, goes its own way with its own clock."""

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from moderation.enquiries.actions import raise_enquiry
from moderation.enquiries.models import Enquiry
from moderation.unblocks.actions.asking import locked
from moderation.unblocks.models import UnblockRequest
from moderation.unblocks.readers import PREPARING, require_preparer

Kind = Enquiry.Kind
#: By the kind of enquiry: where the request keeps it, and what it is called.
SPLIT: dict[str, tuple[str, str]] = {
    Kind.DATA: ("complaint", "Data protection complaint"),
    Kind.ACCESS: ("access", "Request for their own data"),
}


@action
def split_complaint(
    *, request: UnblockRequest, words: str, actor: Person, kind: str = Kind.DATA
) -> Enquiry:
    """Raises a complaint, or a request for their own data, as an enquiry with a clock of its own.

    The clock runs from when the request came: a complaint is acknowledged within 30 days (Data
    Protection Act 2018, section 164A), data are given within a month (UK GDPR, article 12). The
    request is decided all the same. How they want the answer is read there (`split_from.html`).

    Args:
        words: what they complain of or ask for, as they wrote it.
        kind: `Kind.DATA` or `Kind.ACCESS`.

    Raises:
        AlreadyDone: it was split off before; with that enquiry.
        RuleBroken: the actor may not, nothing is said, or it is of another kind.
    """
    row = locked(request)
    require_preparer(row, actor)
    if kind not in SPLIT:
        raise RuleBroken("Choose what it is.")
    column, subject = SPLIT[kind]
    before: Enquiry | None = getattr(row, column)
    if before is not None:
        raise AlreadyDone(f"{before.reference} has it already.", before)
    enquiry = raise_enquiry(
        council=row.council,
        kind=kind,
        subject=f"{subject} in {row.reference}",
        words=required_words(words, "Enter what they wrote about it."),
        seen_at=row.sent_at,
        actor=actor,
    )
    setattr(row, column, enquiry)
    row.save(update_fields=[column])
    record(
        Verb.UNBLOCK_COMPLAINT_RAISED,
        row,
        actor=actor,
        office_id=actor.office_for(row.council, *PREPARING),
        new={"enquiry": enquiry.reference, "note": f"{subject}: {enquiry.reference}"},
    )
    return enquiry
