"""Path converters, for addresses that people read aloud."""

from django.urls import register_converter


class ReferenceNumber:
    """The number in a reference: D-0142 in addresses, 142 in views."""

    regex = "[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


register_converter(ReferenceNumber, "number")
