"""The composer's questions about each picture: what it shows, whose it is, who is in it."""

import re
from typing import Any

from django import forms

from accounts.councils.models import Council
from councilsm.files.models import StoredFile
from moderation.checks.content import PEOPLE, RIGHTS, PictureContent
from moderation.drafts.words import WordsField
from moderation.pictures.models import Permission, Subject

#: As many as the platforms take together.
MOST_PICTURES = 10
REFERENCES = (
    "Their references, for example C-0012. To record a new one, save this and go to Permissions"
)
#: Embeddings and isolates, U+202A to U+202C and U+2066 to U+2069.
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202D), *range(0x2066, 0x206A)])
REFERENCE = re.compile(r"C-0*(\d{1,9})", re.IGNORECASE)


class SpokenField(WordsField):
    """Words that a screen reader speaks: without marks that only turn what is seen.

    Copied names and telephone numbers carry such marks unseen. What reverses words is refused.
    """

    def clean(self, value: Any) -> str:
        return super().clean(str(value or "").translate(DIRECTION_MARKS))


def ask(label: str, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("max_length", 300)
    return SpokenField(label=label, required=False, **kwargs)


def small(name: str) -> dict[str, str]:
    return {"class": f"govuk-{name}--small"}


def common_fields() -> dict[str, forms.Field]:
    """What may be answered for all pictures at once."""
    return {
        "rights": forms.ChoiceField(
            label="Whose picture is it?",
            choices=RIGHTS,
            required=False,
            widget=forms.RadioSelect(attrs=small("radios")),
        ),
        "rights_detail": ask("Who made it, and who gave permission, when?"),
        "licence": ask("Which licence, and who made it?"),
        "people": forms.ChoiceField(
            label="Who can be seen in it?",
            choices=PEOPLE,
            required=False,
            widget=forms.RadioSelect(attrs=small("radios")),
        ),
        "permissions": ask("Permissions on record", help_text=REFERENCES),
        "child_permissions": ask(
            "Permissions on record, from a parent or legal guardian", help_text=REFERENCES
        ),
    }


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


def picture_fields() -> dict[str, forms.Field]:
    """What is asked of one picture."""
    return {
        "alt": ask(
            "What does it show?",
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="For people who cannot see it. Say what matters in it, words included",
        ),
        "decorative": ask(
            "Or why it needs no description",
            max_length=200,
            help_text="Only if it is decoration and tells nobody anything",
        ),
        **common_fields(),
    }


class PictureQuestions:
    """The pictures of one composer page, with their fields and what was answered.

    Args:
        pictures: the typed ids of stored files, in order; those of other councils are left out.
        permissions: what was typed as references, from which the people to choose from are known.
    """

    def __init__(self, council: Council, pictures: list[str], typed: dict[str, str]) -> None:
        wanted = [int(pk) for pk in dict.fromkeys(pictures) if pk.isascii() and pk.isdigit()]
        found = council.files.in_bulk([pk for pk in wanted if pk < 2**63])
        self.council = council
        self.files: list[StoredFile] = [found[pk] for pk in wanted if pk in found][:MOST_PICTURES]
        self.permissions = self._known(typed)

    def _known(self, typed: dict[str, str]) -> dict[int, Permission]:
        numbers = {number for text in typed.values() for number in numbers_in(text)}
        if not numbers:
            return {}
        rows = self.council.permissions.filter(number__in=numbers).prefetch_related("subjects")
        return {row.number: row for row in rows}

    def fields(self, typed: dict[str, str]) -> dict[str, forms.Field]:
        """Every field, named `picture_<id>_<question>`, and `all_<question>` for all at once."""
        fields: dict[str, forms.Field] = {}
        if len(self.files) > 1:
            fields |= {f"all_{name}": field for name, field in common_fields().items()}
        for file in self.files:
            named = {f"picture_{file.pk}_{name}": f for name, f in picture_fields().items()}
            fields |= named
            people = self.subjects(typed, file)
            if people:
                fields[f"picture_{file.pk}_not_shown"] = forms.MultipleChoiceField(
                    label="Tick anyone who is not in this picture",
                    choices=[(str(subject.pk), choice_of(subject)) for subject in people],
                    required=False,
                    widget=forms.CheckboxSelectMultiple(attrs=small("checkboxes")),
                )
        return fields

    def subjects(self, typed: dict[str, str], file: StoredFile) -> list[Subject]:
        """Whom the permissions named for a picture, or for all of them, are about."""
        prefix = f"picture_{file.pk}_"
        own = (
            f"{typed.get(f'{prefix}permissions', '')} {typed.get(f'{prefix}child_permissions', '')}"
        )
        all_of_them = f"{typed.get('all_permissions', '')} {typed.get('all_child_permissions', '')}"
        numbers = numbers_in(own) or numbers_in(all_of_them)
        permissions = [self.permissions[n] for n in dict.fromkeys(numbers) if n in self.permissions]
        for permission in permissions:
            for subject in permission.subjects.all():
                subject.permission = permission
        return [subject for permission in permissions for subject in permission.subjects.all()]

    def reveals(self) -> dict[str, dict[str, list[str]]]:
        """Which answers open which questions, for every picture and for all at once."""
        prefixes = ["all_", *(f"picture_{file.pk}_" for file in self.files)]
        return {name: opened for prefix in prefixes for name, opened in reveals(prefix).items()}

    def unknown(self, text: str) -> list[str]:
        """References that are no permission of this council."""
        return [f"C-{n:04}" for n in numbers_in(text) if n not in self.permissions]

    def content(self, cleaned: dict[str, Any]) -> tuple[PictureContent, ...]:
        """The pictures as an author submits them, from cleaned answers."""
        return tuple(self._content(file, cleaned) for file in self.files)

    def _content(self, file: StoredFile, cleaned: dict[str, Any]) -> PictureContent:
        def answer(question: str) -> str:
            own = cleaned.get(f"picture_{file.pk}_{question}")
            return str(own or cleaned.get(f"all_{question}") or "")

        typed = {name: str(value) for name, value in cleaned.items() if "permissions" in name}
        absent = set(cleaned.get(f"picture_{file.pk}_not_shown") or ())
        shown = [s for s in self.subjects(typed, file) if str(s.pk) not in absent]
        if answer("people") not in {"named", "under_18"}:
            shown = []
        return PictureContent(
            file=file,
            alt=answer("alt"),
            decorative_reason="" if answer("alt") else answer("decorative"),
            rights=answer("rights"),
            rights_detail=answer("licence" if answer("rights") == "licence" else "rights_detail"),
            people=answer("people"),
            consents=tuple(subject.as_consent() for subject in shown),
        )


def choice_of(subject: Subject) -> str:
    """A person to choose, with why they cannot be shown."""
    if subject.withdrawn_on:
        return f"{subject} (no longer agrees)"
    return str(subject) if subject.in_force else f"{subject} (permission has ended)"


def numbers_in(text: str) -> list[int]:
    """The numbers of the permissions that a text names."""
    return [int(number) for number in REFERENCE.findall(text)]
