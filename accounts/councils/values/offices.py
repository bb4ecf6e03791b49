"""Values that name offices."""

from typing import Any

from django import forms
from django.utils.text import slugify

from accounts.councils.rulebook import Approvals, Holders, Rulebook
from accounts.councils.values.shape import Shape, ValueForm
from accounts.councils.wording import MEETING, capitalised, team

#: What stands among offices for something else: the team, a meeting, another office.
OTHER = "+"


def office_choices(book: Rulebook) -> list[tuple[str, str]]:
    return [(office.key, office.title) for office in book.offices]


def office_boxes(book: Rulebook, label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=office_choices(book),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def another_office(label: str = "Another office that is not listed") -> forms.Field:
    return forms.CharField(
        label=label,
        help_text="Its title, for example Deputy Clerk. It is added to the council’s offices",
        max_length=120,
        required=False,
    )


def named_office(form: ValueForm, field: str = "new_office") -> list[str]:
    """The key of the office typed as another one, noted on the form if it is new; [] for none."""
    title = form.cleaned_data.get(field, "")
    if not title:
        return []
    known = {office.key: office.title for office in form.book.offices} | form.new_offices
    for key, known_title in known.items():
        if known_title.casefold() == title.casefold():
            return [key]
    stem = slugify(title)[:50].strip("-") or "office"
    key = next(k for n in range(1, 1000) if (k := f"{stem}-{n}" if n > 1 else stem) not in known)
    form.new_offices[key] = title
    return [key]


class HoldersShape(Shape):
    """Offices, and the admin team."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        boxes = office_boxes(book, "Who may do this?")
        boxes.choices = [*office_choices(book), (OTHER, capitalised(f"the {team(book)}"))]
        return {"offices": boxes, "new_office": another_office()}

    def initial(self, value: Holders) -> dict[str, Any]:
        return {"offices": [*value.offices, *([OTHER] if value.team else [])]}

    def read(self, form: ValueForm) -> Any:
        chosen = form.cleaned_data.get("offices", [])
        offices = [key for key in chosen if key != OTHER] + named_office(form)
        if not chosen and not offices:
            form.add_error("offices", "Select at least one office, or the team")
            return None
        return {"offices": list(dict.fromkeys(offices)), "team": OTHER in chosen}


class AuthorisersShape(HoldersShape):
    """The same, and whom they consult first: asked only where the decision asks what was said."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            **super().fields(book),
            "consulting": office_boxes(book, "Whom do they consult first?"),
            "new_consulted": another_office("Another office they consult that is not listed"),
        }

    def initial(self, value: Holders) -> dict[str, Any]:
        return {**super().initial(value), "consulting": list(value.consulting)}

    def read(self, form: ValueForm) -> Any:
        held = super().read(form)
        chosen = form.cleaned_data.get("consulting", [])
        consulted = list(dict.fromkeys([*chosen, *named_office(form, "new_consulted")]))
        if held and set(consulted) & set(held["offices"]):
            form.add_error("consulting", "An office that decides is not consulted as well")
            return None
        return {**held, "consulting": consulted} if held and consulted else held


class OfficesShape(Shape):
    """Offices alone."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {"offices": office_boxes(book, "Which offices?"), "new_office": another_office()}

    def initial(self, value: tuple[str, ...]) -> dict[str, Any]:
        return {"offices": list(value)}

    def read(self, form: ValueForm) -> Any:
        offices = [*form.cleaned_data.get("offices", []), *named_office(form)]
        if not offices:
            form.add_error("offices", "Select at least one office")
        return list(dict.fromkeys(offices)) or None


class OrderShape(Shape):
    """Offices one after the other."""

    places = ("first", "second", "third", "fourth")
    asks = ("First office", "Second office", "Third office", "Fourth office")

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        choices = [("", "Nobody"), *office_choices(book), (OTHER, "Another office, named below")]
        officer = book.title(book.proper_officer)
        fields: dict[str, forms.Field] = {
            place: forms.ChoiceField(label=label, choices=choices, required=False)
            for place, label in zip(self.places, self.asks, strict=True)
        }
        fields["first"].help_text = (
            "Each office is covered by those after it, while its holder is away or it is vacant. "
            f"If you leave out the {officer}, they come before the first"
        )
        return {**fields, "new_office": another_office()}

    def initial(self, value: tuple[str, ...]) -> dict[str, Any]:
        return dict(zip(self.places, value, strict=False))

    def read(self, form: ValueForm) -> Any:
        chosen = [form.cleaned_data.get(place, "") for place in self.places]
        named = named_office(form) if OTHER in chosen else []
        if OTHER in chosen and not named:
            form.add_error("new_office", "Enter the title of the office")
            return None
        order = [named[0] if key == OTHER else key for key in chosen if key]
        if not order:
            form.add_error("first", "Select the office that acts first")
            return None
        if len(set(order)) < len(order):
            form.add_error("first", "Select each office once")
            return None
        return order


class OneOfficeShape(Shape):
    """One office."""

    reveals = {"office": {OTHER: ["new_office"]}}

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        return {
            "office": forms.ChoiceField(
                label="Which office?",
                choices=[*office_choices(book), (OTHER, "Another office")],
                widget=forms.RadioSelect,
                required=False,
            ),
            "new_office": another_office("Title of the office"),
        }

    def initial(self, value: str) -> dict[str, Any]:
        return {"office": value}

    def read(self, form: ValueForm) -> Any:
        office = form.cleaned_data.get("office", "")
        if office != OTHER:
            if not office:
                form.add_error("office", "Select an office")
            return office or None
        named = named_office(form)
        if not named:
            form.add_error("new_office", "Enter the title of the office")
        return named[0] if named else None


class ApprovalsShape(Shape):
    """Offices and a meeting, each of which must approve."""

    def fields(self, book: Rulebook) -> dict[str, forms.Field]:
        boxes = office_boxes(book, "Who must approve it?")
        boxes.choices = [*office_choices(book), (OTHER, MEETING)]
        boxes.help_text = "Everyone you select must approve"
        return {"offices": boxes, "new_office": another_office()}

    def initial(self, value: Approvals) -> dict[str, Any]:
        return {"offices": [*value.offices, *([OTHER] if value.meeting else [])]}

    def read(self, form: ValueForm) -> Any:
        chosen = form.cleaned_data.get("offices", [])
        offices = [key for key in chosen if key != OTHER] + named_office(form)
        if not chosen and not offices:
            form.add_error("offices", "Select at least one office, or a meeting")
            return None
        return {"offices": list(dict.fromkeys(offices)), "meeting": OTHER in chosen}
