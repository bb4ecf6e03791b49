"""Profiles of the public: found by what is written of them, and linked by a human alone."""

import unicodedata

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.councils.models import Council
from accounts.register.addresses import tidy_handle
from accounts.register.identity import identify
from councilsm.plain_words import JOINERS
from councilsm.refusals import RuleBroken
from moderation.items.models import Author, Item

#: The longest handle or name that is kept, in characters.
LONGEST = 120

HIDDEN = (
    "The {what} holds a character that cannot be seen, or that turns its direction. Type it anew "
    "instead of pasting it."
)


def author_for(council: Council, *, platform: str, handle: str) -> Author:
    """The profile of a handle, written down where it is new. Call inside an action.

    Args:
        handle: with or without the @; the address of a profile will do as well.

    Raises:
        RuleBroken: the handle is empty or too long, or holds hidden characters.
    """
    handle = plain_handle(handle)
    author, _ = council.authors.get_or_create(
        platform=platform,
        handle_key=handle_key(handle),
        defaults={"council": council, "handle": handle},
    )
    return author


def shown(authors: "QuerySet[Author]") -> "QuerySet[Author]":
    """Those of some profiles that stand in an item which all moderators may read."""
    return authors.filter(Exists(Item.objects.for_everyone().filter(author=OuterRef("pk"))))


def of_same_number(item: Item) -> Author | None:
    """The newest other profile with the platform's own number that an item gives.

    Items of restricted cases tell nothing, and are told nothing.
    """
    if not item.author_number or item.restricted or item.author_id is None:
        return None
    rows = Item.objects.for_everyone().filter(
        council=item.council_id, platform=item.platform, author_number=item.author_number
    )
    others = rows.exclude(author=item.author_id).exclude(author=None).select_related("author")
    other = others.exclude(author__handle="").order_by("-pk").first()
    return other.author if other else None


def same_person(author: Author) -> QuerySet[Author]:
    """All profiles that were linked with one, itself included, the first one first."""
    first = author.same_as_id or author.pk
    everyone = Author.objects.filter(council_id=author.council_id)
    return everyone.filter(Q(pk=first) | Q(same_as=first)).order_by("pk")


def first_of(author: Author) -> int:
    """The id of the first profile of those that one is linked with; its own where it is alone."""
    row = Author.objects.filter(pk=author.pk).values_list(Coalesce("same_as", "pk"), flat=True)
    return int(row.get())


def plain_handle(handle: str) -> str:
    """A handle without the @, or the one that the address of a profile shows.

    Raises:
        RuleBroken: there is none, it is too long, or it holds hidden characters.
    """
    shown = identify(handle) if "/" in handle else None
    handle = plain_line(tidy_handle(shown.handle if shown else handle), "handle", joined=False)
    if not handle:
        raise RuleBroken("Enter the handle of whoever posted it, or the address of the profile.")
    return handle


def handle_key(handle: str) -> str:
    """A handle as handles are compared: without the @, small letters, NFKC."""
    return unicodedata.normalize("NFKC", tidy_handle(handle)).casefold()[:LONGEST]


def plain_line(text: str, what: str, *, joined: bool = True, longest: int = LONGEST) -> str:
    """One line of what the public calls itself.

    Args:
        joined: whether the characters that join letters and emoji may stand in it.
        longest: in characters.

    Raises:
        RuleBroken: it is too long, or holds characters that nobody sees.
    """
    text = text.strip()
    allowed = JOINERS if joined else ""
    if any(_hidden(character) and character not in allowed for character in text):
        raise RuleBroken(HIDDEN.format(what=what))
    if len(text) > longest:
        raise RuleBroken(f"The {what} is longer than {longest} characters. Shorten it.")
    return text


def plain_words(words: str) -> str:
    """Words of the public without characters that turn their direction, or that nobody sees.

    Lines and tabs stay, and so do the characters that join letters and emoji. The capture shows
    how they stood there.
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character for character in lines if character in f"\n\t{JOINERS}" or not _hidden(character)
    ).strip()


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
