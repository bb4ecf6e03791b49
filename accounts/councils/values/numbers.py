"""Values that are a number, or hang on one."""

from typing import Any

from django import forms

from accounts.councils.rulebook import Lapse, Places, Rulebook
from accounts.councils.values.shape import Shape, ValueForm
from accounts.councils.wording import PLACES


class NumberShape(Shape):
    """A whole number.

    Args:
        label: of the field, which names the unit.
        least, most: what it takes, both included.
    """

    def __init__(self, label: str, *, least: int, most: int) -> None:
        self.label, self.least, self.most = label, least, most

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "number": forms.IntegerField(
                label=self.label, required=False, min_value=self.least, max_value=self.most
            )
        }

    def initial(self, value: int) -> dict[str, Any]:
        return {"number": value}

    def read(self, form: ValueForm) -> Any:
        number = form.cleaned_data.get("number")
        if number is None:
            form.add_error("number", f"Enter a number from {self.least} to {self.most}")
        return number


class LapseShape(Shape):
    """A warning. That a duty rests after a while cannot be chosen: nothing enforces it yet."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "lapse": forms.ChoiceField(
                label="What happens when somebody’s training lapses?",
                choices=[
                    ("warn", "They are warned, and it is listed"),
                ],
                widget=forms.RadioSelect,
                required=False,
            ),
        }

    def initial(self, value: Lapse) -> dict[str, Any]:
        return {"lapse": "warn"}

    def read(self, form: ValueForm) -> Any:
        if not form.cleaned_data.get("lapse"):
            form.add_error("lapse", "Select an answer")
            return None
        return {"suspends": False}


class PlacesShape(Shape):
    """Never, by exception, or allowed."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "places": forms.ChoiceField(
                label="May people post for the council in forums that are not its own?",
                choices=[(place.value, words) for place, words in PLACES.items()],
                widget=forms.RadioSelect,
                required=False,
            )
        }

    def initial(self, value: Places) -> dict[str, Any]:
        return {"places": value.value}

    def read(self, form: ValueForm) -> Any:
        answer = form.cleaned_data.get("places")
        if not answer:
            form.add_error("places", "Select an answer")
        return answer or None
