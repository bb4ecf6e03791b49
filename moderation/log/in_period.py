"""What is asked of a reply that goes out in a pre-election period, as it is logged (LTC-4.2.2-h).

What may go out then all the same does so with a reason; for anything else whoever approves replies
answers. A reply that an enquiry has logged was asked there, where its words stand.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY
from accounts.councils.rulebook import Kind as PostKind
from accounts.dates import LONDON
from accounts.people.authorisers import authorisers
from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from moderation.checks.content import IN_PERIOD, Particulars
from moderation.checks.pre_election import LAW, exempt_as, promoted_in
from moderation.checks.reading import as_read
from moderation.checks.sources import source
from moderation.log.models import ModerationAction
from policies.elections.questions import handles, period_on

KINDS = dict(IN_PERIOD)
#: Characters of a reason.
LONGEST = 300
#: How the line of an entry begins that says why.
SAID = "Why the reply may go out in a pre-election period: "
WHY = "Say why it may go out: this reply does so in a pre-election period."
INSTEAD = (
    "Send it as a draft; if it is out already, record it as a post made outside councilsm, which "
    "somebody then accepts or orders down."
)


def goes_out_in_period(council: Council, kind: str, moment: datetime | None) -> bool:
    """Whether an entry is a reply that went out in a period.

    One query of a reply, none of anything else.

    Args:
        moment: when it was done; None for just now.
    """
    if kind != ModerationAction.Kind.REPLIED:
        return False
    day = (moment or timezone.now()).astimezone(LONDON).date()
    return period_on(council, day) is not None


def blanks_in_period(council: Council, reason: str) -> Iterator[RuleBroken]:
    """A refusal where nobody says why a reply may go out in a period."""
    if not reason.strip():
        yield RuleBroken(WHY, source=_clause(council), field="in_period_reason")


def judged_in_period(
    *,
    council: Council,
    actor: Person,
    kind: str,
    moment: datetime | None,
    words: str,
    is_one_of: str,
    reason: str,
) -> str:
    """Why a reply may go out, in words for its entry; empty where nothing is asked.

    Args:
        words: what is noted of it.
        is_one_of: a code of `IN_PERIOD`; empty where it is none of them.
        reason: at most `LONGEST` characters.

    Raises:
        RuleBroken: no reason is given, or one that is too long; it is none of what may go out then
            and the actor does not approve replies; or it leads to a profile that the council does
            not promote then (HLTC-resp-12, LTC-4.2.2-g).
    """
    if not goes_out_in_period(council, kind, moment):
        return ""
    for blank in blanks_in_period(council, reason):
        raise blank
    book, reason = council.rulebook, reason.strip()
    if len(reason) > LONGEST:
        raise RuleBroken(
            f"The reason is longer than {LONGEST} characters. Shorten it.", field="in_period_reason"
        )
    if book.rules.no_promotion.value and promoted_in(
        [as_read(words), as_read(reason)], handles(council)
    ):
        raise RuleBroken(
            "This leads to a councillor’s or candidate’s own profile, which the council does not "
            f"promote before an election. {INSTEAD}",
            source=book.source_of("no_promotion"),
        )
    if is_one_of in KINDS:
        said = exempt_as(PostKind.REPLY, Particulars(in_period=is_one_of, in_period_reason=reason))
    else:
        _require_approves(council, actor)
        said = f"“{reason}”"
    return f"{SAID}{said}"


def still_to_say(row: ModerationAction) -> bool:
    """Whether an entry is a reply that, done now, goes out in a period and does not say why."""
    return SAID not in row.note and goes_out_in_period(row.council, row.kind, None)


def confirmed_in_period(
    row: ModerationAction, *, actor: Person, is_one_of: str, reason: str
) -> str:
    """Why a reply that was still to be done may go out now, in words; empty where nothing is asked.

    Args:
        reason: what whoever confirms it notes.

    Raises:
        RuleBroken: as `judged_in_period`, of what the entry notes as well.
    """
    if not still_to_say(row):
        return ""
    if not reason:
        raise RuleBroken(WHY, source=_clause(row.council), field="note")
    said = judged_in_period(
        council=row.council,
        actor=actor,
        kind=row.kind,
        moment=None,
        words=row.note,
        is_one_of=is_one_of,
        reason=reason,
    )
    return said.removeprefix(SAID)


def _require_approves(council: Council, actor: Person) -> None:
    """Whoever lets replies out alone may say why one goes out that is none of the exempt kinds."""
    book, kind = council.rulebook, PostKind.REPLY
    named = getattr(book.rules, AUTHORITY[kind]).value
    needs_another = kind in (book.rules.second_person.value or ())
    may = named is not None and not needs_another
    if not may or not authorisers(council, named, book).filter(pk=actor.pk).exists():
        raise RuleBroken(
            "Somebody who approves replies must say why one may go out in a pre-election period, "
            f"unless it is one of these. {INSTEAD}",
            source=_clause(council),
            field="in_period",
        )


def _clause(council: Council) -> str:
    return source(council, "LTC-4.2.2-h", law=LAW)
