"""The forms of being away."""

from typing import Any

from django import forms

from accounts.dates import today
from accounts.people.absences import recordable_by
from accounts.people.forms import PeriodForm
from accounts.people.models import Absence, Membership


class AbsenceForm(PeriodForm):
    """From when to when somebody is away, and in one word why."""

    reason = forms.ChoiceField(
        label="Why? (optional)",
        help_text="One word is enough. Nothing about anybody’s health is kept here",
        choices=[("", "Not said"), *Absence.Reason.choices],
        required=False,
    )

    field_order = ["membership", "starts_on", "ends_on", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        last = cleaned.get("ends_on")
        if last and last < today():
            self.add_error("ends_on", "The last day cannot be in the past")
        return cleaned


class NewAbsenceForm(AbsenceForm):
    """The same, and who."""

    membership: Any = forms.ModelChoiceField(None, label="Who is away?", empty_label=None)

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        rows = recordable_by(self.actor).select_related("person").by_name()
        self.offer("membership", rows, lambda row: str(row.person))
