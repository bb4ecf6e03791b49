"""A working copy: the composer's fields exactly as typed, right or wrong."""

from typing import Any

from django.http import QueryDict

from accounts.councils.rulebook import Kind
from moderation.checks.findings import CHECKS, note_field
from moderation.drafts.forms.composing import DraftForm

WorkingCopy = dict[str, list[str]]


def as_typed(form: DraftForm) -> WorkingCopy:
    """What a page sent, field by field, for the working copy.

    A null byte, which nobody types and PostgreSQL cannot keep, is left out.
    """
    names = {"pictures", *(note_field(check) for check in CHECKS)}
    for name, field in form.fields.items():
        parts = getattr(field.widget, "parts", ())
        names |= {f"{name}_{part}" for part in parts} if parts else {name}
    data = form.data
    assert isinstance(data, QueryDict)
    return {
        name: [value.replace("\x00", "") for value in data.getlist(name)]
        for name in data
        if name in names - {"version"}
    }


def typed_again(council: Any, typed: WorkingCopy, **values: Any) -> DraftForm:
    """The composer as if a working copy had just been sent, half-typed dates included.

    Args:
        values: fields that are not the author's, such as the version.
    """
    data = QueryDict(mutable=True)
    for name, texts in typed.items():
        data.setlist(name, texts)
    data.setdefault("kind", Kind.NEW_POST.value)
    for name, value in values.items():
        data[name] = str(value)
    return DraftForm(data, council=council)


def notes_in(typed: WorkingCopy) -> dict[str, str]:
    """The author's notes, by the check's name; those that say nothing are left out."""
    notes = {check: " ".join(typed.get(note_field(check), [])).strip() for check in CHECKS}
    return {check: note for check, note in notes.items() if note}
