"""What every form of the register does: nothing like a password gets in."""

from typing import Any

from django import forms

from accounts.people.models import Office
from accounts.register.fields import refuse_secrets_on
from councilsm.tenancy import CouncilForm


class RegisterForm(CouncilForm):
    """A form of one council in which no password is taken."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        refuse_secrets_on(self)
        return self.cleaned_data


def office_field(label: str, help_text: str = "") -> "forms.ModelChoiceField[Office]":
    """One of the council's offices, or none."""
    return forms.ModelChoiceField(
        label=label,
        help_text=help_text,
        queryset=None,
        required=False,
        empty_label="Nobody yet",
    )


def text_field(
    label: str, help_text: str = "", *, longest: int, missing: str = "", rows: int = 0
) -> forms.CharField:
    """Words of at most so many characters.

    Args:
        missing: what is said when it stays empty; empty where it may.
        rows: of a box for several lines; 0 for one line.
    """
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=bool(missing),
        error_messages={"required": missing} if missing else {},
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
    )
