"""The answer to a request in plain English: a template that whoever decides reads and changes.

It never names the profile: an address may be typed wrongly, and a letter left lying about.
"""

from dataclasses import dataclass
from datetime import date

from accounts.dates import LONDON
from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.blocks.models import Block
from moderation.unblocks.models import UnblockDecision, UnblockRequest

Outcome = UnblockDecision.Outcome

#: Characters of a letter.
LONGEST_LETTER = 15_000

WHY, WARNED, REACH, DISAGREE, DATA = (
    "Why we decided this",
    "What we ask of you",
    "How you can still reach us",
    "If you do not agree",
    "Your personal data",
)
#: Lines that stand as headings where a letter is printed.
HEADINGS = (WHY, WARNED, REACH, DISAGREE, DATA)

DECIDED = {
    Outcome.UNBLOCK: "We have decided to unblock the profile.",
    Outcome.UNBLOCK_WARNING: "We have decided to unblock the profile, with a warning.",
    Outcome.KEEP_REVIEW: "We have decided to keep the block for now.",
    Outcome.KEEP: "We have decided to keep the block.",
    # Neutral: it says nothing of whether there was one, nor why, for how long or until when.
    Outcome.OVER: (
        "We have looked at what you sent. Nothing that we control keeps the profile from our "
        "accounts today. If something still does not work, write to us and tell us which of our "
        "accounts it is and what you see: {email}."
    ),
    # Neutral: it says nothing of any handle, blocked or not, now or before.
    Outcome.NOT_OURS: (
        "We have looked at what you sent. Nothing that we control keeps you from our accounts. "
        "Platforms limit what people can do themselves, and only they can tell you why: ask the "
        "help pages of the platform."
    ),
    Outcome.NOT_ENOUGH: (
        "We have looked at what you sent. It does not tell us enough to answer. You can send us a "
        "new request. Tell us the address of the profile, how we can know that it is yours, which "
        "of our accounts it is about, and what you see when you try to use it."
    ),
}
UNDOING = (
    "Somebody here does this by hand on each of our accounts, so it can take a few days. If it "
    "still does not work after a week, write to {email}."
)
PROCEDURE = (
    "You can complain about how we dealt with your request under the council’s complaints "
    "procedure. Write to {email} and ask for it. In England the Local Government and Social Care "
    "Ombudsman does not look into complaints about town and parish councils."
)
#: What goes to the address that they gave, where the answer itself goes to the profile alone.
TOLD_THERE = (
    "Hello\n\nWe have finished looking at your request to unblock a profile. We do not know that "
    "the profile is yours, and anybody can ask in somebody else’s name. So we say nothing about it "
    "here, and answer the profile itself, by a message on the platform. That is so whatever we "
    "decided.\n\nIf the profile is yours and you get no message, send us a new request and tell us "
    "how we can know. You can also write to {email}."
)
PERSONAL_DATA = (
    "You can complain about how we use your personal data. Write to {email} and say so: we "
    "acknowledge that within 30 days and deal with it separately. You can also go to the "
    "Information Commissioner’s Office: https://ico.org.uk/make-a-complaint/"
)
AGAIN = "You can ask us again at any time. We look at each request by itself."


@dataclass(frozen=True)
class Answer:
    """What was decided, as far as the letter tells of it.

    Args:
        review_on: the day (London) by which the council looks at the block again.
    """

    outcome: str
    reasons: str = ""
    warning: str = ""
    review_on: date | None = None


def opening_of(request: UnblockRequest, answer: Answer) -> str:
    """How a letter begins, to be read and changed before it goes: what was asked and decided."""
    said = _decided(request.block, answer, request.council.email)
    return "\n\n".join(["Hello", _asked(request), *said])


def rest_of(request: UnblockRequest, answer: Answer, decider: Membership) -> str:
    """What follows in every letter, and is in nobody's hands: the reasons, and whom to turn to.

    The reasons go into it where there is a block of the council's; where there is none, or nobody
    can tell, it says nothing that could tell of one.
    """
    return "\n\n".join(
        [
            *_why(answer),
            *_can_still(request, answer),
            DISAGREE,
            PROCEDURE.format(email=request.council.email),
            DATA,
            PERSONAL_DATA.format(email=request.council.email),
            _signed(decider),
        ]
    )


def split(words: str) -> tuple[str, str]:
    """A letter as it was sent, in what can be changed where it goes again, and what follows."""
    parts = [part for _, part in paragraphs(words)]
    at = next((at for at, part in enumerate(parts) if part in HEADINGS), len(parts))
    return "\n\n".join(parts[:at]), "\n\n".join(parts[at:])


def joined(opening: str, rest: str) -> str:
    return "\n\n".join(part for part in (opening.strip(), rest) if part)


def paragraphs(words: str) -> list[tuple[bool, str]]:
    """A letter's paragraphs, each with whether it stands as a heading."""
    parts = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n")]
    return [(part in HEADINGS, part) for part in parts if part]


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _asked(request: UnblockRequest) -> str:
    sent = day_in_words(request.sent_at.astimezone(LONDON).date())
    whose = ", for somebody else," if request.helper_name else ""
    return (
        f"On {sent} you asked us{whose} to unblock a profile on "
        f"{request.get_platform_display()}. Your reference is {request.reference}."
    )


def _decided(block: Block | None, answer: Answer, email: str) -> list[str]:
    said = [DECIDED[Outcome(answer.outcome)].format(email=email)]
    if answer.outcome in UnblockDecision.LIFTS:
        said.append(UNDOING.format(email=email))
    if answer.review_on:
        said.append(
            f"We will look at it again by {day_in_words(answer.review_on)}. You need not ask us to."
        )
    if answer.outcome in UnblockDecision.KEEPS and block and block.ends_on:
        said.append(
            f"The block ends on {day_in_words(block.ends_on)}, unless we decide again before then."
        )
    return said


def _why(answer: Answer) -> list[str]:
    said = []
    if answer.outcome in (*UnblockDecision.LIFTS, *UnblockDecision.KEEPS):
        said += [WHY, answer.reasons.strip()]
    if answer.warning:
        said += [WARNED, answer.warning.strip()]
    return said


def _can_still(request: UnblockRequest, answer: Answer) -> list[str]:
    """How they reach the council meanwhile, and that they may ask again."""
    if answer.outcome not in UnblockDecision.KEEPS:
        return []
    council = request.council
    reach = f"The block is on our social media alone. Write to {council.email}"
    if council.contacts.strip():
        lines = ", ".join(line.strip() for line in council.contacts.splitlines() if line.strip())
        reach += f", or use: {lines}"
    return [REACH, f"{reach}.", AGAIN]


def _signed(decider: Membership) -> str:
    key = decider.duties.get(Duty.DECIDE_UNBLOCKS, "")
    title = [decider.title_of(key)] if key else []
    return "\n".join([decider.goes_by, *title, decider.council.name])
