"""What a reminder says: a line for each thing, by the day on which it is due. No people's names."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from accounts.clock.planning import Telling
from accounts.councils.models import Council
from councilsm.forms import when_in_words
from councilsm.inbox.due import counted

#: Nobody reads further; Home has them all.
LINES = 40


@dataclass(frozen=True)
class Group:
    """What is due on one day: "Late, due on Friday 20 November 2026", and the things."""

    heading: str
    tellings: list[Telling]


def digest(council: Council, tellings: list[Telling], day: date) -> dict[str, Any]:
    """What `messages/reminder.txt` needs for one person's things, the soonest first."""
    if len(tellings) == 1:
        return lines_of(tellings[0], day)
    shown = tellings[:LINES]
    groups = groupby(shown, key=lambda telling: telling.deadline.due_on)
    return {
        "subject": f"{len(tellings)} things are due at {council.name}",
        "groups": [Group(heading(due_on, day), list(theirs)) for due_on, theirs in groups],
        "as_next": any(telling.as_next for telling in shown),
        "more": counted(len(tellings) - LINES, "more thing", "more things")
        if len(tellings) > LINES
        else "",
    }


def lines_of(telling: Telling, day: date) -> dict[str, Any]:
    """What `messages/reminder.txt` needs for one thing."""
    return {
        "subject": telling.subject,
        "groups": [Group(heading(telling.deadline.due_on, day), [telling])],
        "as_next": telling.as_next,
    }


def heading(due_on: date, day: date) -> str:
    """When it is due, in words."""
    words = when_in_words(due_on)
    if due_on < day:
        return f"Late, due on {words}"
    return f"Due today, {words}" if due_on == day else f"Due on {words}"
