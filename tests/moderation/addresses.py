"""What to put into each address of moderation, with something there to find.

For the table of access: each URL name with the arguments after the council's.
"""

from collections.abc import Callable
from typing import Any

from tests.cast import Cast
from tests.moderation.drafting import a_draft, approved, posted, waiting


def being_written(cast: Cast) -> list[Any]:
    return [a_draft(cast).number]


def in_the_queue(cast: Cast) -> list[Any]:
    return [waiting(cast).number]


def to_post(cast: Cast) -> list[Any]:
    draft = approved(cast)
    assert draft.current
    return [draft.number, draft.current.targets.get().pk]


def recorded(cast: Cast) -> list[Any]:
    return [posted(cast).number]


MODERATION: dict[str, Callable[[Cast], list[Any]]] = {
    "drafts:edit": being_written,
    "drafts:autosave": being_written,
    "drafts:detail": in_the_queue,
    "drafts:take_back": in_the_queue,
    "drafts:withdraw": in_the_queue,
    "drafts:decide": in_the_queue,
    "posts:record": to_post,
    "posts:detail": recorded,
}
