"""The composer's questions about each picture: what it shows, whose it is, who is in it."""

import re
from typing import Any

from django import forms

from accounts.councils.models import Council
from councilsm.files.models import StoredFile
from moderation.checks.content import PictureContent
from moderation.drafts.forms.picture_fields import (
    DIRECTION_MARKS,
    TicksField,
    common_fields,
    picture_fields,
    small,
)
from moderation.drafts.forms.references import numbers_in, problem_with
from moderation.pictures.models import Permission, Subject

#: As many as the platforms take together.
MOST_PICTURES = 10
ABOUT_ONE = re.compile(r"(picture_\d+_)(\w+)")

#: Which question an answer opens.
OPENS = {
    "rights": {"permission": ["rights_detail"], "licence": ["licence"]},
    "people": {"named": ["permissions"], "under_18": ["child_permissions"]},
}


def reveals(prefix: str) -> dict[str, dict[str, list[str]]]:
    """The same for the fields of one picture, or of all."""
    return {
        f"{prefix}{question}": {
            answer: [f"{prefix}{name}" for name in names] for answer, names in opened.items()
        }
        for question, opened in OPENS.items()
    }


class PictureQuestions:
    """The pictures of one composer page, with their fields and what was answered.

    Args:
        pictures: the typed ids of stored files, in order; those of other councils are left out.
        typed: what was typed, by field, from which it is known whom to ask about.
    """

    def __init__(self, council: Council, pictures: list[str], typed: dict[str, Any]) -> None:
        wanted = [int(pk) for pk in dict.fromkeys(pictures) if pk.isascii() and pk.isdigit()]
        pictures_only = council.files.filter(width__gt=0)  # no PDF
        found = pictures_only.in_bulk([pk for pk in wanted if pk < 2**63])
        self.council = council
        self.typed = typed
        self.files: list[StoredFile] = [found[pk] for pk in wanted if pk in found][:MOST_PICTURES]
        self.permissions = self._known()

    def _known(self) -> dict[int, Permission]:
        numbers = {number for file in self.files for number in self._numbers(file)}
        numbers |= {n for field in self.references_fields() for n in numbers_in(self._said(field))}
        if not numbers:
            return {}
        rows = self.council.permissions.filter(number__in=numbers).prefetch_related("subjects")
        known = {row.number: row for row in rows}
        for permission in known.values():
            for subject in permission.subjects.all():
                subject.permission = permission
        return known

    def _said(self, name: str) -> str:
        if name.startswith("all_") and len(self.files) < 2:
            return ""  # is not asked
        return str(self.typed.get(name) or "").translate(DIRECTION_MARKS)

    def fields(self) -> dict[str, forms.Field]:
        """Every field, named `picture_<id>_<question>`, and `all_<question>` for all at once."""
        fields: dict[str, forms.Field] = {}
        if len(self.files) > 1:
            fields |= {f"all_{name}": field for name, field in common_fields(self.council).items()}
        for file in self.files:
            start = f"picture_{file.pk}_"
            fields |= {f"{start}{name}": f for name, f in picture_fields(self.council).items()}
            if groups := self.groups(file):
                fields[f"{start}shown"] = TicksField(
                    label="Who is in this picture?",
                    help_text=f"Tick everybody who is. {covers(groups)}",
                    choices=[
                        (str(subject.pk), choice_of(subject))
                        for permission in groups
                        for subject in permission.subjects.all()
                    ],
                    required=False,
                    widget=forms.CheckboxSelectMultiple(attrs=small("checkboxes")),
                )
        return fields

    def _numbers(self, file: StoredFile) -> list[int]:
        """The permissions named for a picture, or for all of them, by the answer that counts."""
        start = f"picture_{file.pk}_"
        own, every = self._said(f"{start}people"), self._said("all_people")
        texts = []
        for name in OPENS["people"].get(own or every, []):
            texts += [self._said(f"{start}{name}")] if own else []
            texts += [self._said(f"all_{name}")] if every == (own or every) else []
        numbers = [numbers_in(text) for text in texts if text.strip()]
        return list(dict.fromkeys(numbers[0])) if numbers else []

    def named(self, file: StoredFile) -> list[Permission]:
        """The permissions on record that were named for a picture."""
        return [self.permissions[n] for n in self._numbers(file) if n in self.permissions]

    def groups(self, file: StoredFile) -> list[Permission]:
        """Those of several people: which of them are in the picture has to be said."""
        return [each for each in self.named(file) if len(each.subjects.all()) > 1]

    def reveals(self) -> dict[str, dict[str, list[str]]]:
        """Which answers open which questions, for every picture and for all at once."""
        return {name: opened for start in self._starts() for name, opened in reveals(start).items()}

    def _starts(self) -> list[str]:
        return ["all_", *(f"picture_{file.pk}_" for file in self.files)]

    def references_fields(self) -> list[str]:
        """The fields for references that an answer opened: what stands in others is not read."""
        return [
            f"{start}{name}"
            for start in self._starts()
            for name in OPENS["people"].get(self._said(f"{start}people"), [])
        ]

    def asked_at(self, name: str) -> str:
        """The field on the page in which a question about a picture is answered.

        It may be the one for all pictures, or another that the answer before it opened.
        """
        about = ABOUT_ONE.fullmatch(name)
        if about is None:
            return name
        start, asked = about[1], about[2]
        for question, opened in OPENS.items():
            if asked not in {each for names in opened.values() for each in names}:
                continue
            if self.groups_asked(start) and question == "people":
                return f"{start}shown"
            own, every = self._said(f"{start}{question}"), self._said(f"all_{question}")
            begins = "all_" if every and not own else start
            return begins + next(iter(opened.get(own or every, [])), question)
        return name

    def groups_asked(self, start: str) -> bool:
        """Whether the page asks who of a group is in a picture."""
        return any(start == f"picture_{f.pk}_" and self.groups(f) for f in self.files)

    def problems(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """What stands in the way of knowing who is shown, by field."""
        found = {}
        for name in self.references_fields():
            if problem := problem_with(cleaned.get(name) or "", self.permissions, self.council):
                found[name] = problem
        for place, file in enumerate(self.files, start=1):
            which = f"picture {place}" if len(self.files) > 1 else "the picture"
            ticked = set(cleaned.get(f"picture_{file.pk}_shown") or ())
            for permission in self.groups(file):
                if not ticked & {str(subject.pk) for subject in permission.subjects.all()}:
                    found[f"picture_{file.pk}_shown"] = (
                        f"Tick who of {permission.reference} is in {which}"
                    )
        return found

    def content(self, cleaned: dict[str, Any]) -> tuple[PictureContent, ...]:
        """The pictures as an author submits them, from cleaned answers."""
        return tuple(self._content(file, cleaned) for file in self.files)

    def _content(self, file: StoredFile, cleaned: dict[str, Any]) -> PictureContent:
        def answer(question: str) -> str:
            own = cleaned.get(f"picture_{file.pk}_{question}")
            return str(own or cleaned.get(f"all_{question}") or "")

        ticked = set(cleaned.get(f"picture_{file.pk}_shown") or ())
        shown = [
            subject
            for permission in self.named(file)
            for subject in permission.subjects.all()
            # Whoever names a permission of one person says that they are shown.
            if len(permission.subjects.all()) == 1 or str(subject.pk) in ticked
        ]
        return PictureContent(
            file=file,
            alt=answer("alt"),
            decorative_reason="" if answer("alt") else answer("decorative"),
            rights=answer("rights"),
            rights_detail=answer("licence" if answer("rights") == "licence" else "rights_detail"),
            people=answer("people"),
            consents=tuple(subject.as_consent() for subject in shown),
        )


def covers(groups: list[Permission]) -> str:
    """Says that permissions are of several people."""
    *first, last = [permission.reference for permission in groups]
    verb = "cover" if first else "covers"
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{listed} {verb} several people; who is not ticked is not recorded as shown"


def choice_of(subject: Subject) -> str:
    """A person to choose, with why they cannot be shown."""
    if subject.withdrawn_on:
        return f"{subject} (no longer agrees)"
    return str(subject) if subject.in_force else f"{subject} (permission has ended)"
