"""How an enquiry may be answered: by whom at once, in which words, and whether it was."""

from dataclasses import replace
from datetime import datetime

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import LONDON
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content
from moderation.checks.findings import Report, run_checks
from moderation.checks.pre_election import WHY_THEN, on_day
from moderation.drafts.authority import authority_for
from moderation.enquiries.models import Enquiry, EnquiryEntry
from moderation.posts.models import Post

#: Asked for where a reply would be controversial or give away personal data (FTC-6.4-e, FTC-B-6).
IN_PRIVATE = "So that we can help you with this, get in touch with us directly."


#: Said to those whom staff work for, and to their families, who write to somebody's own account.
NOT_FROM_MINE = "Thank you for writing. I cannot talk about council matters from my own account."


def declining_words(council: Council) -> str:
    """Words that decline private contact and say where to write instead (LLTC-10.1-a)."""
    return f"{NOT_FROM_MINE} Write to {council.email} and we will help."


def private_words(council: Council) -> str:
    """Words that ask somebody to get in touch by telephone, e-mail or in person."""
    contacts = council.contacts.strip()
    lines = [IN_PRIVATE, f"E-mail: {council.email}"]
    if contacts:
        lines.append(f"By telephone or in person: {', '.join(contacts.splitlines())}")
    return "\n".join(lines)


def why_approval(council: Council, words: str, actor: Person) -> RuleBroken | None:
    """Why somebody else must approve a reply before it goes out; None where nobody need.

    Whoever may authorise replies of their own answers in one step (FTC-6.4-c). Words that are a
    standard reply, looked at in time, need no further approval where the rulebook says so.
    """
    try:
        authority_for(council=council, kind=Kind.REPLY, author_id=actor.pk, actor=actor)
    except RuleBroken as error:
        return None if _needs_none(council, words) else error
    return None


def findings_of(enquiry: Enquiry, words: str, replied_at: datetime) -> Report:
    """What the policy checks say of the words of a reply; of words alone, as a reply has no more.

    Where it stands on no account of the council's, its platform's own limits count.

    Args:
        replied_at: when it went out: that day alone (London) may lie in a pre-election period.
    """
    item, platform = enquiry.shown, OfficialAccount.Platform
    account = item.account if item else None
    account = account or OfficialAccount(
        pk=0,
        council=enquiry.council,
        name="The reply",
        platform=item.platform if item else platform.OTHER,
        status=OfficialAccount.Status.LIVE,
    )
    title = f"Reply: {enquiry.subject}"
    content = Content(kind=Kind.REPLY.value, title=title, texts={account: words})
    day = replied_at.astimezone(LONDON).date()
    report = run_checks(on_day(content, day), enquiry.council)
    found = tuple(f for f in report.findings if f.field == "text" or f.answer == WHY_THEN)
    return replace(report, findings=found)


def _needs_none(council: Council, words: str) -> bool:
    if not council.rulebook.rules.standard_replies.value:
        return False
    said = words.split()
    standard = council.standard_replies.in_use().select_related("topic")
    return any(reply.words.split() == said for reply in standard if not reply.is_stale)


def posted_replies(enquiry: Enquiry) -> dict[int, Post]:
    """What went out of the replies that were sent for approval, by the draft's id; one query."""
    drafts = EnquiryEntry.objects.filter(enquiry=enquiry, draft__isnull=False).values("draft")
    posts = Post.objects.filter(council=enquiry.council, target__revision__draft__in=drafts)
    found = posts.select_related("target__revision").order_by("-posted_at", "-pk")
    return {post.target.revision.draft_id: post for post in found if post.target}


def was_answered(enquiry: Enquiry, posts: dict[int, Post] | None = None) -> bool:
    """Whether a reply stands on the record since it was last asked.

    Args:
        posts: what went out of approved replies, where the caller has it already.
    """
    if enquiry.replied_at:
        return True
    found = posted_replies(enquiry) if posts is None else posts
    return any(post.posted_at >= enquiry.clock_from for post in found.values())
