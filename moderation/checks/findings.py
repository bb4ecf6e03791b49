"""What a policy check finds, and how a check is written.

A check is one function `check(content, council) -> Findings` under `@policy_check("Its name")` in
a module of this folder. It reads plain values, asks the database at most one question, changes
nothing, and yields a `Finding` for each thing found; nothing found means passed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.text import slugify

from accounts.councils.models import Council
from moderation.checks.content import EXEMPT, Content


class Result(StrEnum):
    #: A fact stands in the way: the draft cannot be submitted or approved.
    MUST_FIX = "must_fix"
    #: A pattern was recognised: people judge. It goes forward, with a note if the author likes.
    CHECK_THIS = "check_this"


@dataclass(frozen=True)
class Finding:
    """One thing a check found.

    Args:
        check: the check's name, as people read it; filled in by `policy_check`.
        sentence: what was found, in one plain sentence that says how to mend it.
        words: the offending words, exactly as they stand in the text.
        source: the clause (only where the council's rulebook has it) or the law; may be empty.
        field: the composer's field that mends it, for the "fix" link: `text`, `picture_7_alt`…
        answer: a question the approver must answer before approving: `party`; else empty.
    """

    result: Result
    sentence: str
    words: tuple[str, ...] = ()
    source: str = ""
    field: str = "text"
    answer: str = ""
    check: str = ""

    @property
    def must_fix(self) -> bool:
        return self.result is Result.MUST_FIX

    def as_record(self) -> dict[str, Any]:
        """For the revision: what was found when it was submitted."""
        return {
            "check": self.check,
            "result": self.result.value,
            "sentence": self.sentence,
            "words": list(self.words),
            "source": self.source,
            "field": self.field,
            "answer": self.answer,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Finding":
        """What `as_record` wrote, read again; the author's note beside it is left out."""
        return cls(
            result=Result(record["result"]),
            sentence=record["sentence"],
            words=tuple(record["words"]),
            source=record["source"],
            field=record["field"],
            answer=record["answer"],
            check=record["check"],
        )


def note_field(check: str) -> str:
    """The composer's field for the author's note on a check."""
    return f"note_{slugify(check).replace('-', '_')}"


Check = Callable[[Content, Council], Iterator[Finding]]

#: Every check by its name, in the order in which they are shown.
CHECKS: dict[str, Check] = {}
#: Names of those that judge words, and so leave an exempt kind alone (`content.EXEMPT`).
JUDGE_WORDS: set[str] = set()
#: Names of those whose answer stands once it was submitted: the words do not change any more.
SETTLED: set[str] = set()


def policy_check(
    name: str, *, judges_words: bool = False, settled: bool = False
) -> Callable[[Check], Check]:
    """Registers a policy check under the name that people read.

    Args:
        judges_words: it does not apply to what the law makes the council publish: a statutory
            notice, nominations, a result. Facts apply to everything.
        settled: it reads the words alone, so its answer stands from submission on. One that judges
            words is settled. Facts are not: an account is closed, a permission withdrawn.
    """

    def register(function: Check) -> Check:
        CHECKS[name] = function
        if judges_words:
            JUDGE_WORDS.add(name)
        if judges_words or settled:
            SETTLED.add(name)
        return function

    return register


@dataclass(frozen=True)
class Report:
    """What all checks together say of one content."""

    findings: tuple[Finding, ...]
    #: Names of the checks that found nothing.
    passed: tuple[str, ...]
    #: Names of the checks that were not asked, because the kind is exempt.
    set_aside: tuple[str, ...] = ()
    #: The exempt kind in words; empty when it is none.
    exempt: str = ""

    @property
    def must_fix(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.must_fix]

    @property
    def check_this(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.must_fix]

    def asks(self, answer: str) -> bool:
        """Whether the approver must answer this question before approving."""
        return any(finding.answer == answer for finding in self.findings)


def run_checks(
    content: Content, council: Council, *, known: Sequence[dict[str, Any]] | None = None
) -> Report:
    """Runs every check: what must be fixed first, then what people should look at.

    Args:
        known: what was found when this very content was submitted (`Revision.findings`). Checks
            that are settled are then not run again; facts always are.
    """
    findings: list[Finding] = []
    passed: list[str] = []
    exempt = content.particulars.exempt
    set_aside = [name for name in CHECKS if exempt and name in JUDGE_WORDS]
    for name, check in CHECKS.items():
        if name in set_aside:
            continue
        if known is not None and name in SETTLED:
            found = [Finding.from_record(row) for row in known if row["check"] == name]
        else:
            found = [replace(finding, check=name) for finding in check(content, council)]
        findings += found
        if not found:
            passed.append(name)
    findings.sort(key=lambda finding: not finding.must_fix)  # stable: the order of checks stays
    return Report(
        tuple(findings), tuple(passed), tuple(set_aside), dict(EXEMPT)[exempt] if exempt else ""
    )
