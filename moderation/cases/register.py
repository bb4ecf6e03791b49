"""What belongs to a case, as its page and the referrals' spreadsheet show it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import StreamingHttpResponse

from councilsm.forms import when_in_words
from councilsm.spreadsheets import csv_lines, csv_response
from moderation.cases.models import Case
from moderation.evidence.models import Evidence
from moderation.items.models import Item
from moderation.log.models import ModerationAction

COLUMNS = ("Case", "Referred to", "When", "Their reference", "By", "Written down")


@dataclass(frozen=True)
class Posted:
    """Something the public posted, with its evidence and what was done about it."""

    item: Item
    evidence: list[Evidence]
    actions: list[ModerationAction]

    @property
    def over(self) -> set[int]:
        """The ids of entries that a later one took back or corrected."""
        later = {pk for one in self.actions for pk in (one.reverses_id, one.corrects_id)}
        return {pk for pk in later if pk}

    @property
    def spoiled(self) -> list[Evidence]:
        """The captures that are missing or changed."""
        return [one for one in self.evidence if one.spoiled_at]


def posted_of(case: Case) -> list[Posted]:
    """What the public posted of a case; three queries whatever its number."""
    links = case.items.select_related("item__author", "item__account").order_by("pk")
    items = [link.item for link in links]
    captured = Evidence.objects.filter(item__in=items).select_related(
        "captured_by", "confirmation__confirmed_by", "destruction__decided_by"
    )
    evidence = list(captured.order_by("pk"))
    done = ModerationAction.objects.filter(item__in=items).select_related("decided_by")
    actions = list(done.order_by("happened_at", "pk"))
    return [
        Posted(
            item,
            [one for one in evidence if one.item_id == item.pk],
            [one for one in actions if one.item_id == item.pk],
        )
        for item in items
    ]


def time_between(earlier: datetime, later: datetime) -> str:
    """How long something took, in words: "7 minutes", "3 hours 5 minutes"."""
    minutes = int((later - earlier).total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "hour"), (minutes, "minute")]
    said = [f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in parts if number]
    return " ".join(said) or "Less than a minute"


def referrals_as_csv(case: Case) -> StreamingHttpResponse:
    """To whom a case was referred, when, with which reference and by whom (DTC-3.2-b)."""
    rows = (
        (
            case.reference,
            one.to,
            when_in_words(one.made_at),
            one.reference or "None given",
            one.entry.by.name,
            when_in_words(one.entry.written_at),
        )
        for one in case.referrals.select_related("entry__by")
    )
    return csv_response(f"{case.reference}-referrals.csv", csv_lines(COLUMNS, rows))
