"""The forms of the admin site: their values go to actions, and belong to one council."""

from typing import Any

from django import forms

from councilsm.refusals import RuleBroken, refuse


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form whose values go to an action. After a refusal it is shown again, with the reason."""

    refusal: RuleBroken | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.refusal:
            refuse(self, self.refusal)
        return cleaned


class CouncilActionForm(ActionForm):
    """One that takes nothing of another council."""

    def council(self) -> Any:
        """Whose entry it is: of one that exists its own council, else the chosen; None yet."""
        if self.instance.pk:
            return self.instance.council
        return self.cleaned_data.get("council")

    def own(self, row: Any, name: str) -> bool:
        """Whether a chosen row belongs to that council; puts an error on the field if not."""
        council = self.council()
        if row is None or council is None or row.council_id == council.pk:
            return True
        self.add_error(name, f"{row} is not of {council}. Choose one that is.")
        return False


def of_council(field: Any, form: CouncilActionForm) -> None:
    """Lets a field choose among the rows of the form's council; each names it where there are more.

    While the council of a new entry is still to be chosen, all of one's own are offered.
    """
    if form.instance.pk:
        field.queryset = field.queryset.filter(council=form.instance.council)
    else:
        field.queryset = field.queryset.select_related("council")
        if len({row.council_id for row in field.queryset}) > 1:
            field.label_from_instance = lambda row: f"{row} ({row.council})"
