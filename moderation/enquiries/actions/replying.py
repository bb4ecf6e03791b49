"""A reply is logged in one step, or goes to whoever approves replies."""

from datetime import datetime

from accounts.councils.rulebook import Kind
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import AlreadyDone, RuleBroken, require_past, required_words
from moderation.drafts.actions import MustFix, create_draft
from moderation.drafts.actions.answers import require_not_for_a_party, require_reason_in_period
from moderation.drafts.models import Draft
from moderation.enquiries.actions.common import acknowledged, done, held
from moderation.enquiries.answers import findings_of, private_words, why_approval
from moderation.enquiries.models import Enquiry, EnquiryEntry
from moderation.enquiries.owning import may_reply
from moderation.log.actions import log_action
from moderation.log.models import ModerationAction

What = EnquiryEntry.What
#: What is asked of a reply that goes out in a pre-election period.
WHY_REPLY_IN_PERIOD = "This reply goes out in a pre-election period. Say why it may."


@action
def reply(
    *,
    enquiry: Enquiry,
    words: str,
    replied_at: datetime,
    fit_for_public: bool,
    actor: Person,
    for_a_party: bool | None = None,
    in_period: str = "",
) -> EnquiryEntry:
    """Logs a reply that somebody made on their own authority, or in standard words (FTC-6.4-c).

    They are the council's words, so they pass the policy checks as a post's do.

    Args:
        words: as posted.
        fit_for_public: it is not controversial and gives away no personal data (FTC-6.4-e).
        for_a_party: the answer to "Does this appear designed to affect support for a party?";
            None while not answered. Needed where a check asks for it.
        in_period: why it may go out in a pre-election period, where it went out in one; kept as
            a note beside it.

    Raises:
        Stale: the enquiry is closed.
        MustFix: a policy check found a fact that stands in the way.
        RuleBroken: somebody else must approve the reply, it is not fit for the public or for a
            party (LGA 1986 s.2), it went out in a pre-election period and nobody says why it may
            (LTC-4.2.2-h), or it is a safeguarding concern.
    """
    row, membership = held(enquiry, actor, may_reply)
    row.require_open()
    _require_answerable(row)
    require_past(replied_at, "it was posted")
    words = required_words(words, "Enter the words of the reply.")
    if error := why_approval(row.council, words, actor):
        raise RuleBroken(f"Send this reply for approval. {error.sentence}", source=error.source)
    if not fit_for_public:
        raise RuleBroken(
            "A reply that is controversial or gives away personal data does not go out in public. "
            "Move this to private instead."
        )
    report = findings_of(row, words, replied_at)
    if report.must_fix:
        raise MustFix(report)
    require_not_for_a_party(report, for_a_party, instead="Write other words.")
    why_then = require_reason_in_period(report, in_period, sentence=WHY_REPLY_IN_PERIOD)
    found = [finding.check for finding in report.findings]
    entry = _replied(row, What.REPLIED, words, replied_at, actor, membership, found)
    if why_then:
        why = f"Why the reply may go out in a pre-election period: {why_then}"
        done(row, What.NOTE, Verb.ENQUIRY_NOTED, actor=actor, membership=membership, words=why)
    return entry


@action
def move_to_private(*, enquiry: Enquiry, replied_at: datetime, actor: Person) -> EnquiryEntry:
    """Logs that somebody was asked, in our own fixed words, to get in touch in private (FTC-B-6).

    Since they say nothing else, nobody approves them.

    Raises:
        Stale: the enquiry is closed.
        RuleBroken: the time lies in the future, or it is a safeguarding concern.
    """
    row, membership = held(enquiry, actor, may_reply)
    row.require_open()
    _require_answerable(row)
    require_past(replied_at, "it was posted")
    words = private_words(row.council)
    return _replied(row, What.PRIVATE, words, replied_at, actor, membership, [])


def _replied(
    enquiry: Enquiry,
    what: EnquiryEntry.What,
    words: str,
    replied_at: datetime,
    actor: Person,
    membership: Membership,
    findings: list[str],
) -> EnquiryEntry:
    """Writes a reply down here, and on the log where that shows what was posted."""
    logged = None
    if item := enquiry.shown:
        logged = log_action(
            council=enquiry.council,
            actor=actor,
            kind=ModerationAction.Kind.REPLIED,
            item=item,
            again=True,
            note=words,
            done=True,
            happened_at=replied_at,
            part_of=enquiry,
        )
    moved = what == What.PRIVATE
    return done(
        enquiry,
        what,
        Verb.ENQUIRY_MOVED if moved else Verb.ENQUIRY_REPLIED,
        actor=actor,
        membership=membership,
        words=words,
        happened_at=replied_at,
        changes={"replied_at": replied_at, **acknowledged(enquiry, replied_at)},
        findings=findings,
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
    row, membership = held(enquiry, actor, may_reply)
    row.require_open()
    _require_answerable(row)
    if under_way := _under_way(row):
        raise AlreadyDone(f"{under_way.reference} is on its way as the reply.", under_way)
    item = row.shown
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
