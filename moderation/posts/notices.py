"""What features above want read on the page of a post, as `drafts/notices.py` for drafts."""

from collections.abc import Callable, Iterable

from accounts.people.models import Membership
from moderation.drafts.notices import Notice
from moderation.posts.models import Post

Teller = Callable[[Post, Membership], Iterable[Notice]]

TELLERS: list[Teller] = []


def tells_of_post(function: Teller) -> Teller:
    """Registers a function that says what stands against a post, as its reader may see it."""
    TELLERS.append(function)
    return function


def notices(post: Post, reader: Membership) -> list[Notice]:
    """Everything that features above have to say on the page of a post."""
    return [notice for tell in TELLERS for notice in tell(post, reader)]
