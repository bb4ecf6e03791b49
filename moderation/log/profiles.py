"""Where a profile stands on its platform."""

from urllib.parse import quote

from accounts.register.models import OfficialAccount
from moderation.items.models import Author

_P = OfficialAccount.Platform

#: The address of a profile, by platform, with {} for its handle.
PROFILES: dict[str, str] = {
    _P.FACEBOOK: "https://www.facebook.com/{}",
    _P.INSTAGRAM: "https://www.instagram.com/{}/",
    _P.X: "https://x.com/{}",
    _P.YOUTUBE: "https://www.youtube.com/@{}",
    _P.TIKTOK: "https://www.tiktok.com/@{}",
    _P.BLUESKY: "https://bsky.app/profile/{}",
    _P.THREADS: "https://www.threads.com/@{}",
}


def profile_url(author: Author) -> str:
    """The address of a profile; empty where the handle does not say where it is."""
    pattern = PROFILES.get(author.platform, "")
    return pattern.format(quote(author.handle, safe="")) if pattern and author.handle else ""
