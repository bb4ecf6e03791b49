"""Putting a post into the archive, once."""

from accounts.register.post_addresses import post_address_key, post_address_problem
from councilsm.refusals import AlreadyDone
from councilsm.tenancy import next_number
from moderation.posts.models import Post


def keep(post: Post) -> None:
    """Puts a post into the archive under its number, with what is doubtful about its address.

    Raises:
        AlreadyDone: the same post is there already; with that post.
    """
    # Whoever records the same address at the same time waits here, and then sees ours.
    post.number = next_number(post.council, "P")
    if post.is_councils:
        post.url_key = post_address_key(post.account, post.url)[:500] or None
    known = _recorded_as(post)
    if known is not None:
        raise AlreadyDone(
            f"This address is recorded already, as {known.reference} {known.title}.", known
        )
    post.url_warning = post_address_problem(post.account, post.url)[:300]
    post.save(force_insert=True)


def _recorded_as(post: Post) -> Post | None:
    """The same post in the archive, but for those that were recorded by mistake.

    Where the address does not tell posts apart, or is that of what somebody commented on, the same
    words at the same time are the same post.
    """
    there = post.council.posts.filter(account=post.account, voice=post.voice).still_ours()
    there = there.select_related("target__revision").order_by("pk")
    if post.url_key is None:
        return there.filter(url=post.url, words=post.words, posted_at=post.posted_at).first()
    return there.filter(url_key=post.url_key).first()
