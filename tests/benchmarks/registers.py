"""The pages of the standing registers, as the clerk and a resident read them."""

from typing import Any

from tests.benchmarks.browser import Browser
from tests.benchmarks.sites import Site
from tests.benchmarks.walks import Walker

#: The pages that nobody signs in for.
OURS, NOT_OURS = "is it ours? yes", "is it ours? no"
ASK, ASK_WHERE = "ask to be unblocked", "which profile"
PUBLIC = (OURS, NOT_OURS, ASK, ASK_WHERE)


def paths(council: Any) -> dict[str, str]:
    """What is walked, by name: 25 rows of a long register, the pages of one entry, the check."""
    at = f"/c/{council.slug}"
    account = council.official_accounts.order_by("pk").first()
    clerk = council.memberships.order_by("pk").first()
    return {
        "account register": f"{at}/accounts/",
        "access register": f"{at}/access/",
        "gaps": f"{at}/accounts/gaps/",
        "person": f"{at}/people/{clerk.pk}/record/",
        "account": f"{at}/accounts/{account.pk}/",
        OURS: f"{at}/check/?account={account.url}",
        NOT_OURS: f"{at}/check/?account=@nobody",
    }


def count(host: str, cookie: str, key: str, walked: dict[str, str]) -> dict[str, list[str]]:
    """The SQL of each page, the session's own included, with rules already cached."""
    from tests.benchmarks.queries import browser, sql  # they need settings

    clerk, resident = browser(host, cookie, key), browser(host, cookie, "")
    clerk.get(next(iter(walked.values())))
    return {name: sql(resident if name in PUBLIC else clerk, path) for name, path in walked.items()}


class Registers:
    """councilsm with the clerk who reads the registers, and a resident who asks."""

    def __init__(self, site: Site, cookie: str, key: str, walked: dict[str, str]) -> None:
        self.site = site
        self.clerk, self.resident = Browser(site.port, {cookie: key}), Browser(site.port, {})
        self.paths = walked

    def pages(self, walker: Walker, times: int) -> None:
        for name, path in self.paths.items():
            reader = self.resident if name in PUBLIC else self.clerk
            walker.block(name, self.site, [lambda r=reader, p=path: r.get(p)] * times)
