"""What keeps one council's rows apart from another's."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db import IntegrityError, connection, models, transaction
from django.http import QueryDict


class ReferenceCounter(models.Model):
    """The last number given out in a council for one letter: D for drafts, P for posts."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=2)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "letter"], name="reference_counter_once_per_council"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter}-{self.last:04}"


COUNT_ON = """
    UPDATE councilsm_referencecounter SET last = last + 1
    WHERE council_id = %s AND letter = %s RETURNING last
"""


def next_number(council: Any, letter: str) -> int:
    """The next number of a council's series, from 1. Call inside an action.

    Two at once get different numbers: the second waits for the first to commit.
    """
    if number := _counted(council, letter):
        return number
    try:
        with transaction.atomic():
            ReferenceCounter.objects.create(council=council, letter=letter, last=1)
            return 1
    except IntegrityError:  # someone else created the counter just now
        return _counted(council, letter)


def _counted(council: Any, letter: str) -> int:
    """Moves a counter on; 0 where there is none. One statement: whoever comes next waits for it."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ON, [council.pk, letter])
        rows = cursor.fetchall()
    return int(rows[0][0]) if rows else 0


def require_same_council(*objects: Any) -> None:
    """Asserts that objects an action joins belong to one council; None stands for nothing.

    One alone agrees with itself whatever it is: `test_architecture` finds a call with a single
    object. Where all were made in one council, name that council too.

    Raises:
        CrossCouncil: they do not. A programming mistake, never a user's.
    """
    if len({obj.council_id for obj in objects if obj is not None}) > 1:
        raise CrossCouncil(", ".join(type(obj).__name__ for obj in objects))


class CrossCouncil(RuntimeError):
    """Objects of different councils met in one action."""


class CouncilForm(forms.Form):
    """A form whose choices come from one council only.

    Subclasses set their querysets in `narrow()`, from `self.council`.
    """

    def __init__(self, *args: Any, council: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        self.narrow()

    def narrow(self) -> None:
        """Sets the choices of this form's fields from `self.council`."""

    def offer(
        self, name: str, rows: models.QuerySet[Any], called: Callable[[Any], str] | None = None
    ) -> None:
        """Lets a field choose among these rows only.

        Args:
            called: what a row is called there; by default `str(row)`.
        """
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        if called is not None:
            # Django's own way to name rows without a subclass of the field for each.
            field.label_from_instance = called  # type: ignore[assignment]

    def offer_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Lets a field choose among these values only."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def rebind(self, **values: Any) -> None:
        """Changes what a bound form shows when it is shown again: a version, a digest."""
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data[name] = str(value)
        self.data = data
