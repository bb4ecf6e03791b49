"""What several forms about leaving ask."""

from typing import Any

from django import forms


def words(label: str, missing: str = "", help_text: str = "", *, most: int = 500) -> Any:
    """A box for a few sentences.

    Args:
        missing: what to say when it stays empty; empty where it may.
    """
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing} if missing else {},
    )
