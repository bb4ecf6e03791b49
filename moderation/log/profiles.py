"""Where a profile stands on its platform."""

from urllib.parse import quote

from accounts.register.models import OfficialAccount
from moderation.items.models import Author

_P = OfficialAccount.Platform

#: The address of a profile, by platform, with {} for the platform's own number of it.
BY_NUMBER: dict[str, str] = {
    _P.FACEBOOK: "https://www.facebook.com/profile.php?id={}",
    _P.X: "https://x.com/i/user/{}",
    _P.YOUTUBE: "https://www.youtube.com/channel/{}",
}
#: Likewise with {} for its handle. Not of Facebook, where comments show a name that many may
#: have: its address could be somebody else's.
BY_HANDLE: dict[str, str] = {
    _P.INSTAGRAM: "https://www.instagram.com/{}/",
    _P.X: "https://x.com/{}",
    _P.YOUTUBE: "https://www.youtube.com/@{}",
    _P.TIKTOK: "https://www.tiktok.com/@{}",
    _P.BLUESKY: "https://bsky.app/profile/{}",
    _P.THREADS: "https://www.threads.com/@{}",
}


def profile_url(author: Author) -> str:
    """The address of a profile; empty where what was written down does not say where it is."""
    if number := _number_of(author):
        return BY_NUMBER[author.platform].format(quote(number, safe=""))
    pattern = BY_HANDLE.get(author.platform, "")
    named = author.handle and not any(one.isspace() for one in author.handle)
    return pattern.format(quote(author.handle, safe="")) if pattern and named else ""


def _number_of(author: Author) -> str:
    """The number that the platform gave it, where that leads to it and somebody wrote it down."""
    if author.platform not in BY_NUMBER:
        return ""
    items = author.items.for_everyone().exclude(author_number="").order_by("-pk")
    return items.values_list("author_number", flat=True).first() or ""
