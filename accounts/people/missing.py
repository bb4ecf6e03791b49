"""What people still lack before they may have access or a seat: told by the features that know.

A feature's `missing.py` registers a function for a rule that wants something first. It answers for
many members at once, so that a list asks once:

    @tells_missing("training_first")
    def training(council: Council, members: Collection[int], day: date) -> Lacking: ...
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.councils.models import Council


@dataclass(frozen=True)
class Missing:
    """One thing that somebody lacks.

    Args:
        what: in words that end a sentence: "training: Responsible use of social media".
        source: the clause or decision that wants it.
        url: where it is put right; may be empty.
    """

    what: str
    source: str = ""
    url: str = ""


#: By the id of the membership: what it lacks, in words, each with where that is put right.
Lacking = Mapping[int, list[tuple[str, str]]]
Teller = Callable[[Council, Collection[int], date], Lacking]

TELLERS: list[tuple[str, Teller]] = []


def tells_missing(rule: str) -> Callable[[Teller], Teller]:
    """Registers a function that says what members lack; asked where the council has this rule.

    Args:
        rule: the name of a rule whose value is yes or no, such as `training_first`.
    """

    def register(function: Teller) -> Teller:
        TELLERS.append((rule, function))
        return function

    return register


def missing_of(council: Council, members: Collection[int], day: date) -> dict[int, list[Missing]]:
    """What each of these members lacks on a day (London), by the rules that the council has.

    Args:
        members: ids of memberships of this council.
    """
    book = council.rulebook
    found: dict[int, list[Missing]] = defaultdict(list)
    for rule, tell in TELLERS:
        if not members or not getattr(book.rules, rule).value:
            continue
        source = book.source_of(rule)
        for member, lacks in tell(council, members, day).items():
            found[member] += [Missing(what, source, url) for what, url in lacks]
    return dict(found)
