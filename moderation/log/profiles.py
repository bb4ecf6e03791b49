"""Which profiles everybody here sees, and where one stands on its platform."""

from urllib.parse import quote

from django.db.models import Exists, OuterRef, QuerySet

from accounts.register.models import OfficialAccount
from moderation.items.models import Author, Item

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
    return pattern.format(quote(author.handle, safe="")) if pattern else ""


def shown(authors: "QuerySet[Author]") -> "QuerySet[Author]":
    """Those of some profiles that stand in an item which all moderators may read."""
    return authors.filter(Exists(Item.objects.for_everyone().filter(author=OuterRef("pk"))))
