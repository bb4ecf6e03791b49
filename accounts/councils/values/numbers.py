"""Values that are a number, or hang on one."""

from typing import Any

from django import forms

from accounts.councils.rulebook import Lapse, Places, Reminders, Rulebook
from accounts.councils.values.shape import Shape, ValueForm
from accounts.councils.wording import PLACES


def between(least: int, most: int) -> str:
    """What is wrong with anything else, in the same words whatever was typed."""
    return f"Enter a number from {least} to {most}"


def whole_number(label: str, least: int, most: int, help_text: str = "") -> forms.IntegerField:
    words = between(least, most)
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_value=most,
        error_messages={"invalid": words, "min_value": words, "max_value": words},
    )


class NumberShape(Shape):
    """A whole number.

    Args:
        label: of the field, which names the unit.
        least, most: what it takes, both included.
    """

    def __init__(self, label: str, *, least: int, most: int) -> None:
        self.label, self.least, self.most = label, least, most

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {"number": whole_number(self.label, self.least, self.most)}

    def initial(self, value: int) -> dict[str, Any]:
        return {"number": value}

    def read(self, form: ValueForm) -> Any:
        number = form.cleaned_data.get("number")
        if number is None and "number" not in form.errors:
            form.add_error("number", between(self.least, self.most))
        return number


#: Days between a lapse and the rest of a duty, as `Lapse` takes them.
FEWEST_DAYS, MOST_DAYS = 7, 365


class LapseShape(Shape):
    """A warning; or that what something is needed for rests so many days after it lapsed."""

    reveals = {"lapse": {"suspend": ["after_days"]}}

    def __init__(
        self,
        what: str = "What happens when somebody’s training lapses?",
        when: str = "How many days after it lapsed?",
    ) -> None:
        self.what, self.when = what, when

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "lapse": forms.ChoiceField(
                label=self.what,
                choices=[
                    ("warn", "They are warned, and it is listed"),
                    ("suspend", "They are warned, then the duty it is needed for rests here"),
                ],
                widget=forms.RadioSelect,
                required=False,
            ),
            "after_days": whole_number(
                self.when,
                FEWEST_DAYS,
                MOST_DAYS,
                f"{FEWEST_DAYS} to {MOST_DAYS}. It is announced seven days before. "
                "Whoever is the last to hold a duty keeps it",
            ),
        }

    def initial(self, value: Lapse) -> dict[str, Any]:
        if not value.suspends:
            return {"lapse": "warn"}
        return {"lapse": "suspend", "after_days": value.after_days}

    def read(self, form: ValueForm) -> Any:
        answer = form.cleaned_data.get("lapse")
        if not answer:
            form.add_error("lapse", "Select an answer")
            return None
        if answer == "warn":
            return {"suspends": False}
        days = form.cleaned_data.get("after_days")
        if days is None:
            if "after_days" not in form.errors:
                form.add_error("after_days", between(FEWEST_DAYS, MOST_DAYS))
            return None
        return {"suspends": True, "after_days": days}


#: Days that a reminder may lie before what it is about, or the next office's after it; how many.
MOST_AHEAD, MOST_REMINDERS = 90, 6


class RemindersShape(Shape):
    """Some numbers of days before, and after how many days late the next office hears."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "days_before": forms.CharField(
                label="How many days before something is due are people reminded?",
                help_text="One or more numbers with commas between them, for example 14, 7, 1. "
                "On the day itself, and each week after it, they are reminded anyway",
                required=False,
                max_length=40,
            ),
            "escalate_after_days": whole_number(
                "How many days late does the next office hear of it?", 1, MOST_AHEAD
            ),
        }

    def initial(self, value: Reminders) -> dict[str, Any]:
        return {
            "days_before": ", ".join(map(str, value.days_before)),
            "escalate_after_days": value.escalate_after_days,
        }

    def read(self, form: ValueForm) -> Any:
        typed = form.cleaned_data.get("days_before", "").replace(",", " ").split()
        late = form.cleaned_data.get("escalate_after_days")
        days = {int(word) for word in typed if word.isdecimal() and len(word) < 4}
        right = days and min(days) >= 1 and max(days) <= MOST_AHEAD
        if not right or not all(word.isdecimal() and len(word) < 4 for word in typed):
            form.add_error("days_before", f"Enter numbers from 1 to {MOST_AHEAD}, such as 14, 7, 1")
        elif len(days) > MOST_REMINDERS:
            form.add_error("days_before", f"Enter at most {MOST_REMINDERS} numbers")
        if late is None and "escalate_after_days" not in form.errors:
            form.add_error("escalate_after_days", between(1, MOST_AHEAD))
        return {"days_before": sorted(days, reverse=True), "escalate_after_days": late}


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
