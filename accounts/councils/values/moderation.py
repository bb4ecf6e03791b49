"""Values about what the public posts: who is told, who sees a case, what follows a repetition."""

from typing import Any

from django import forms

from accounts.councils.rulebook import CaseHolders, Repeats, Route, Rulebook
from accounts.councils.values.numbers import between, whole_number
from accounts.councils.values.offices import (
    OTHER,
    another_office,
    named_office,
    office_boxes,
    office_choices,
)
from accounts.councils.values.shape import Shape, ValueForm
from accounts.councils.wording import ALSO_TOLD, CASES, STEPS, capitalised, team


class RouteShape(Shape):
    """Offices and the team, and whom else a report reaches.

    Args:
        help_text: what a report of this kind is.
    """

    def __init__(self, help_text: str) -> None:
        self.help_text = help_text

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        boxes = office_boxes(book, "Who is told?")
        boxes.choices = [*office_choices(book), (OTHER, capitalised(f"the {team(book)}"))]
        boxes.help_text = f"{self.help_text}. All are told at once; the first to take it owns it"
        return {
            "offices": boxes,
            "new_office": another_office(),
            "also": forms.MultipleChoiceField(
                label="Who else?",
                help_text="councilsm writes to neither the platform nor the police. The page says "
                "to report it there, and asks for the reference",
                choices=[(name, capitalised(words)) for name, words in ALSO_TOLD.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            ),
        }

    def initial(self, value: Route) -> dict[str, Any]:
        return {
            "offices": [*value.offices, *([OTHER] if value.team else [])],
            "also": [name for name in ALSO_TOLD if getattr(value, name)],
        }

    def read(self, form: ValueForm) -> Any:
        chosen = form.cleaned_data.get("offices", [])
        also = form.cleaned_data.get("also", [])
        offices = [key for key in chosen if key != OTHER] + named_office(form)
        if not (chosen or offices or "line_manager" in also):
            form.add_error("offices", "Select at least one office, the team or the line manager")
            return None
        return {
            "offices": list(dict.fromkeys(offices)),
            "team": OTHER in chosen,
            **{name: name in also for name in ALSO_TOLD},
        }


class CaseHoldersShape(Shape):
    """For each kind of restricted case its offices."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            kind: office_boxes(book, words) for kind, words in CASES.items()
        }
        fields["abuse"].help_text = (
            "Each office sees these cases and is told of a new one at once. A kind with no office "
            "goes to the proper officer. Safeguarding has a rule of its own"
        )
        return fields

    def initial(self, value: CaseHolders) -> dict[str, Any]:
        return {kind: list(getattr(value, kind)) for kind in CASES}

    def read(self, form: ValueForm) -> Any:
        held = {kind: form.cleaned_data.get(kind, []) for kind in CASES}
        if not any(held.values()):
            form.add_error("abuse", "Select at least one office")
            return None
        return held


#: Earlier entries that a rule may ask for, as `Repeats` takes them.
MOST_EARLIER = 20


class RepeatsShape(Shape):
    """After how many earlier entries what is suggested."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "earlier": whole_number(
                "After how many earlier entries?",
                1,
                MOST_EARLIER,
                "Of the same person, those made in error not counted",
            ),
            "steps": forms.MultipleChoiceField(
                label="What is suggested then?",
                help_text="It is suggested to whoever logs the entry, and never done by itself",
                choices=[(step.value, words) for step, words in STEPS.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            ),
        }

    def initial(self, value: Repeats) -> dict[str, Any]:
        return {"earlier": value.earlier, "steps": [step.value for step in value.steps]}

    def read(self, form: ValueForm) -> Any:
        earlier, steps = form.cleaned_data.get("earlier"), form.cleaned_data.get("steps", [])
        if earlier is None and "earlier" not in form.errors:
            form.add_error("earlier", between(1, MOST_EARLIER))
        if not steps:
            form.add_error("steps", "Select at least one step")
        return {"earlier": earlier, "steps": steps} if earlier and steps else None


ROUTES = {
    "report_harmful": RouteShape("Offensive, false or harmful content, wherever it stands"),
    "report_abuse": RouteShape("Abuse, threats or harassment of staff or councillors"),
    "report_disrepute": RouteShape("Whatever can harm the council’s good name"),
    "report_misuse": RouteShape("Misuse of accounts or breaches by somebody of the council"),
    "report_newsworthy": RouteShape("A post that the team should know of, good or bad"),
    "report_damage": RouteShape("Damage, a complaint or an enquiry that somebody posted"),
    "report_mistake": RouteShape("Something that the person who reports did wrong"),
}
