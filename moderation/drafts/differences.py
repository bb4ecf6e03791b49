"""What changed between two submissions: word for word, and everything else line by line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from councilsm.forms import when_in_words
from moderation.checks.content import (
    EXEMPT,
    PEOPLE,
    RIGHTS,
    Content,
    Particulars,
    PictureContent,
)
from moderation.drafts.models import KINDS, Revision

Change = Literal["", "added", "removed"]

#: Parts of a side that are compared one by one. Beyond it the next coarser cut is used: comparing
#: takes up to the square of it, and a text may have 63,206 characters.
MOST = 4_000
LINES = re.compile(r"[^\n]*\n|[^\n]+")
WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went."""

    text: str
    change: Change = ""


@dataclass(frozen=True)
class Wording:
    """How the words changed for some accounts, named in words."""

    accounts: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """One other thing that changed. Empty where there was or is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Differences:
    """All that changed. False when nothing did."""

    wordings: tuple[Wording, ...]
    lines: tuple[Line, ...]

    def __bool__(self) -> bool:
        return bool(self.wordings or self.lines)


def differences(before: Content, after: Content) -> Differences:
    """What changed from one submission to another.

    Who may be seen in a picture is compared, not whether their permission still stands.
    """
    return Differences(tuple(_wordings(before, after)), tuple(_lines(before, after)))


def between(before: Revision, after: Revision, content: Content | None = None) -> Differences:
    """What changed from one revision to another; not a time that nobody chose.

    Args:
        content: of the later one, where it has been read already.
    """
    old, new = before.content, content or after.content
    if before.window_is_default and after.window_is_default:
        old = replace(old, not_after=new.not_after)
    return differences(old, new)


def changed_words(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one: what stayed, what was removed and what was added, in reading order.

    Without the added pieces it reads as `before`, without the removed ones as `after`.
    """
    return tuple(_merged(_by_cut(before, after, (LINES, WORDS))))


def _by_cut(before: str, after: str, cuts: Sequence[re.Pattern[str]]) -> Iterator[Piece]:
    """By the finest cut that is short enough, the coarser ones first where none is."""
    for finest in reversed(cuts):
        old, new = finest.findall(before), finest.findall(after)
        start, end = _same_ends(old, new)
        if max(len(old), len(new)) - start - end <= MOST:
            yield from _by_parts(old, new, start, end, cuts[cuts.index(finest) + 1 :])
            return
    yield from _replaced(before, after)


def _by_parts(
    old: list[str], new: list[str], start: int, end: int, finer: Sequence[re.Pattern[str]]
) -> Iterator[Piece]:
    yield Piece("".join(old[:start]))
    middle, other = old[start : len(old) - end], new[start : len(new) - end]
    matcher = SequenceMatcher(None, middle, other)
    for tag, i, j, k, m in matcher.get_opcodes():
        gone, come = "".join(middle[i:j]), "".join(other[k:m])
        if tag == "equal":
            yield Piece(gone)
        elif finer and gone and come:
            yield from _by_cut(gone, come, finer)
        else:
            yield from _replaced(gone, come)
    yield Piece("".join(old[len(old) - end :]))


def _replaced(before: str, after: str) -> Iterator[Piece]:
    yield Piece(before, "removed")
    yield Piece(after, "added")


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
            text = "".join(piece.text for piece in together if piece.change == kind)
            if text:
                yield Piece(text, kind)


def _wordings(before: Content, after: Content) -> Iterator[Wording]:
    """Each different change of words once, with the accounts that it is for."""
    changed: dict[tuple[str, str], list[str]] = {}
    for account, text in after.texts.items():
        earlier = before.texts.get(account)
        if earlier is None and text in before.words:
            continue  # an account more with words that were there already: a line says so
        if earlier != text:
            base = earlier if earlier is not None else next(iter(before.words), "")
            changed.setdefault((base, text), []).append(str(account))
    for (base, text), accounts in changed.items():
        yield Wording(", ".join(accounts), changed_words(base, text))


def _lines(before: Content, after: Content) -> Iterator[Line]:
    yield from _accounts(before, after)
    old, new = _said(before), _said(after)
    for label in dict.fromkeys([*old, *new]):
        if old.get(label, "") != new.get(label, ""):
            yield Line(label, old.get(label, ""), new.get(label, ""))
    yield from _pictures(before.pictures, after.pictures)


def _accounts(before: Content, after: Content) -> Iterator[Line]:
    for account in before.texts:
        if account not in after.texts:
            yield Line("Account", str(account), "")
    for account in after.texts:
        if account not in before.texts:
            yield Line("Account", "", str(account))


def _said(content: Content) -> dict[str, str]:
    """Everything but words, accounts and pictures, as people read it."""
    until = when_in_words(content.not_after) if content.not_after else ""
    since = when_in_words(content.not_before) if content.not_before else "As soon as approved"
    return {
        "Title": content.title,
        "What it is": dict(KINDS)[content.kind],
        "Post no earlier than": since,
        "Post no later than": until,
        **in_words(content.particulars),
    }


def in_words(particulars: Particulars) -> dict[str, str]:
    """What an author submits beside words and pictures, by its label; what is empty is left out."""
    declared, video = particulars.declarations, particulars.video
    endorses = {None: "", True: "Yes", False: "No"}[particulars.endorses]
    captions = {"yes": "it has captions", "no_speech": "nobody speaks in it"}
    said = {
        "Link": particulars.link,
        "Original post": particulars.original_url,
        "Does sharing it endorse anything controversial?": endorses,
        "Credit": particulars.credit,
        "Published because the law says so": dict(EXEMPT)[particulars.exempt or ""]
        if particulars.exempt
        else "",
        "Private or internal meeting: permission to publish": declared.private_meeting,
        "Names a customer, partner or supplier: their approval": declared.third_party,
        "May harm a reputation: where the evidence is held": declared.reputation,
        "Video": f"{video.title}, file {video.file_name}, {captions[video.captions]}"
        if video
        else "",
        "People in the video": video.people if video else "",
        "SHA-256 of the video": video.sha256 if video else "",
        "Why it is urgent": particulars.urgent,
    }
    return {label: text for label, text in said.items() if text}


def _pictures(before: Sequence[PictureContent], after: Sequence[PictureContent]) -> Iterator[Line]:
    """By file: added, removed, reordered; and what was said of those that stayed."""
    old = {picture.file.digest: picture for picture in before}
    new = {picture.file.digest: picture for picture in after}
    for number, picture in enumerate(before, start=1):
        if picture.file.digest not in new:
            yield Line(f"Picture {number} removed", f"{picture.file}: {_alt(picture)}", "")
    for number, picture in enumerate(after, start=1):
        if picture.file.digest not in old:
            yield Line(f"Picture {number} added", "", f"{picture.file}: {_alt(picture)}")
    stayed_old = [picture.file for picture in before if picture.file.digest in new]
    stayed_new = [picture.file for picture in after if picture.file.digest in old]
    if [file.digest for file in stayed_old] != [file.digest for file in stayed_new]:
        yield Line(
            "Order of pictures", ", ".join(map(str, stayed_old)), ", ".join(map(str, stayed_new))
        )
    for number, picture in enumerate(after, start=1):
        if earlier := old.get(picture.file.digest):
            said, says = _said_of(earlier), _said_of(picture)
            for label, text in says.items():
                if said[label] != text:
                    yield Line(f"{label} of picture {number}", said[label], text)


def _said_of(picture: PictureContent) -> dict[str, str]:
    rights = dict(RIGHTS).get(picture.rights, "")
    return {
        "Alt text": _alt(picture),
        "Rights": ": ".join(filter(None, [rights, picture.rights_detail])),
        "People": dict(PEOPLE).get(picture.people, ""),
        "Names": ", ".join(sorted(consent.name for consent in picture.consents)),
    }


def _alt(picture: PictureContent) -> str:
    return picture.alt or f"decoration ({picture.decorative_reason})"
