"""The part of a form that asks whom one consulted before deciding."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.dates import today
from accounts.people.consulting import SAID, Consulted, ToConsult
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class ConsultingForm(CouncilForm):
    """A form that can ask it: `ask_consulted` adds the fields, before the form is read."""

    to_consult: Sequence[ToConsult] = ()

    def ask_consulted(self, wanted: Sequence[ToConsult]) -> list[str]:
        """Adds who, when and what they said for each office that somebody holds.

        Returns:
            The names of the fields, for `reveals`; empty where nobody is to be asked.
        """
        self.to_consult = wanted
        names = []
        for asked in wanted:
            if not asked.people:
                continue
            who, on, said = _names(asked)
            names += [who, on, said]
            if who in self.fields:
                continue
            office = asked.office.title
            people = [(str(person.pk), person.name) for person in asked.people]
            self.fields[who] = forms.ChoiceField(
                label=f"Whom did you consult as {office}?",
                choices=people if len(people) == 1 else [("", "Choose"), *people],
                required=False,
            )
            self.fields[on] = GovukDateField(
                label=f"When did you consult the {office}?", required=False
            )
            self.fields[said] = forms.CharField(
                label=f"What did the {office} say?",
                help_text="In a few words. It stands on the record",
                max_length=SAID,
                required=False,
            )
        return names

    def require_consulted(self, cleaned: dict[str, Any]) -> None:
        """An error at each field that is empty; for `clean`, where the answer needs them."""
        for asked in self.to_consult:
            if not asked.people:
                continue
            who, on, said = _names(asked)
            for name, words in (
                (who, f"Choose whom you consulted as {asked.office}"),
                (on, f"Enter the day you consulted the {asked.office}"),
                (said, f"Say what the {asked.office} said"),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
            day = cleaned.get(on)
            if day and day > today():
                self.add_error(on, "The day you consulted them cannot be in the future")

    def consulted(self) -> list[Consulted]:
        """What the actions take."""
        found = []
        for asked in self.to_consult:
            who, on, said = _names(asked)
            by_id = {str(person.pk): person for person in asked.people}
            person = by_id.get(self.cleaned_data.get(who, ""))
            if person is not None:
                day, words = self.cleaned_data.get(on), self.cleaned_data.get(said, "")
                found.append(Consulted(asked.office, person, day, words))
        return found

    @property
    def vacant(self) -> list[str]:
        """The offices to be consulted that nobody else holds."""
        return [asked.office.title for asked in self.to_consult if not asked.people]


def _names(asked: ToConsult) -> tuple[str, str, str]:
    stem = f"consulted_{asked.office.key}"
    return stem, f"{stem}_on", f"{stem}_said"
