"""What the record of one item shows: its entries in their order, what is left to do, how quick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.councils.moderating import Step
from accounts.people.models import Membership
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from moderation.evidence.models import Destruction, Evidence
from moderation.items.actions import SKEW
from moderation.items.corrected import earlier_of
from moderation.items.models import Item
from moderation.log.actions.appealing import may_answer
from moderation.log.actions.putting_right import REVERSIBLE
from moderation.log.beside import Beside, beside
from moderation.log.linked import linked_to
from moderation.log.models import Appeal, ModerationAction
from moderation.log.repeats import Suggestion, next_step

Kind = ModerationAction.Kind

#: What a step that the rulebook suggests is logged as, and how it is offered.
STEPS = {
    Step.WARN: (Kind.WARNED, "Warn them"),
    Step.REPORT: (Kind.REPORTED, "Report them to the platform"),
    Step.BLOCK: (Kind.BLOCKED, "Propose a block"),
}


#: Whom nobody may do without once what nobody may keep was seen.
TELL = {
    "prohibited-child": "Tell the police and the Internet Watch Foundation, then log the report.",
    "prohibited-terrorist": "Tell the police, then log the report.",
}


@dataclass(frozen=True)
class Next:
    """The next step in a sentence, and where it is done.

    Args:
        page: empty where the reader does nothing about it.
    """

    words: str
    label: str = ""
    page: str = ""


@dataclass(frozen=True)
class Shown:
    """One entry with what may be done about it.

    Args:
        replaced_by: the reversal or correction that took its place; None while it stands.
    """

    entry: ModerationAction
    replaced_by: ModerationAction | None
    appeal: Appeal | None

    @property
    def stands(self) -> bool:
        """Whether it is what counts."""
        return self.replaced_by is None

    @property
    def to_confirm(self) -> bool:
        """Whether it is still to be done on the platform."""
        return self.stands and self.entry.confirmed_at is None

    @property
    def may_be_reversed(self) -> bool:
        return self.stands and self.entry.kind in REVERSIBLE

    @property
    def may_be_corrected(self) -> bool:
        return self.stands and self.entry.reverses_id is None

    @property
    def may_be_blocked(self) -> bool:
        """Whether a block can be proposed from it in one step (FTC-6.5-l)."""
        return self.stands and self.entry.is_removal and self.entry.author_id is not None

    @property
    def may_be_appealed(self) -> bool:
        held = self.entry.kind == Kind.NOT_LET_THROUGH
        return self.stands and held and self.appeal is None

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a word."""
        if self.replaced_by is not None:
            if self.replaced_by.corrects_id:
                return {"label": "Corrected since", "colour": "grey"}
            error = self.replaced_by.in_error
            return {
                "label": "Removed in error, reversed" if error else "Reversed since",
                "colour": "orange",
            }
        if self.to_confirm:
            restores = self.entry.kind == Kind.RESTORED
            label = "To restore on the platform" if restores else "To confirm on the platform"
            return {"label": label, "colour": "yellow"}
        return {"label": "Done", "colour": "green"}


def record_of(item: Item, reader: Membership) -> dict[str, Any]:
    """The page's variables about one item, for one reader."""
    rows = item.actions.select_related(
        *("decided_by", "office", "confirmed_by", "confirmed_office", "rulebook_version"),
        *("reversal", "correction", "reverses", "corrects", "proof"),
        *("appeal__recorded_by", "appeal__answered_by", "appeal__office"),
    )
    shown = [as_shown(entry) for entry in rows.order_by("pk")]
    written = earlier_of(item)
    suggestion = suggestion_for(item, shown)
    told = beside(item.author)
    return {
        "shown": shown,
        "beside": told,
        "removal": next((one.entry for one in shown if one.may_be_blocked), None),
        "next": what_is_next(item, shown, suggestion, told, reader),
        "speed": list(speed_of(item, shown)),
        "seen": seen_in_words(item, shown),
        "suggestion": suggestion,
        "steps": steps_of(suggestion),
        "may_answer": may_answer(reader),
        "linked": linked_to(written, reader),
        "events": timeline(item, also=events_of(written, shown)),
    }


def as_shown(entry: ModerationAction) -> Shown:
    replaced_by = getattr(entry, "reversal", None) or getattr(entry, "correction", None)
    return Shown(entry, replaced_by, getattr(entry, "appeal", None))


def what_is_next(
    item: Item,
    shown: list[Shown],
    suggestion: Suggestion | None,
    told: list[Beside],
    reader: Membership,
) -> Next:
    """The next step, with the page where it is done if that is for the reader."""
    logs = reader.allows(Duty.LOG_MODERATION)
    slug, standing = item.council.slug, [one for one in shown if one.stands]
    is_told = any(one.entry.kind in ModerationAction.REPORTS for one in standing)
    prohibited = next((one.entry for one in standing if one.entry.is_prohibited), None)
    if prohibited and not is_told:
        add = reverse("log:add", args=[slug, item.number])
        return Next(
            TELL[prohibited.reason], "Log the report", f"{add}?kind={Kind.POLICE}" if logs else ""
        )
    for one in standing:
        if one.to_confirm:
            done = "Restore it" if one.entry.kind == Kind.RESTORED else "Do it"
            page = reverse("log:confirm", args=[slug, one.entry.pk])
            words = f"{done} on the platform, then confirm it."
            return Next(words, "Confirm it is done", page if logs else "")
    for one in shown:
        if one.appeal and one.appeal.answered_at is None:
            page = reverse("log:answer", args=[slug, one.appeal.pk])
            page = page if may_answer(reader) else ""
            book = item.council.rulebook
            words = f"The {book.title(book.proper_officer)} answers what they said."
            return Next(words, "Answer it", page)
    followed = {one.follows for one in told if one.current}
    if suggestion and not any(
        step in followed or STEPS[step][0] in {one.entry.kind for one in standing}
        for step in suggestion.steps
    ):
        return Next("Decide on what your rules suggest about this person.")
    return Next("Nothing is left to do.")


def events_of(written: Sequence[Item], shown: list[Shown]) -> Q:
    """What the trail says of an item's entries, objections and evidence; by id, so by an index.

    Args:
        written: the item, and those that it corrects: their evidence is its evidence.
    """
    evidence = Evidence.objects.filter(item__in=written).values_list("pk", "destruction")
    found = {
        ModerationAction: {one.entry.pk for one in shown},
        Appeal: {one.appeal.pk for one in shown if one.appeal},
        Evidence: {pk for pk, _ in evidence},
        Destruction: {destruction for _, destruction in evidence if destruction},
    }
    about = Q()
    for model, ids in found.items():
        if ids:
            kind = model._meta.label_lower
            about |= Q(council_id=written[0].council_id, object_kind=kind, object_id__in=ids)
    return about


def speed_of(item: Item, shown: list[Shown]) -> "list[tuple[str, str]]":
    """How long it took from being seen to being reported and to being removed (FTC-6.5-k).

    Nothing where nobody said when it was seen.
    """
    told: list[tuple[str, str]] = []
    if not item.seen_said:
        return told
    for label, kinds in (
        ("From seen to removed", ModerationAction.REMOVALS),
        ("From seen to reported", ModerationAction.REPORTS),
    ):
        done = [
            one.entry.confirmed_at
            for one in shown
            if one.entry.kind in kinds and one.entry.confirmed_at
        ]
        if done:
            told.append((label, taken(item.seen_at, min(done))))
    return told


def seen_in_words(item: Item, shown: list[Shown]) -> str:
    """When it was first seen, as far as anybody said; nothing is reckoned from what nobody said.

    Whoever logs something without a time says, by the page, that it was seen and done just then.
    """
    if item.seen_said:
        return when_in_words(item.seen_at)
    first = shown[0].entry if shown else None
    if first is None or item.logged_at - min(item.seen_at, first.happened_at) > SKEW:
        return "Not written down"
    if first.confirmed_at and first.confirmed_at - item.logged_at <= SKEW:
        return "Seen and dealt with at once, when it was logged"
    return "When it was logged"


def taken(since: datetime, until: datetime) -> str:
    """A span in words, whole minutes: "12 minutes", "3 hours 5 minutes", "2 days 4 hours"."""
    minutes = max(0, (until - since) // timedelta(minutes=1))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour"), (0 if days else rest, "minute")]
    words = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(words) or "Less than a minute"


def suggestion_for(item: Item, shown: list[Shown]) -> Suggestion | None:
    """What the rulebook suggests where this came down, and others of the same person before."""
    down = [one.entry for one in shown if one.stands and one.entry.is_removal]
    if item.author is None or not down:
        return None
    return next_step(item.council, item.author, down[0])


def steps_of(suggestion: Suggestion | None) -> list[tuple[str, str]]:
    """What is suggested, as the kind of action to log and its words."""
    return [STEPS[step] for step in suggestion.steps] if suggestion else []
