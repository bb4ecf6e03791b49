"""What became of approved drafts: lists for whoever posts them, and no state of a draft."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.councils.models import Council
from councilsm.paging import COUNTED, capped
from moderation.drafts.models import Target
from moderation.drafts.models.draft import DraftQuerySet
from moderation.drafts.models.outcome import LABELS
from moderation.drafts.queue import missed, scheduled, to_post

State = Target.State

#: The lists and how they are called, in the order in which they are shown.
OUTCOMES = {
    "to_post": "To post and record",
    "scheduled": LABELS["scheduled"],
    "missed": LABELS["missed"],
    "posted": LABELS["posted"],
}


@dataclass(frozen=True)
class Outcome:
    """One of the lists, with how many drafts are in it, counted to a hundred."""

    value: str
    label: str
    count: str


def with_outcome(council: Council, outcome: str) -> DraftQuerySet:
    """A council's drafts in one of the lists of `OUTCOMES`.

    Posted is what is out and no longer waits for anything on any of its accounts; scheduled what
    the platforms will put out by themselves, with nothing left to post by hand.
    """
    if outcome == "to_post":
        return to_post(council)
    if outcome == "missed":
        return missed(council)
    if outcome == "scheduled":
        return scheduled(council)
    out = council.targets.filter(state=State.POSTED).values("revision__draft")
    left = council.targets.filter(state__in=[State.TO_POST, State.SCHEDULED])
    found: DraftQuerySet = council.drafts.filter(
        Q(pk__in=out) & ~Q(pk__in=left.values("revision__draft"))
    )
    return found


def outcomes(council: Council) -> list[Outcome]:
    """Each list with its number; four queries."""
    return [
        Outcome(value, label, capped(len(with_outcome(council, value).values_list("pk")[:COUNTED])))
        for value, label in OUTCOMES.items()
    ]
