"""A reply is logged in one step, or goes to whoever approves replies."""

from datetime import datetime

from accounts.councils.rulebook import Kind
from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import AlreadyDone, RuleBroken, required_words
from moderation.drafts.actions import create_draft
from moderation.drafts.models import Draft
from moderation.enquiries.actions.common import done, held, require_past
from moderation.enquiries.answers import why_approval
from moderation.enquiries.models import Enquiry, EnquiryEntry
from moderation.log.actions import log_action
from moderation.log.models import ModerationAction

What = EnquiryEntry.What


@action
def reply(
    *,
    enquiry: Enquiry,
    words: str,
    replied_at: datetime,
    fit_for_public: bool,
    actor: Person,
    private: bool = False,
) -> EnquiryEntry:
    """Logs a reply that somebody made on their own authority, or in standard words (FTC-6.4-c).

    Args:
        words: as posted.
        fit_for_public: it is not controversial and gives away no personal data (FTC-6.4-e).
        private: it asks somebody to get in touch in private, and says nothing else (FTC-B-6).

    Raises:
        Stale: the enquiry is closed.
        RuleBroken: somebody else must approve the reply, it is not fit for the public, or it is
            a safeguarding concern.
    """
    row, membership = held(enquiry, actor)
    row.require_open()
    _require_answerable(row)
    require_past(replied_at, "it was posted")
    words = required_words(words, "Enter the words of the reply.")
    if error := why_approval(row.council, words, actor):
        raise RuleBroken(f"Send this reply for approval. {error.sentence}", source=error.source)
    if not (fit_for_public or private):
        raise RuleBroken(
            "A reply that is controversial or gives away personal data does not go out in public. "
            "Move this to private instead."
        )
    logged = None
    if row.item:
        logged = log_action(
            council=row.council,
            actor=actor,
            kind=ModerationAction.Kind.REPLIED,
            item=row.item,
            again=True,
            note=words,
            done=True,
            happened_at=replied_at,
        )
    return done(
        row,
        What.PRIVATE if private else What.REPLIED,
        Verb.ENQUIRY_MOVED if private else Verb.ENQUIRY_REPLIED,
        actor=actor,
        membership=membership,
        words=words,
        happened_at=replied_at,
        changes={
            "replied_at": replied_at,
            "acknowledged_at": row.acknowledged_at or replied_at,
        },
        action=logged,
    )


@action
def draft_reply(*, enquiry: Enquiry, words: str, actor: Person) -> Draft:
    """Starts a reply that somebody else approves: a draft with its words, account and address.

    Raises:
        AlreadyDone: a draft of a reply is on its way; with that draft.
        Stale: the enquiry is closed.
        RuleBroken: it is a safeguarding concern.
    """
    row, membership = held(enquiry, actor)
    row.require_open()
    _require_answerable(row)
    if under_way := _under_way(row):
        raise AlreadyDone(f"{under_way.reference} is on its way as the reply.", under_way)
    item = row.item
    draft = create_draft(
        council=row.council,
        title=f"Reply: {row.subject}",
        working_copy={
            "title": [f"Reply: {row.subject}"[:120]],
            "kind": [Kind.REPLY.value],
            "text": [required_words(words, "Enter the words of the reply.")],
            "accounts": [str(item.account_id)] if item and item.account_id else [],
            "answers_url": [item.url] if item else [],
        },
        actor=actor,
    )
    done(
        row,
        What.DRAFTED,
        Verb.ENQUIRY_REPLY_DRAFTED,
        actor=actor,
        membership=membership,
        to_whom=draft.reference,
        draft=draft,
    )
    return draft


def _under_way(enquiry: Enquiry) -> Draft | None:
    """The draft of a reply that is neither out nor given up."""
    drafts = enquiry.entries.filter(draft__isnull=False).values("draft")
    open_still = [*Draft.OPEN, Draft.Status.WAITING, Draft.Status.APPROVED]
    return enquiry.council.drafts.filter(pk__in=drafts, status__in=open_still).first()


def _require_answerable(enquiry: Enquiry) -> None:
    if enquiry.kind == Enquiry.Kind.SAFEGUARDING:
        raise RuleBroken("A safeguarding concern is not answered here. Its restricted case says.")
