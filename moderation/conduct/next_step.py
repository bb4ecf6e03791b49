"""What comes next with a record of conduct, and by when."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.dates import today
from moderation.conduct.models import Conduct, RemovalRequest


@dataclass(frozen=True)
class Next:
    """One step: what to do, where, and the day on which it is due, if there is one."""

    words: str
    url: str
    due_on: date | None = None

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < today()


def next_step(conduct: Conduct) -> Next | None:
    """What comes next; None for a record that is closed.

    Args:
        conduct: with its `removals`, which are read whole: prefetch them for a list.
    """
    if conduct.closed_at:
        return None
    removals = list(conduct.removals.all())
    for one in removals:
        if not one.outcome:
            return _step(conduct, "Record whether it was removed", "answer", one)
    for one in removals:
        if one.outcome == RemovalRequest.Outcome.REFUSED and not one.referred_on:
            return _step(conduct, "Record to whom the refusal was referred", "refusal", one)
    if conduct.for_monitoring_officer and not conduct.referred_on:
        return _step(conduct, "Refer it to the Monitoring Officer", "referral")
    if conduct.for_monitoring_officer and not conduct.outcome_on:
        return _step(conduct, "Record when the Monitoring Officer decided", "decided")
    if not removals:
        return _step(conduct, "Ask for its removal, or close the record", "detail")
    return _step(conduct, "Close the record", "close")


def _step(conduct: Conduct, words: str, name: str, one: RemovalRequest | None = None) -> Next:
    address = [conduct.council.slug, conduct.number]
    if one is None:
        return Next(words, reverse(f"conduct:{name}", args=address))
    due_on = None if one.outcome else one.due_on
    return Next(words, reverse(f"conduct:{name}", args=[*address, one.pk]), due_on)
