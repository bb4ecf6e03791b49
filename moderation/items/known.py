"""Whether something the public posted is on the record already."""

from accounts.councils.models import Council
from councilsm.tenancy import next_number
from moderation.items.addresses import address_key, keys_of, tidy_address
from moderation.items.authors import handle_key, plain_handle, plain_words
from moderation.items.models import Item


def hold_back_others(council: Council) -> None:
    """Whoever else writes down or puts right what the public posted waits until the action ends."""
    next_number(council, "ML")


def known_item(
    council: Council,
    *,
    platform: str,
    url: str,
    kind: str = Item.Kind.COMMENT,
    handle: str = "",
    words: str = "",
    waited: bool = False,
) -> Item | None:
    """The same on the record, by its address; where that does not tell, by author and words.

    Call first in an action that writes it down where it is new: whoever does the same at once
    waits, and then finds it. Items of restricted cases are not looked through, since finding one
    would tell of the case; and one that was written down wrongly is found as it was put right.

    Args:
        url: as it was pasted.
        waited: the action holds back others already.
    """
    if not waited:
        hold_back_others(council)
    url = tidy_address(url)[0] if url.strip() else ""
    there = council.items.for_everyone().current()
    there = there.select_related("account", "author").order_by("pk")
    if address_key(platform, url, kind):
        return there.filter(url_key__in=keys_of(url)).first()
    handle, words = handle.strip(), plain_words(words)
    if not (url and handle and words):
        return None
    key = handle_key(plain_handle(handle))
    profile = council.authors.filter(platform=platform, handle_key=key).first()
    return there.filter(author=profile, url=url, words=words).first() if profile else None
