"""What the app does about a clause: the rules of a rulebook that cite it."""

from dataclasses import dataclass
from typing import Any

from accounts.councils.rulebook import Rulebook
from accounts.councils.silence import scope_in_words
from accounts.councils.terms import Reason, Rule
from accounts.councils.titles import TITLES
from accounts.councils.wording import value_in_words

SCOPE = "Whom the policy speaks of"


@dataclass(frozen=True)
class CarriedOut:
    """A rule that a clause sets, or the reasons of its list that the clause gives.

    Args:
        name: of the rule; empty for the scope, which is none.
    """

    name: str
    title: str
    lines: list[str]

    @property
    def slug(self) -> str:
        """The rule's part of an address."""
        return self.name.replace("_", "-")


def carried_out(book: Rulebook, ref: str) -> list[CarriedOut]:
    """The rules of a rulebook that cite a clause, in its order."""
    found = []
    if book.scope and book.scope.clause == ref:
        found.append(CarriedOut("", SCOPE, scope_in_words(book)))
    for name, rule in book.each():
        reasons = [reason.label for reason in _reasons(rule.value) if reason.clause == ref]
        if rule.clause == ref:
            found.append(CarriedOut(name, TITLES[name], value_in_words(book, name)))
        elif reasons:
            found.append(CarriedOut(name, TITLES[name], reasons))
    return found


def reason_codes(book: Rulebook, rule: str, ref: str) -> set[str]:
    """The codes of a rule's reasons that a clause gives."""
    value: Any = getattr(book.rules, rule).value
    return {reason.code for reason in _reasons(value) if reason.clause == ref}


def cited_by(rule: Rule[Any]) -> list[str]:
    """The clauses that a rule cites: its own, and those of the reasons that it lists."""
    own = [rule.clause] if rule.clause else []
    reasons = [reason.clause for reason in _reasons(rule.value) if reason.clause]
    return list(dict.fromkeys([*own, *reasons]))


def _reasons(value: Any) -> list[Reason]:
    values = value if isinstance(value, tuple) else ()
    return [one for one in values if isinstance(one, Reason)]
