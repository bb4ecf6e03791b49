"""What every shape of rule value has."""

from abc import ABC, abstractmethod
from collections.abc import Container
from typing import Any, Protocol

from django import forms

from accounts.councils.rulebook import Rulebook


class ValueForm(Protocol):
    """What a shape needs of the form that its fields are part of."""

    book: Rulebook
    cleaned_data: dict[str, Any]
    #: Offices named on the form that the rulebook lacks, key to title.
    new_offices: dict[str, str]

    @property
    def errors(self) -> Container[str]:
        """By field, of which a shape asks only whether there is one."""
        ...

    def add_error(self, field: str | None, error: str) -> None: ...


class Shape(ABC):
    """One shape of value: its fields, how they show a value and how they are read."""

    #: Fields under a choice of another, as `councilsm.forms` has them.
    reveals: dict[str, dict[str, list[str]]] = {}

    @abstractmethod
    def fields(self, book: Rulebook) -> dict[str, forms.Field]: ...

    @abstractmethod
    def initial(self, value: Any) -> dict[str, Any]: ...

    @abstractmethod
    def read(self, form: ValueForm) -> Any:
        """The value as JSON; None where it is missing or wrong, as the form then says."""
