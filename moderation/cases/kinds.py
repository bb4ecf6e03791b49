"""What differs between the kinds of restricted case: outcomes, what each needs, what is kept."""

from dataclasses import dataclass

from accounts.councils.rulebook import Rulebook
from moderation.cases.models import Case, Referral
from moderation.cases.models.case import ENDINGS

_K, _O, _B = Case.Kind, Case.Outcome, Referral.Body


@dataclass(frozen=True)
class About:
    """A kind in words.

    Args:
        hint: of the choice on the page that opens one.
        retention: as what it is kept.
    """

    hint: str
    retention: str


KINDS: dict[Case.Kind, About] = {
    _K.ABUSE: About(
        "Of staff or councillors, by anybody",
        "Restricted case: threats or abuse",
    ),
    _K.SAFEGUARDING: About(
        "A child or an adult may be at risk, or somebody has told of it",
        "Restricted case: safeguarding",
    ),
    _K.CRIME: About(
        "For example fraud, hate crime or stalking",
        "Restricted case: suspected crime",
    ),
    _K.HIJACK: About(
        "Somebody else has got into one of the council’s accounts",
        "Restricted case: hijacked account",
    ),
    _K.BREACH: About(
        "Personal data was shown, sent or lost where it should not be",
        "Restricted case: data breach",
    ),
}


def outcomes_of(kind: str) -> list[Case.Outcome]:
    """How a case of a kind may end."""
    return [_O(outcome) for outcome in ENDINGS[kind]]


#: With which referral alone a case may end so, and what to say without.
NEEDS: dict[Case.Outcome, tuple[frozenset[str], str]] = {
    _O.PASSED_ON: (
        frozenset({_B.BOARD, _B.POLICE, _B.OTHER}),
        "Write down first to whom it was passed, with their reference or that they gave none.",
    ),
    _O.POLICE: (
        frozenset({_B.POLICE}),
        "Write down first that the police were told, with their reference or that they gave none.",
    ),
    _O.TOLD: (
        frozenset({_B.COMMISSIONER}),
        "Write down first when the Information Commissioner was told.",
    ),
}

#: The clause that asks for it, where it is the council's own.
TELLS = "LLTC-6.3-b"


def breach_source(book: Rulebook) -> str:
    """What makes a council tell the Information Commissioner, in words."""
    law = "UK GDPR, Article 33"
    return f"{law}; {TELLS}: {book.clauses[TELLS]}" if TELLS in book.clauses else law
