"""On what grounds words are taken from the public's sight: judged before anything is recorded.

In every council, whatever its policy says: a council is a public authority, and removing what
somebody said answers to Article 10 (Human Rights Act 1998, section 6).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from accounts.councils.models import Council
from accounts.councils.rulebook import Reason
from councilsm.refusals import RuleBroken
from moderation.log.models import ModerationAction
from moderation.log.reasons import (
    PROHIBITED,
    freedom_source,
    reason_of,
    removal_reasons,
    source_of_reason,
)

INSTEAD = "You can reply to it, or log that no action was taken."

#: Letters that look alike, as telephones and people write them.
ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})

#: The longest answer to each question, in characters.
LONGEST = {
    "reason_words": 300,
    "marked": 10_000,
    "fact": 2_000,
    "fact_source": 300,
    "target": 120,
    "necessity": 2_000,
}


@dataclass(frozen=True)
class Grounds:
    """What an officer answered about an action.

    Args:
        reason: code of one of the rulebook's reasons.
        marked: the words that break it, each passage on a line.
        even_if_praise: would these words be removed if the comment praised the council?
        fact: what is true, where something untrue is removed; fact_source: where that can be read.
        target: whom a personal attack attacks.
        about_person: it is about them, not about how they do the job.
        necessity: why it was necessary.
        reason_words: the reason in the officer's words, while the rulebook lists none.
    """

    reason: str = ""
    marked: str = ""
    even_if_praise: bool | None = None
    fact: str = ""
    fact_source: str = ""
    target: str = ""
    about_person: bool | None = None
    necessity: str = ""
    reason_words: str = ""

    def tidy(self) -> "Grounds":
        """The same without blanks around the words.

        Raises:
            RuleBroken: an answer is too long.
        """
        words = {name: str(getattr(self, name)).strip() for name in LONGEST}
        for name, value in words.items():
            if len(value) > LONGEST[name]:
                raise RuleBroken(
                    f"“{value[:30]}…” is too long. Use {LONGEST[name]:,} characters or fewer."
                )
        return replace(self, reason=self.reason.strip(), **cast("Any", words))


#: Of what asks for none.
NO_GROUNDS = Grounds()


def judged(grounds: Grounds, *, council: Council, kind: str, words: str) -> dict[str, Any]:
    """The grounds of an action as its columns.

    Args:
        kind: of the action. A removal answers to every question; any other action may give the
            same, and only a reason that is not listed is refused.
        words: of the item; empty where it has none, as a picture. Marked is then described.

    Raises:
        RuleBroken: a removal for no listed reason (FTC-A-19), with nothing marked, or of what
            would stay if it praised the council (FTC-A-20, FTC-B-4, Human Rights Act 1998 s.6);
            or its reason asks for more (DTC-3.1-e, DTC-3.1-f, DTC-3.1-g).
    """
    grounds = grounds.tidy()
    reason = _reason(grounds, council)
    for blank in blanks(grounds, council=council, kind=kind):
        raise blank
    if kind in ModerationAction.REMOVALS:
        require_occurs(grounds.marked, words)
        _require_opinions_kept(reason, grounds, council)
    given = bool(reason or grounds.reason_words)
    return {
        "reason": reason.code if reason else "",
        "reason_label": reason.label if reason else grounds.reason_words,
        "source": source_of_reason(council, reason)[:250] if given else "",
        "marked": grounds.marked,
        "even_if_praise": grounds.even_if_praise,
        "fact": grounds.fact,
        "fact_source": grounds.fact_source,
        "target": grounds.target,
        "about_person": grounds.about_person,
        "necessity": grounds.necessity,
    }


def prohibited_grounds(prohibited: str) -> dict[str, Any]:
    """The columns of an action on what nobody may keep: nothing is asked, no words are kept.

    Args:
        prohibited: "child" or "terrorist".
    """
    code, label, source = PROHIBITED[prohibited]
    return {"reason": code, "reason_label": label, "source": source}


def occurs(passage: str, words: str) -> bool:
    """Whether a passage stands in some words, however blanks, capitals and quotes were typed.

    Whole words: a part of one is no passage.
    """
    plain = _plain(passage)
    if not says_something(plain, but="P"):
        return False
    before = r"(?<!\w)" if plain[0].isalnum() else ""
    after = r"(?!\w)" if plain[-1].isalnum() else ""
    return re.search(f"{before}{re.escape(plain)}{after}", _plain(words)) is not None


def says_something(text: str, *, but: str = "") -> bool:
    """Whether a text holds a letter, a number, an emoji or a punctuation mark.

    Args:
        but: categories of Unicode that count for nothing, by their first letter.
    """
    return any(unicodedata.category(one)[0] in set("LNSP") - set(but) for one in text)


def _plain(text: str) -> str:
    # Quotes first: NFKC takes some of them apart.
    return " ".join(unicodedata.normalize("NFKC", text.translate(ALIKE)).casefold().split())


def _reason(grounds: Grounds, council: Council) -> Reason | None:
    """The listed reason; None where none is given or the rulebook lists none."""
    if not removal_reasons(council):
        return None
    reason = reason_of(council, grounds.reason)
    if reason is None and grounds.reason:
        raise _choose_a_reason(council)
    return reason


def _choose_a_reason(council: Council) -> RuleBroken:
    return RuleBroken(
        f"Choose one of your council’s reasons. If none fits, it stays up. {INSTEAD}",
        source=council.rulebook.source_of("removal_reasons"),
        field="reason",
    )


def blanks(grounds: Grounds, *, council: Council, kind: str) -> Iterator[RuleBroken]:
    """What a removal must answer and nobody answered: a refusal for each, in their order."""
    if kind not in ModerationAction.REMOVALS:
        return
    freedom = freedom_source(council)
    if not removal_reasons(council) and not grounds.reason_words:
        yield RuleBroken(
            "Your council has listed no reasons for removing yet. Say in your own words why.",
            field="reason_words",
        )
    if removal_reasons(council) and not grounds.reason:
        yield _choose_a_reason(council)
    if not says_something(grounds.marked, but="P"):
        yield RuleBroken(
            "Mark the words that break the reason, or say which part of the picture does. If "
            f"nothing breaks it, it stays up. {INSTEAD}",
            source=freedom,
            field="marked",
        )
    if grounds.even_if_praise is None:
        yield RuleBroken(
            "Answer whether these words would be removed if the comment praised the council. "
            f"Without that it stays up. {INSTEAD}",
            source=freedom,
            field="even_if_praise",
        )
    if reason := reason_of(council, grounds.reason):
        yield from _blanks_of(reason, grounds, council)


def _blanks_of(reason: Reason, grounds: Grounds, council: Council) -> Iterator[RuleBroken]:
    """What the reason asks besides, as far as nobody answered it."""
    source = source_of_reason(council, reason)
    asked: list[tuple[str, str]] = []
    if reason.asks == "fact":
        asked += [
            ("fact", "Say which fact it contradicts. An opinion contradicts none."),
            ("fact_source", "Say where the fact can be read."),
        ]
    if reason.asks == "target":
        asked += [
            ("target", "Say whom it attacks."),
            (
                "about_person",
                "Answer whether it is about them as a person, and not about how they do the job.",
            ),
        ]
    if reason.needs_words:
        asked.append(("necessity", "Say why it was necessary. This reason asks for words."))
    for field, sentence in asked:
        if getattr(grounds, field) in {"", None}:
            yield RuleBroken(sentence, source=source, field=field)


def require_occurs(marked: str, words: str) -> None:
    """Each passage that is marked stands in the words, where there are any.

    Raises:
        RuleBroken: one does not.
    """
    passages = [line for line in marked.splitlines() if line.strip()]
    if says_something(words) and (absent := [one for one in passages if not occurs(one, words)]):
        raise RuleBroken(
            f"“{absent[0].strip()[:60]}” does not stand in the words that were posted. Copy the "
            "passage from them, whole words.",
            field="marked",
        )


def _require_opinions_kept(reason: Reason | None, grounds: Grounds, council: Council) -> None:
    """Criticism of the council, or of how somebody does their job, stays up."""
    if not grounds.even_if_praise:
        raise RuleBroken(
            f"Words that would stay if they praised the council stay up. {INSTEAD}",
            source=freedom_source(council),
            field="even_if_praise",
        )
    if reason and reason.asks == "target" and not grounds.about_person:
        raise RuleBroken(
            f"Criticism of how somebody does their job stays up. {INSTEAD}",
            source=freedom_source(council),
            field="about_person",
        )
