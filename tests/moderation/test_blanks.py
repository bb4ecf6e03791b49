"""What may stand in a blank of a standing approval, and what words show of it."""

import pytest

from moderation.drafts.blanks import fault_in_template, takes, values_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shut 6am to 4pm.", {"time": "6am to 4pm"}),
        ("Shut midday.", {"time": "midday"}),
        ("Shut 16:00.", None),
        ("Shut 6am. Vote.", None),
    ],
)
def test_words_fit_only_with_harmless_values(text: str, found: dict[str, str] | None) -> None:
    assert values_in("Shut {time}.", text) == found


def test_a_blank_that_stands_twice_has_one_value() -> None:
    template = "{place}: the market moves to {place}."
    assert values_in(template, "Market Square: the market moves to Market Square.")
    assert values_in(template, "Market Square: the market moves to Church Lane.") is None
    assert takes("place", "Llanfair-ym-Muallt, Stryd y Tŵr") and not takes("place", "a. b")
    assert fault_in_template("{date} and {place}") == ""
