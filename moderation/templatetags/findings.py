"""What a page shows beside a finding: where to mend it, and what its author says of it."""

from typing import Any

from django import forms, template

from councilsm.field_words import target_id
from moderation.checks.findings import Finding, note_field

register = template.Library()


@register.simple_tag
def fix_target(finding: Finding, form: Any) -> str:
    """The id of the control that mends it; empty on a page without the composer."""
    if not isinstance(form, forms.BaseForm):
        return ""
    # The composer knows where it asks what, above all for pictures; other forms ask it as it is.
    questions = getattr(form, "questions", None)
    name = questions.asked_at(finding.field) if questions else finding.field
    return target_id(form[name]) if name in form.fields else ""


@register.simple_tag
def note_asked(finding: Finding, form: Any, draft: Any = None) -> dict[str, str] | None:
    """The field of the author's note with what was typed; None where there is no composer.

    A fact cannot be argued with: it has no note.
    """
    if finding.must_fix or not isinstance(form, forms.BaseForm):
        return None
    name = note_field(finding.check)
    kept = draft.working_copy.get(name, [""])[0] if draft else ""
    return {"name": name, "value": form.data.get(name, kept)}


@register.simple_tag
def note_given(finding: Finding, revision: Any) -> str:
    """What the author said of it on submitting; empty when nothing, or nothing was submitted."""
    given = getattr(revision, "findings", [])
    return next((each.get("note", "") for each in given if each["check"] == finding.check), "")
