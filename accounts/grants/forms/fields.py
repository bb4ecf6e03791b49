"""What several forms of access ask."""

from typing import Any

from django import forms

from accounts.dates import today
from accounts.grants.levels import Property, levels_of
from councilsm.forms import DATE_EXAMPLE, GovukDateField
from councilsm.tenancy import CouncilForm


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


def last_day(label: str = "Last day (optional)", help_text: str = "") -> GovukDateField:
    return GovukDateField(
        label=label,
        help_text=help_text
        or f"Included. For example, {DATE_EXAMPLE}. Leave empty until further notice",
        required=False,
    )


class OfProperty(CouncilForm):
    """A form about one account or way in, whose levels it offers."""

    def __init__(self, *args: Any, what: Property, **kwargs: Any) -> None:
        self.what = what
        super().__init__(*args, **kwargs)

    def offer_levels(self) -> None:
        self.offer_choices("level", [(level.value, level.label) for level in levels_of(self.what)])


def members(council: Any) -> Any:
    """Those who belong to a council today or will, by name."""
    rows = council.memberships.exclude(ends_on__lt=today())
    return rows.select_related("person").order_by("person__name", "pk")


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.goes_by)
