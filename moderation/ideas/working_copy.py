"""The composer's fields as an idea fills them: its words with the credit, and its pictures."""

from collections.abc import Iterable

from moderation.checks.credit import LONGEST_CREDIT, uncredited
from moderation.ideas.models import Idea, IdeaPicture


def typed_from(idea: Idea) -> dict[str, list[str]]:
    """The composer's fields as an idea fills them.

    What the sender says of a picture's rights and people is carried over; the author answers for
    it on submitting. What it shows, only somebody who looks at it can say. Who is to be named
    stands in the words, where the author may put it better (FTC-A-16).
    """
    pictures = list(idea.pictures.select_related("file", "idea").order_by("pk"))
    photographers = names_in(sent.taken_by for sent in pictures)
    credit = credit_of(idea, photographers)
    line = credit_line(idea, photographers, len(pictures))
    missing = uncredited(credit, idea.words)
    typed = {
        "title": [idea.idea],
        "kind": ["new_post"],
        "text": [f"{idea.words}\n\n{line}" if missing else idea.words],
        "credit": [credit],
        "pictures": [str(sent.file_id) for sent in pictures],
    }
    for sent in pictures:
        typed |= answers_of(sent)
    return typed


def answers_of(sent: IdeaPicture) -> dict[str, list[str]]:
    """What its sender said of one picture."""
    name = f"picture_{sent.file_id}_"
    return {
        f"{name}rights": ["permission"],
        f"{name}rights_detail": [sent.rights_detail],
        f"{name}people": [sent.shows],
    }


def credit_of(idea: Idea, photographers: list[str]) -> str:
    """Whom a post credits, as the composer's field keeps it; empty where nobody wished it.

    As many names as the field holds: all of them stand in the words.
    """
    credit = ""
    for name in names_in([idea.name, *photographers]) if idea.wants_credit else []:
        longer = f"{credit}, {name}" if credit else name
        if len(longer) <= LONGEST_CREDIT:
            credit = longer
    return credit


def credit_line(idea: Idea, photographers: list[str], pictures: int) -> str:
    """The credit as a post says it: "Photo: Jo Reed". For those who wished it (`credit_of`)."""
    photos = "photos" if pictures > 1 else "photo"
    if not photographers:
        return f"Idea: {idea.name}"
    if len(names_in([idea.name, *photographers])) == 1 and idea.name:
        return f"Idea and {photos}: {idea.name}"
    taken = f"{photos.capitalize()}: {', '.join(photographers)}"
    return f"{taken}\nIdea: {idea.name}" if idea.name else taken


def names_in(names: Iterable[str]) -> list[str]:
    """Each name once, whatever its capitals; the first spelling stays."""
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault(name.casefold(), name)
    return list(found.values())
