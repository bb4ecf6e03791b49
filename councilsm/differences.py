"""What changed between two texts, word for word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Change = Literal["", "added", "removed"]

#: Parts of a side that are compared one by one. Beyond it the next coarser cut is used: comparing
#: takes up to the square of it, and a text may have 63,206 characters.
MOST = 4_000
#: Pairs of parts in all cuts of two texts together: two or three seconds. Beyond it the rest is
#: shown by coarser parts. Sixty paragraphs of a page each, all written anew, fit in.
MOST_PAIRS = 5 * MOST**2
LINES = re.compile(r"[^\n]*\n|[^\n]+")
WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went.

    `whole`: some of it was not compared word for word, so words that stayed may stand in it.
    """

    text: str
    change: Change = ""
    whole: bool = False


@dataclass
class Room:
    """How many pairs of parts may still be compared."""

    left: int = MOST_PAIRS

    def takes(self, old: int, new: int) -> bool:
        """Whether so many parts of each side still fit, which are then taken off."""
        if max(old, new) > MOST or old * new > self.left:
            return False
        self.left -= old * new
        return True


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one: what stayed, what was removed and what was added, in reading order.

    Without the added pieces it reads as `before`, without the removed ones as `after`.
    """
    return tuple(_merged(_by_cut(before, after, (LINES, WORDS), Room())))


def changed_document(before: str, after: str) -> tuple[Piece, ...]:
    """As `changed_words`, but line by line first: its headings keep a long text in step.

    Word for word alone, a paragraph that is new is matched with stray words of the next ones.
    """
    old, new = LINES.findall(before), LINES.findall(after)
    start, end = _same_ends(old, new)
    room = Room()
    if not room.takes(len(old) - start - end, len(new) - start - end):
        return changed_words(before, after)
    return tuple(_merged(_by_parts(old, new, start, end, (WORDS,), room)))


def _by_cut(
    before: str, after: str, cuts: Sequence[re.Pattern[str]], room: Room
) -> Iterator[Piece]:
    """By the finest cut that is short enough, the coarser ones first where none is."""
    for finest in reversed(cuts):
        old, new = finest.findall(before), finest.findall(after)
        start, end = _same_ends(old, new)
        if room.takes(len(old) - start - end, len(new) - start - end):
            finer = cuts[cuts.index(finest) + 1 :]
            yield from _by_parts(old, new, start, end, finer, room)
            return
    yield from _replaced(before, after, whole=True)


def _by_parts(
    old: list[str],
    new: list[str],
    start: int,
    end: int,
    finer: Sequence[re.Pattern[str]],
    room: Room,
) -> Iterator[Piece]:
    yield Piece("".join(old[:start]))
    middle, other = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, middle, other)
    for tag, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(middle[i:j]), "".join(other[k:m])
        if tag == "equal":
            yield Piece(gone)
        elif finer and gone and come:
            yield from _by_cut(gone, come, finer, room)
        else:
            yield from _replaced(gone, come)
    yield Piece("".join(old[len(old) - end :]))


def _replaced(before: str, after: str, *, whole: bool = False) -> Iterator[Piece]:
    yield Piece(before, "removed", whole)
    yield Piece(after, "added", whole)


def _same_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many parts both begin with, and how many of the rest both end with."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring changes as one: what went, then what came, single spaces between included."""
    waiting = [piece for piece in pieces if piece.text]
    bridged: list[Piece] = []
    for index, piece in enumerate(waiting):
        between = 0 < index < len(waiting) - 1 and not piece.change and not piece.text.strip(" ")
        if between and waiting[index - 1].change and waiting[index + 1].change:
            bridged += _replaced(piece.text, piece.text)
        else:
            bridged.append(piece)
    for changed, run in groupby(bridged, key=lambda piece: bool(piece.change)):
        together = list(run)
        kinds: tuple[Change, ...] = ("removed", "added") if changed else ("",)
        for kind in kinds:
            of_kind = [piece for piece in together if piece.change == kind]
            if text := "".join(piece.text for piece in of_kind):
                yield Piece(text, kind, any(piece.whole for piece in of_kind))
