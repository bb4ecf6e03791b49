"""When people are reminded of what is due: as the council chose, or else as councilsm does it."""

from collections.abc import Sequence

from accounts.councils.rulebook import Reminders, Rulebook

#: What councilsm does while a council has not said when people are reminded. No council's choice.
USUAL = Reminders(days_before=(7, 1), escalate_after_days=3)


def reminders_of(book: Rulebook) -> Reminders:
    """When people of a council are reminded."""
    return book.rules.reminders.value or USUAL


def in_words(value: Reminders) -> list[str]:
    """When people are reminded, and when the next office hears of what is late."""
    before, late = both([_days(n) for n in value.days_before]), _days(value.escalate_after_days)
    return [
        f"{before.capitalize()} before, on the day, then each week while it is late",
        f"The next office hears of it when it is {late} late",
    ]


def usual_in_words() -> str:
    """What happens while the rule is not set."""
    before, late = in_words(USUAL)
    return f"Until then, as councilsm does it by itself: {before.lower()}. {late}."


def both(words: Sequence[str]) -> str:
    """Joins as "A, B and C"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
