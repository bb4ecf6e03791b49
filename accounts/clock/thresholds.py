"""On which days people hear of what is due: some days before, on the day, each week it is late."""

from collections.abc import Sequence

from accounts.councils.rulebook import Reminders

WEEK = 7


def newest_reached(days_left: int, days_before: Sequence[int]) -> int | None:
    """The threshold that was reached last; it stands for those before. None before the first.

    Args:
        days_before: the thresholds ahead of the day.

    Returns:
        Days before the day on which it is due; 0 for the day itself, below 0 weeks late.
    """
    if days_left <= 0:
        return -(-days_left // WEEK * WEEK)
    return min((days for days in days_before if days_left <= days), default=None)


def newest_for_next(days_left: int, rule: Reminders) -> int | None:
    """As `newest_reached` for the next office, which hears first when it is late by some days."""
    if -days_left < rule.escalate_after_days:
        return None
    return min(-rule.escalate_after_days, -(-days_left // WEEK * WEEK))
