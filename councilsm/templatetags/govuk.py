"""GOV.UK markup around plain Django form fields, decided while rendering from the widget's type."""

from datetime import date, datetime

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from councilsm.field_html import field_html
from councilsm.field_words import error_links
from councilsm.forms import when_in_words

register = template.Library()
register.filter(error_links)


@register.simple_tag
def govuk_field(
    bound: BoundField, heading: bool = False, label: str = "", hint: str = "", width: int = 0
) -> SafeString:
    """Renders label, hint, error and control.

    Args:
        bound: the field.
        heading: makes the label the page's H1, for a page that asks one thing.
        label: words instead of the field's own, for a form that is not ours.
        hint: likewise.
        width: of an input, in characters: 2, 3, 4, 5, 10, 20 or 30; 0 for the whole column.
    """
    if label:
        bound.label = label
    if hint:
        bound.help_text = hint
    if width:
        # A form's widgets are its own copies, so no other page sees this.
        bound.field.widget.attrs["class"] = f"govuk-input--width-{width}"
    return field_html(bound, heading=heading)


@register.filter
def main_fields(form: forms.BaseForm) -> list[BoundField]:
    """The visible fields that no choice reveals, in order."""
    revealed = {
        name
        for choices in getattr(form, "reveals", {}).values()
        for names in choices.values()
        for name in names
    }
    return [bound for bound in form.visible_fields() if bound.name not in revealed]


@register.filter
def when(moment: date | datetime | None) -> str:
    """Writes "Monday 3 March 2025 at 9:15am", UK time; a plain date without the time."""
    return when_in_words(moment) if moment else ""
