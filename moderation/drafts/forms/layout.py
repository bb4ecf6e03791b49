"""How the composer's page is laid out: what the template shows of a form, row by row."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.urls import reverse

from accounts.register.models import OfficialAccount
from councilsm.files.models import StoredFile
from moderation.checks.counting import Count, Preview, count_for, preview_for, with_link
from moderation.drafts.forms.composing import DraftForm, own_text
from moderation.drafts.forms.references import in_force


@dataclass(frozen=True)
class Line:
    """An account as the page shows it: its own words, the count and the likeness."""

    account: OfficialAccount
    field: BoundField
    count: Count
    preview: Preview
    unchosen: bool


@dataclass(frozen=True)
class PictureRow:
    """A picture with its questions."""

    file: StoredFile
    url: str
    alt: str
    described: BoundField
    decorative: BoundField
    questions: list[BoundField]


class Layout:
    """What the composer's template shows of a form."""

    def __init__(self, form: DraftForm) -> None:
        self.form = form

    def value(self, name: str) -> str:
        """What stands in a text field, typed or saved."""
        value: Any = self.form[name].value() if name in self.form.fields else ""
        return str(value or "")

    @cached_property
    def lines(self) -> list[Line]:
        chosen = {str(pk) for pk in self.form["accounts"].value() or ()}
        link = self.value("link")
        lines = []
        for account in self.form.live:
            words = self.value(own_text(account)) or self.value("text")
            said = with_link(words, link)
            lines.append(
                Line(
                    account=account,
                    field=self.form[own_text(account)],
                    count=count_for(said, account),
                    preview=preview_for(said, account),
                    unchosen=str(account.pk) not in chosen,
                )
            )
        return lines

    @property
    def has_own_words(self) -> bool:
        """Whether an account has words of its own, or an error in them."""
        return any(line.field.value() or line.field.errors for line in self.lines)

    @property
    def has_window(self) -> bool:
        """Whether a time to go out was typed, or there is an error in one.

        A field of boxes holds a list of what stands in each once it was shown, also if empty.
        """
        fields = (self.form["not_before"], self.form["not_after"])
        return any(field.errors or _typed(field.value()) for field in fields)

    @cached_property
    def pictures(self) -> list[PictureRow]:
        return [self._row(file) for file in self.form.questions.files]

    def _row(self, file: StoredFile) -> PictureRow:
        prefix = f"picture_{file.pk}_"
        questions = ("rights", "people", "shown")
        return PictureRow(
            file=file,
            url=reverse("files:thumbnail", args=[self.form.council.slug, file.digest]),
            alt=self.value(f"{prefix}alt"),
            described=self.form[f"{prefix}alt"],
            decorative=self.form[f"{prefix}decorative"],
            questions=self._asked(prefix, questions),
        )

    @cached_property
    def permissions(self) -> list[tuple[str, str]]:
        """The permissions to choose from, where there is a picture to name one for."""
        return in_force(self.form.council) if self.form.questions.files else []

    def _asked(self, prefix: str, questions: tuple[str, ...]) -> list[BoundField]:
        names = [f"{prefix}{question}" for question in questions]
        return [self.form[name] for name in names if name in self.form.fields]

    @cached_property
    def for_all(self) -> list[BoundField]:
        """The questions that can be answered for all pictures at once."""
        return self._asked("all_", ("rights", "people"))

    @property
    def answers_all(self) -> bool:
        return any(field.value() or field.errors for field in self.for_all)


def _typed(value: Any) -> bool:
    return any(value) if isinstance(value, list | tuple) else bool(value)
