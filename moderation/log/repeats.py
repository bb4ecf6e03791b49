"""Who posted what had to come down before: shown, and what the rulebook suggests then."""

from dataclasses import dataclass

from accounts.councils.models import Council
from accounts.councils.moderating import Step
from accounts.councils.rulebook import Repeats
from moderation.items.authors import same_person
from moderation.items.models import Author
from moderation.log.models import ModerationAction
from moderation.log.models.action import ModerationActionQuerySet

#: So many of the newest entries are shown.
MOST = 50


@dataclass(frozen=True)
class Earlier:
    """One earlier entry about a person's items.

    Args:
        outcome: what became of it, in words.
        in_error: it was a mistake, and counts for nothing.
    """

    action: ModerationAction
    outcome: str
    in_error: bool

    @property
    def counts(self) -> bool:
        """Whether it is held against the author: it came down, and somebody confirmed that."""
        return self.is_meant and self.action.confirmed_at is not None

    @property
    def is_meant(self) -> bool:
        """Whether it was to come down, and not in error."""
        return self.action.kind in ModerationAction.REMOVALS and not self.in_error


@dataclass(frozen=True)
class Suggestion:
    """What the rulebook suggests about somebody who was here before. Nobody is bound by it.

    Args:
        earlier: how many of their items came down before, those in error apart.
        to_do: how many more were to come down, which nobody has confirmed yet.
        steps: what is suggested, each in the rulebook's order.
        source: the clause that says so, or the council's decision.
    """

    earlier: int
    to_do: int
    steps: tuple[Step, ...]
    source: str


def entries_about(author: Author) -> ModerationActionQuerySet:
    """All entries about a person, by all of their linked profiles; each told once.

    Those that were corrected, and reversals, are told by the entry they belong to. Items of
    restricted cases are left out.
    """
    return ModerationAction.objects.for_everyone().filter(
        author__in=same_person(author).values("pk"),
        correction__isnull=True,
        reverses__isnull=True,
        item__correction__isnull=True,
    )


def earlier(author: Author, before: ModerationAction | None = None) -> list[Earlier]:
    """The newest 50 entries about a person (`entries_about`), the newest first.

    Args:
        before: leave out this entry, what came after it, and others about the same item.
    """
    rows = entries_about(author)
    if before is not None:
        rows = rows.filter(happened_at__lte=before.happened_at).exclude(item_id=before.item_id)
    rows = rows.select_related("item", "account", "reversal").order_by("-happened_at", "-pk")
    return [as_earlier(row) for row in rows[:MOST]]


def next_step(
    council: Council, author: Author, before: ModerationAction | None = None
) -> Suggestion | None:
    """What the rulebook suggests, were one more item of this author to come down (FTC-A-8).

    Returns:
        None where no rule says so, or they were not here often enough before.
    """
    rule: Repeats | None = council.rulebook.rules.repeat_authors.value
    if rule is None:
        return None
    meant = [one for one in earlier(author, before) if one.is_meant]
    items = {one.action.item_id for one in meant if one.counts}
    if len(items) < rule.earlier:
        return None
    to_do = {one.action.item_id for one in meant} - items
    source = council.rulebook.source_of("repeat_authors")
    return Suggestion(len(items), len(to_do), rule.steps, source)


def as_earlier(row: ModerationAction) -> Earlier:
    """An entry, with what became of it; it comes with its reversal."""
    reversal: ModerationAction | None = getattr(row, "reversal", None)
    in_error = reversal.in_error if reversal is not None else None
    outcome = outcome_of(row.is_removal, row.confirmed_at is not None, in_error)
    return Earlier(row, outcome, bool(in_error))


def outcome_of(is_removal: bool, is_done: bool, in_error: bool | None) -> str:
    """What became of an entry, in words; empty where it was done, and stands.

    Args:
        in_error: of its reversal; None while there is none.
    """
    if in_error is None:
        return "" if is_done else "Still to do on the platform"
    if not in_error:
        return "Reversed since"
    return "Removed in error" if is_removal else "Made in error"
