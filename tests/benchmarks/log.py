"""The moderation log: its list by each filter, deep in it, and saving with a screenshot."""

import io
import itertools
import os
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.browser import Browser
from tests.benchmarks.sites import Site
from tests.benchmarks.walks import FLOOR_UPLOAD, Walker

LOG, DEEP, SAVE = "log", "deep page", "save entry"
#: How large the screenshot is, in bytes, about.
SCREENSHOT = 2_000_000
COMMENT = "https://www.facebook.com/someone/posts/1?comment_id=9{:09}"


def paths(council: Any) -> dict[str, str]:
    """The lists that are walked, by name: each filter, a rare value of it, and a page far back."""
    from moderation.world.log import RARE

    at = f"/c/{council.slug}/moderation/"
    account = council.official_accounts.order_by("pk").first()
    author = council.authors.order_by("pk").first()
    item = council.items.filter(restricted=False).order_by("pk")[5]
    office = council.offices.get(key="communications-officer")
    middle = council.moderation_actions.order_by("happened_at")[
        council.moderation_actions.count() // 2
    ].happened_at
    days: dict[str, int] = {}
    for name in ("since", "until"):
        days |= {
            f"{name}_day": middle.day,
            f"{name}_month": middle.month,
            f"{name}_year": middle.year,
        }
    asked: dict[str, dict[str, Any]] = {
        LOG: {},
        "by account": {"account": account.pk},
        "by reason": {"reason": "abuse"},
        "rare reason": {"reason": "copyright"},
        "rare action": {"kind": "police"},
        "by office": {"office": office.pk},
        "by handle": {"handle": author.handle},
        "handles": {"handle": "resident1"},
        "by address": {"url": item.url},
        "by dates": days,
        "words": {"words": "thieves"},
        "rare words": {"words": RARE},
        "words, dates": {"words": "nothing like this", **days},
        "account, rare reason": {"account": account.pk, "reason": "copyright"},
    }
    return {name: f"{at}?{urlencode(query)}" if query else at for name, query in asked.items()}


def deep(council: Any, browser: Any) -> str:
    """The address of a page four fifths down the list, as following Older leads there."""
    from django.core import signing

    from councilsm.paging import SALT

    entries = council.moderation_actions.order_by("-happened_at", "-pk")
    entry = entries[entries.count() * 4 // 5]
    order = ("-happened_at", "-pk")
    after = signing.dumps([entry.happened_at.isoformat(), entry.pk], salt=SALT + ",".join(order))
    return f"/c/{council.slug}/moderation/?{urlencode({'after': after})}"


def count(host: str, cookie: str, key: str, council: Any) -> tuple[dict[str, str], dict[str, Any]]:
    """What is walked, and the SQL of each page and of saving, the session's own included."""
    from tests.benchmarks.queries import browser, sql  # they need settings

    officer = browser(host, cookie, key)
    walked = {**paths(council), DEEP: deep(council, officer)}
    officer.get(walked[LOG])  # from here on this process knows the rules
    # What names somebody stands in no address: the list's own has a key in its place.
    walked = {
        name: officer.get(path).headers.get("Location", path) for name, path in walked.items()
    }
    asked = {name: sql(officer, path) for name, path in walked.items()}
    new = f"/c/{council.slug}/moderation/log/"
    account = council.official_accounts.order_by("pk").first().pk
    fields = {**officer_fields(officer.get(new).content.decode()), **entry(0, account)}
    asked[SAVE] = sql(officer, new, {**fields, "captures": uploaded()})
    return walked, asked


def officer_fields(page: str) -> dict[str, str]:
    from tests.benchmarks.browser import HiddenFields

    reader = HiddenFields()
    reader.feed(page)
    return reader.found


def entry(number: int, account: int) -> dict[str, Any]:
    """What the quick entry sends of a comment that was hidden."""
    return {
        "url": COMMENT.format(number),
        "account": account,
        "account_before": "",  # chosen by hand
        "words": "You lot are thieves.",
        "handle": "somebody",
        "kind": "hidden",
        "reason": "abuse",
        "marked": "thieves",
        "even_if_praise": "yes",
    }


def picture() -> bytes:
    """A screenshot as a telephone makes it: plain but for a photograph, which nothing makes small.

    Each is another one, since the same bytes in one form would be kept once.
    """
    from PIL import Image

    side = int((SCREENSHOT / 3) ** 0.5)
    image = Image.new("RGB", (1170, 2532), "white")
    image.paste(Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)), (100, 100))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def uploaded() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("comment.png", picture(), content_type="image/png")


class Log:
    """councilsm with the communications officer who keeps the log."""

    def __init__(
        self, site: Site, cookie: str, key: str, walked: dict[str, str], slug: str, account: int
    ) -> None:
        self.site, self.paths = site, walked
        self.officer = Browser(site.port, {cookie: key})
        self.new, self.account = f"/c/{slug}/moderation/log/", account
        self._numbers = itertools.count(1)

    def pages(self, walker: Walker, times: int) -> None:
        for name, path in self.paths.items():
            walker.block(name, self.site, [lambda p=path: self.officer.get(p)] * times)

    def cycles(self, walker: Walker, times: int) -> None:
        """Saves so many entries; the form is fetched first and not counted."""
        asks = []
        for _ in range(times):
            hidden = self.officer.get(self.new).hidden
            fields = {**hidden, **entry(next(self._numbers), self.account)}
            files = {"captures": ("comment.png", picture())}
            asks.append(lambda f=fields, s=files: self.officer.send(self.new, f, s))
        walker.block(SAVE, self.site, asks)


__all__ = ["FLOOR_UPLOAD", "SAVE", "Log", "count"]
