"""What changed between two submissions: word for word, and everything else line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from councilsm.differences import Piece, changed_words
from councilsm.forms import when_in_words
from moderation.checks.content import (
    EXEMPT,
    IN_PERIOD,
    PEOPLE,
    RIGHTS,
    Content,
    Particulars,
    PictureContent,
)
from moderation.drafts.models import KINDS, Revision


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
        "In a pre-election period": dict(IN_PERIOD).get(particulars.in_period, ""),
        "Why that": particulars.in_period_reason,
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
