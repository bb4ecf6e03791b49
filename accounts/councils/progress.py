"""How far a council's setup is."""

from dataclasses import dataclass

from accounts.councils.models import Council
from accounts.councils.questions import QUESTIONS, Question
from accounts.councils.rulebook import Rulebook
from accounts.councils.statements import Statement, statements


@dataclass(frozen=True)
class Step:
    """One question, and where its answer stands."""

    question: Question
    answered: bool
    label: str
    colour: str
    #: What the rulebook says to it by now.
    said: list[Statement]

    @property
    def place(self) -> int:
        """Which question it is, from 1."""
        return QUESTIONS.index(self.question) + 1

    @property
    def of(self) -> int:
        """How many there are."""
        return len(QUESTIONS)

    @property
    def shows_answer(self) -> bool:
        return any(one.is_set for one in self.said)


def steps(council: Council, book: Rulebook) -> list[Step]:
    """Every question of setup, in order."""
    return [step(council, book, question) for question in QUESTIONS]


def step(council: Council, book: Rulebook, question: Question) -> Step:
    """Where one question stands."""
    whole = not open_rules(book, question)
    if question.key in council.setup_left:
        label, colour = ("Confirm", "blue") if whole else ("Unanswered", "yellow")
    else:
        label, colour = ("Answered", "green") if whole else ("Later", "grey")
    answered = whole and question.key not in council.setup_left
    return Step(question, answered, label, colour, statements(book, question.rules))


def open_rules(book: Rulebook, question: Question) -> tuple[str, ...]:
    """The rules of a question that are not set."""
    return tuple(name for name in question.rules if not getattr(book.rules, name).is_set)


def next_question(council: Council, after: str = "") -> Question | None:
    """The next question without an answer: after one of them, then from the start again."""
    keys = [question.key for question in QUESTIONS]
    start = keys.index(after) + 1 if after in keys else 0
    for question in (*QUESTIONS[start:], *QUESTIONS[:start]):
        if question.key in council.setup_left:
            return question
    return None
