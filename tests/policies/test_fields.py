"""A day or a month as somebody types it: day first, and no day made up for a month."""

import pytest
from django.core.exceptions import ValidationError

from policies.fields import StatedDateField, read_stated


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("04/09/2026", "2026-09-04"),
        ("20/04/2026", "2026-04-20"),
        ("20.4.2026", "2026-04-20"),
        ("20-04-2026", "2026-04-20"),
        ("20 April 2026", "2026-04-20"),
        ("20th apr 2026", "2026-04-20"),
        ("29/02/2028", "2028-02-29"),
        ("2026-04-20", "2026-04-20"),
        ("04/2029", "2029-04"),
        ("4 2029", "2029-04"),
        ("April 2029", "2029-04"),
        ("  october   2025 ", "2025-10"),
        ("2029-04", "2029-04"),
        ("", ""),
    ],
)
def test_what_is_read(typed: str, stated: str) -> None:
    assert read_stated(typed) == stated


@pytest.mark.parametrize(
    "typed",
    [
        *("31/02/2026", "29/02/2027", "31 April 2026", "00/04/2026", "13/2026", "0/2026"),
        *("04/13/2026", "2026", "April", "soon", "20/04/26", "04/29", "1/1/1/2026", "٠٤/٢٠٢٩"),
        *("04/9999", "20260420", "²/2026"),
    ],
)
def test_what_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        read_stated(typed)


def test_a_month_is_shown_as_a_month() -> None:
    field = StatedDateField()
    assert field.prepare_value("2029-04") == "April 2029"
    assert field.prepare_value("2026-04-20") == "20 April 2026"
    assert field.prepare_value("31/02/2026") == "31/02/2026"
    assert field.prepare_value("2026-99") == "2026-99"
