"""What a rulebook says, rule by rule, and what one version changes in the one before it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Rulebook
from accounts.councils.titles import GROUPS, TITLES
from accounts.councils.wording import (
    either,
    source_in_words,
    unset_in_words,
    value_in_words,
)
from accounts.dates import today


@dataclass(frozen=True)
class Statement:
    """One rule in plain words.

    Args:
        lines: what it says, a line for each thing it lists; empty while it is not set.
        source: where it comes from; what happens meanwhile while it is not set.
    """

    name: str
    title: str
    lines: list[str]
    source: str

    @property
    def is_set(self) -> bool:
        return bool(self.lines)

    @property
    def slug(self) -> str:
        """The rule's part of an address."""
        return self.name.replace("_", "-")


@dataclass(frozen=True)
class Change:
    """What a version makes of one rule, or of what the rulebook lists."""

    title: str
    before: Statement | None
    after: Statement | None
    #: What was added to the lists of offices and clauses.
    added: str = ""


@dataclass(frozen=True)
class Coming:
    """What a rule will say from a later day on."""

    day: date
    statement: Statement


def statement(book: Rulebook, name: str) -> Statement:
    """One rule of a rulebook."""
    is_set = getattr(book.rules, name).is_set
    return Statement(
        name=name,
        title=TITLES[name],
        lines=value_in_words(book, name),
        source=(source_in_words if is_set else unset_in_words)(book, name),
    )


def statements(book: Rulebook, names: Iterable[str]) -> list[Statement]:
    """Several rules; those that say the same from the same source are one statement."""
    alike: dict[tuple[tuple[str, ...], str], list[Statement]] = {}
    for one in (statement(book, name) for name in names):
        alike.setdefault((tuple(one.lines), one.source), []).append(one)
    return [
        replace(same[0], title=titles_together([one.title for one in same]))
        for same in alike.values()
    ]


def titles_together(titles: list[str]) -> str:
    """Writes "Who signs a letter" and "Who signs a card" as "Who signs a letter or card"."""
    words = [title.split() for title in titles]
    shared = 0
    while len(words) > 1 and len({tuple(some[: shared + 1]) for some in words}) == 1:
        shared += 1
    endings = either([" ".join(some[shared:]) for some in words])
    return " ".join([*words[0][:shared], endings])


def grouped(book: Rulebook) -> list[tuple[str, list[Statement]]]:
    """Every rule under the heading of its group."""
    return [
        (heading, [statement(book, name) for name in names]) for heading, names in GROUPS.items()
    ]


def changes_between(old: Rulebook, new: Rulebook) -> list[Change]:
    """What a version says differently from the one before it."""
    found = []
    for name in TITLES:
        if getattr(old.rules, name) != getattr(new.rules, name):
            before, after = statement(old, name), statement(new, name)
            found.append(Change(after.title, before, after))
    known = {office.key for office in old.offices}
    for office in new.offices:
        if office.key not in known:
            found.append(Change("Office added", None, None, added=office.title))
    for key in new.clauses.keys() - old.clauses.keys():
        found.append(Change("Clause added", None, None, added=f"{key}: {new.clauses[key]}"))
    return found


def together(changes: list[Change]) -> list[Change]:
    """The changes that read the same as one, as where one answer sets several rules."""
    alike: dict[object, list[Change]] = {}
    for change in changes:
        words = [
            (tuple(one.lines), one.source) if one else None for one in (change.before, change.after)
        ]
        alike.setdefault((*words, change.added), []).append(change)
    return [
        replace(same[0], title=titles_together([change.title for change in same]))
        for same in alike.values()
    ]


def latest_version(council: Council) -> RulebookVersion:
    """The version that the next change is made from, be it in force yet or not."""
    return council.rulebook_versions.latest("number")


def coming(council: Council) -> dict[str, list[Coming]]:
    """What is decided for a later day, by rule, the earliest first."""
    found: dict[str, list[Coming]] = {}
    book = council.rulebook
    later = council.rulebook_versions.filter(in_force_from__gt=today()).order_by("number")
    for version in later:
        for change in changes_between(book, version.rulebook):
            if change.after:
                promised = Coming(version.in_force_from, change.after)
                found.setdefault(change.after.name, []).append(promised)
        book = version.rulebook
    return found


def with_changes(versions: list[RulebookVersion]) -> list[tuple[RulebookVersion, list[Change]]]:
    """Each version with what it changed.

    Args:
        versions: the newest first, without a gap.
    """
    if not versions:
        return []
    last = versions[-1]
    before = last.council.rulebook_versions.filter(number=last.number - 1).first()
    books = [version.rulebook for version in versions]
    books += [before.rulebook] if before else []
    changes = [together(changes_between(old, new)) for new, old in pairwise(books)]
    changes += [] if before else [[]]
    return list(zip(versions, changes, strict=True))
