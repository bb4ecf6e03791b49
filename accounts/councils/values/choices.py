"""Values that are chosen from a short list."""

from typing import Any

from django import forms

from accounts.councils.rulebook import Devices, Kind, PeopleBasis, Rulebook, Weekday
from accounts.councils.values.offices import office_boxes
from accounts.councils.values.shape import Shape, ValueForm
from accounts.councils.wording import BASES, DAYS, DEVICES, KINDS, NO_SECOND_PERSON


class SecondPersonShape(Shape):
    """Kinds of draft, or expressly none."""

    reveals = {"second_person": {"some": ["kinds"]}}

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "second_person": forms.ChoiceField(
                label="What needs a second person?",
                choices=[("none", NO_SECOND_PERSON), ("some", "Some of what we post")],
                widget=forms.RadioSelect,
                required=False,
            ),
            "kinds": forms.MultipleChoiceField(
                label="Which?",
                choices=[(kind.value, words) for kind, words in KINDS.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            ),
        }

    def initial(self, value: tuple[Kind, ...]) -> dict[str, Any]:
        kinds = [kind.value for kind in value]
        return {"second_person": "some" if kinds else "none", "kinds": kinds}

    def read(self, form: ValueForm) -> Any:
        answer, kinds = form.cleaned_data.get("second_person"), form.cleaned_data.get("kinds", [])
        if not answer:
            form.add_error("second_person", "Select an answer")
        elif answer == "some" and not kinds:
            form.add_error("kinds", "Select what needs a second person")
        elif answer == "none":
            return []
        return kinds or None


class YesNoShape(Shape):
    """Yes or no.

    Args:
        help_text: what the answer means.
    """

    def __init__(self, help_text: str) -> None:
        self.help_text = help_text
        self.choices = [("yes", "Yes"), ("no", "No")]

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "answer": forms.ChoiceField(
                label="Yes or no?",
                choices=self.choices,
                help_text=self.help_text,
                widget=forms.RadioSelect,
                required=False,
            )
        }

    def initial(self, value: bool) -> dict[str, Any]:
        return {"answer": "yes" if value else "no"}

    def read(self, form: ValueForm) -> Any:
        answer = form.cleaned_data.get("answer")
        if not answer:
            form.add_error("answer", "Select yes or no")
        return answer == "yes" if answer else None


class SeveralShape(Shape):
    """At least one of a short list.

    Args:
        name: of the field.
        words: each value with its words.
        missing: the error when none is chosen.
    """

    def __init__(self, name: str, label: str, words: dict[Any, str], missing: str) -> None:
        self.name, self.label, self.words, self.missing = name, label, words, missing

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            self.name: forms.MultipleChoiceField(
                label=self.label,
                choices=[(value.value, words) for value, words in self.words.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        }

    def initial(self, value: tuple[Weekday | PeopleBasis, ...]) -> dict[str, Any]:
        return {self.name: [each.value for each in value]}

    def read(self, form: ValueForm) -> Any:
        chosen = form.cleaned_data.get(self.name, [])
        if not chosen:
            form.add_error(self.name, self.missing)
        return chosen or None


WORKING_DAYS = SeveralShape("days", "Working days", DAYS, "Select at least one day")
PICTURE_BASES = SeveralShape(
    "bases", "A picture may show", BASES, "Select at least one kind of picture"
)
COUNCILLORS = YesNoShape(
    "A council can delegate to an officer or a committee, not to one councillor (Local Government "
    "Act 1972 s.101). With Yes, a councillor whose office authorises posts is warned once, and "
    "each decision carries the minute of the resolution that they rely on"
)
URGENT_ALONE = YesNoShape(
    "Only an urgent post, with a reason, and when no other approver is free. It stays on the home "
    "page until a second person has looked at it"
)


class DevicesShape(Shape):
    """Whether, and on what terms, a device may be used that the council does not own."""

    reveals = {"use": {"with_permission": ["permission_from"]}}

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "use": forms.ChoiceField(
                label="May people post from a device that the council does not own?",
                choices=list(DEVICES.items()),
                widget=forms.RadioSelect,
                required=False,
            ),
            "permission_from": office_boxes(book, "Whose permission?"),
            "saved_logins_from": office_boxes(book, "Who may allow a login to be saved on it?"),
            "shortest_pin": forms.IntegerField(
                label="Fewest characters of its PIN or password",
                help_text="Leave empty if you have no rule for it",
                required=False,
                min_value=4,
                max_value=20,
            ),
        }

    def initial(self, value: Devices) -> dict[str, Any]:
        return value.model_dump(mode="json")

    def read(self, form: ValueForm) -> Any:
        typed = form.cleaned_data
        use = typed.get("use")
        if not use:
            form.add_error("use", "Select an answer")
            return None
        if use == "never":
            return {"use": use}
        if use == "with_permission" and not typed.get("permission_from"):
            form.add_error("permission_from", "Select whose permission is needed")
            return None
        return {
            "use": use,
            "permission_from": typed["permission_from"] if use == "with_permission" else [],
            "saved_logins_from": typed.get("saved_logins_from", []),
            "shortest_pin": typed.get("shortest_pin"),
        }
