"""The page of this site on which "Report something" was pressed, where it says what it is about."""

import re

from django.urls import reverse

from accounts.councils.models import Council

#: Pages about one thing that everybody of the council may know of, never of a restricted case.
TELLING = re.compile(r"(posts/P|drafts/D|moderation/M)-(\d{1,9})/")


def page_kept(council: Council, path: str) -> str:
    """The path as far as it says what the report is about; empty for any other page."""
    here = f"/c/{council.slug}/"
    if not path.startswith(here):
        return ""
    found = TELLING.match(path.removeprefix(here))
    return f"{here}{found[0]}" if found else ""


def post_of(council: Council, page: str) -> tuple[str, str]:
    """The reference of a post of ours and the address where a mistake in it is told, if it is one.

    Returns:
        Two empty texts for any other page.
    """
    found = TELLING.match(page.removeprefix(f"/c/{council.slug}/"))
    if not found or found[1] != "posts/P":
        return "", ""
    number = int(found[2])
    return f"P-{number:04}", reverse("posts:mistake", args=[council.slug, number])
