"""Which web addresses an official account may have."""

import pytest

from accounts.register.addresses import PUBLIC, SCHEME, address_problem, tidy_handle

PUBLIC_ADDRESSES = [
    "https://www.facebook.com/flitwickcouncil",
    "http://flitwick.gov.uk:80/page?id=1#top",
    "https://mastodon.social/@flitwick",
    "https://xn--bcher-kva.example/",
    "https://8.8.8.8/",
]
REFUSED = {
    "javascript:alert(1)": SCHEME,
    "ftp://example.org/": SCHEME,
    "//example.org/": SCHEME,
    "data:text/html,x": SCHEME,
    "https://": PUBLIC,
    "https://localhost/": PUBLIC,
    "https://intranet/": PUBLIC,
    "https://server.local/": PUBLIC,
    "https://a.internal./": PUBLIC,
    "https://127.0.0.1/": PUBLIC,
    "https://10.0.0.8/": PUBLIC,
    "https://192.168.1.1/": PUBLIC,
    "https://169.254.169.254/": PUBLIC,
    "https://[::1]/": PUBLIC,
    "https://[::ffff:10.0.0.1]/": PUBLIC,
    "https://[fd00::1]/": PUBLIC,
    "https://127.1/": PUBLIC,
    "https://2130706433/": PUBLIC,
    "https://0x7f.0x1/": PUBLIC,
    "https://clerk:secret@example.org/": PUBLIC,
    "https://example.org:8080/": PUBLIC,
    "https://example.org:port/": PUBLIC,
    "https://example.org/a b": PUBLIC,
    "https://[/": PUBLIC,
    # What a browser reads as another host than it seems, and networks of one's own.
    "https://evil.example\\.facebook.com/": PUBLIC,
    "https://169\u3002254\u3002169\u3002254/": PUBLIC,
    "https://foo.\u24dbocalhost/": PUBLIC,
    "https://127.0.0.%31/": PUBLIC,
    "https://printer.%6cocal/": PUBLIC,
    "https://[::127.0.0.1]/": PUBLIC,
    "https://[64:ff9b::7f00:1]/": PUBLIC,
    "https://[2606:4700::1111]/": PUBLIC,
    "https://router.corp/": PUBLIC,
    "https://nas.intranet/": PUBLIC,
    "https://something.onion/": PUBLIC,
}


@pytest.mark.parametrize("url", PUBLIC_ADDRESSES)
def test_a_public_address_will_do(url: str) -> None:
    assert address_problem(url) == ""


@pytest.mark.parametrize(("url", "problem"), REFUSED.items())
def test_an_address_that_is_not_public_is_refused(url: str, problem: str) -> None:
    assert address_problem(url) == problem


@pytest.mark.parametrize("typed", ["flitwick", "@flitwick", " @flitwick ", "@ flitwick"])
def test_a_handle_goes_without_its_at(typed: str) -> None:
    assert tidy_handle(typed) == "flitwick"
