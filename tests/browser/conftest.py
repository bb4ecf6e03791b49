"""A real browser on a real server, watched for faults no page may have."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: Faults alone: what is right would be described at length too.
AXE = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
SIZES = {"wide": (1366, 768), "narrow": (390, 844)}

# A slow machine is not a defect.
expect.set_options(timeout=30_000)


class Visitor:
    """One person at one browser.

    Looking at a page (`look`) fails on what axe finds at WCAG 2.2 AA, on sideways scrolling at
    320 pixels, and on anything the browser complained about.
    """

    def __init__(self, page: Page, address: str, shots: Path | None) -> None:
        self.page, self.address, self.shots = page, address, shots
        self.complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        # A refusal's own status is no complaint; a blocked script or style is.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, email: str, password: str) -> None:
        self.page.context.clear_cookies()
        self.go("/sign-in/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"{self.address}/c/**")

    def become(self, email: str) -> None:
        """Goes on as somebody else, at Home. Signing in by its form is walked in test_thin_path."""
        from django.conf import settings

        from accounts.people.models import Person
        from tests.sessions import session_key

        cookie: Any = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": session_key(Person.objects.get(email=email)),
            "url": self.address.replace("http:", "https:"),  # as a Secure cookie wants
            "secure": True,
            "httpOnly": True,
        }
        self.page.context.clear_cookies()
        self.page.context.add_cookies([cookie])
        self.go("/")
        self.page.wait_for_url(f"{self.address}/c/**")

    def look(self, name: str, heading: str) -> None:
        """Checks the page with this heading, wide and narrow, and may keep a picture of each.

        The heading is waited for: right after a click the page before it may still stand.
        """
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        if self.shots:
            for size, (width, height) in SIZES.items():
                self.page.set_viewport_size({"width": width, "height": height})
                self.page.screenshot(path=self.shots / f"{name}-{size}.png", full_page=True)
        self.page.set_viewport_size({"width": 320, "height": 640})
        scrolls = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not scrolls, f"{name} scrolls sideways at 320 pixels"
        self.page.set_viewport_size({"width": 1366, "height": 768})
        found: dict[str, Any] = Axe().run(self.page, options=AXE).response
        faults = [
            f"{violation['id']}: {node['html']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert not faults, f"{name}: {faults}"
        assert not self.complaints, f"{name}: {self.complaints}"


# --- Browsers -------------------------------------------------------------------------------------
# A fresh browser costs a second to make and to warm, so two are kept and emptied after each test.


def opened(browser: Browser, **options: Any) -> BrowserContext:
    """A browser with one page that stays: the first opens a window, which those after it share."""
    context = browser.new_context(**options)
    context.new_page()
    return context


def empty(context: BrowserContext) -> None:
    """Leaves no page, cookie, stored value, cached file or permission of the test before."""
    context.set_offline(False)
    stays, *pages = context.pages
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(page.url)) for page in pages}
    for page in pages:
        page.goto("about:blank")  # which saves nothing any more
        page.close()
    devtools = context.new_cdp_session(stays)
    devtools.send("Network.clearBrowserCache")
    for origin in origins:
        if origin.startswith("http"):
            devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    devtools.detach()
    context.clear_cookies()
    context.clear_permissions()


@pytest.fixture(scope="session")
def kept(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    context = opened(browser, **browser_context_args)
    yield context
    context.close()


@pytest.fixture(scope="session")
def kept_plain(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    context = opened(browser, **browser_context_args, java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def context(kept: BrowserContext) -> Iterator[BrowserContext]:
    """What `page` is opened in."""
    yield kept
    empty(kept)


@pytest.fixture
def visitor(page: Page, live_server: Any) -> Visitor:
    """Somebody at a browser; pictures of what they look at go to the folder SHOTS names."""
    shots = os.environ.get("SHOTS")
    if shots:
        Path(shots).mkdir(parents=True, exist_ok=True)
    return Visitor(page, live_server.url, Path(shots) if shots else None)


@pytest.fixture
def plain(kept_plain: BrowserContext, live_server: Any) -> Iterator[Visitor]:
    """Somebody at a browser without scripts."""
    yield Visitor(kept_plain.new_page(), live_server.url, None)
    empty(kept_plain)
