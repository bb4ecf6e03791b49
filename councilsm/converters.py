"""Path converters, for addresses that people read aloud."""

from datetime import date

from django.urls import register_converter


class ReferenceNumber:
    """The number in a reference: D-0142 in addresses, 142 in views."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class VersionNumber:
    """A version of a draft: 2..5 in addresses."""

    regex = "[0-9]{1,6}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Month:
    """A month: 2026-03 in addresses, its first day in views."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        year, _, month = value.partition("-")
        return date(int(year), int(month), 1)

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


def register_converters() -> None:
    """Makes `<number:…>`, `<version:…>` and `<month:…>` known, before any address is read."""
    register_converter(ReferenceNumber, "number")
    register_converter(VersionNumber, "version")
    register_converter(Month, "month")
