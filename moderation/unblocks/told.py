"""What everybody is told before they ask: for what reasons, who decides, and how long it takes."""

from dataclasses import dataclass

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.councils.wording import either, holders
from accounts.hours.working_days import counted_in_words


@dataclass(frozen=True)
class Told:
    """Of one council, by its rules in force.

    Args:
        reasons: for which it takes words down or blocks somebody; empty where it lists none.
        reasons_source: where that list comes from, in words; empty where there is none.
        who: "the Head of Service", for the middle of a sentence.
        who_source: where that comes from; empty while no rule says, and the proper officer does.
        alone: the policy has each request decided on its own, and by none before it.
        alone_source: where that comes from.
        days: working days within which it answers; None while it promises none.
        counted: how those days are counted.
    """

    reasons: list[str]
    reasons_source: str
    who: str
    who_source: str
    alone: bool
    alone_source: str
    days: int | None
    counted: str


def told_by(council: Council) -> Told:
    """What a council's rules in force say of requests to be unblocked; no query of its own."""
    book = council.rulebook
    rules = book.rules
    return Told(
        reasons=[reason.label for reason in rules.removal_reasons.value or ()],
        reasons_source=book.source_if_set("removal_reasons"),
        who=who_decides(book),
        who_source=book.source_if_set("decide_unblocks"),
        alone=bool(rules.unblock_alone.value),
        alone_source=book.source_if_set("unblock_alone"),
        days=rules.unblock_days.value,
        counted=counted_in_words(book),
    )


def who_decides(book: Rulebook) -> str:
    """Whoever hears requests, for the middle of a sentence; the proper officer while unset."""
    value = book.rules.decide_unblocks.value
    titles = holders(book, value) if value else [book.title(book.proper_officer)]
    return either([title if title.startswith("the ") else f"the {title}" for title in titles])
