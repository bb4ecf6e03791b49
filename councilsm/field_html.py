"""A form's field as GOV.UK's components have it: label, hint, error and control.

Written out here and not by templates: as templates, the twenty fields of a long form took half of
its page's time.
"""

import copy
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councilsm.field_options import Option, options
from councilsm.field_words import kind, plain_errors

CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
NOTHING = SafeString("")


def field_html(bound: BoundField, *, heading: bool = False) -> SafeString:
    """Label, hint, error and control. The ids are those that Django describes the control by.

    Args:
        heading: makes the label the page's H1.
    """
    name = kind(bound)
    if name in {"radios", "checkboxes", "date"}:
        return _group(bound, name, heading)
    return _checkbox(bound) if name == "checkbox" else _single(bound, name, heading)


# --- One control ------------------------------------------------------------------------------


def _single(bound: BoundField, name: str, heading: bool) -> SafeString:
    limit = max_length(bound)
    parts = [_label(bound, heading), _hint(bound), _errors(bound)]
    if name == "password":
        parts.append(
            format_html(
                '<div class="govuk-input__wrapper govuk-password-input__wrapper">{}'
                '<button type="button" class="govuk-button govuk-button--secondary '
                'govuk-password-input__toggle govuk-js-password-input-toggle" '
                'data-module="govuk-button" aria-controls="{}" aria-label="Show password" hidden>'
                "Show</button></div>",
                control(bound),
                bound.id_for_label,
            )
        )
        more, attrs = " govuk-password-input", SafeString(' data-module="govuk-password-input"')
    else:
        if name == "file" and (current := current_file(bound)):
            parts.append(format_html('<p class="govuk-body">Current file: {}</p>', current))
        parts.append(control(bound))
        more, attrs = "", NOTHING
    if limit:
        parts.append(
            format_html(
                '<div id="{}-info" class="govuk-hint govuk-character-count__message">'
                "You can enter up to {} characters</div>",
                bound.auto_id,
                limit,
            )
        )
        more = " govuk-character-count"
        attrs = format_html(
            ' data-module="govuk-character-count" data-maxlength="{}" data-threshold="90"', limit
        )
    return _form_group(bound, parts, more, attrs)


def _checkbox(bound: BoundField) -> SafeString:
    hint = NOTHING
    if bound.help_text:
        hint = format_html(
            '<div id="{}_helptext" class="govuk-hint govuk-checkboxes__hint">{}</div>',
            bound.auto_id,
            bound.help_text,
        )
    box = format_html(
        '<div class="govuk-checkboxes" data-module="govuk-checkboxes">'
        '<div class="govuk-checkboxes__item">{}'
        '<label class="govuk-label govuk-checkboxes__label" for="{}">{}</label>{}</div></div>',
        control(bound),
        bound.id_for_label,
        bound.label,
        hint,
    )
    return _form_group(bound, [_errors(bound), box])


def control(bound: BoundField) -> SafeString:
    """The control alone: an input, textarea, select, file or single checkbox."""
    name = kind(bound)
    base = CLASSES[name]
    widget = copy.copy(bound.field.widget)
    classes = [base]
    attrs: dict[str, Any] = {}
    if name in {"input", "password", "textarea"}:
        # False leaves an attribute out. A browser would silently cut what is pasted beyond
        # maxlength; a placeholder disappears when it is needed.
        attrs |= {"maxlength": False, "placeholder": False}
    if name == "password":
        classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    if isinstance(widget, forms.EmailInput | forms.URLInput):
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
    if isinstance(widget, forms.NumberInput):
        # A number box drops letters unseen and changes when it is scrolled over.
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(
            bound.field, forms.DecimalField | forms.FloatField
        )
        widget.input_type = "text"
        attrs |= {"inputmode": "numeric" if whole else "decimal"}
        attrs |= {"min": False, "max": False, "step": False}
    if isinstance(widget, forms.ClearableFileInput):
        # The file that is there already is named beside it.
        widget.template_name = "django/forms/widgets/file.html"
    if max_length(bound):
        classes.append("govuk-js-character-count")
        described = [bound.aria_describedby or "", f"{bound.auto_id}-info"]
        attrs["aria-describedby"] = " ".join(filter(None, described))
    if bound.errors and name != "checkbox":
        classes.append(f"{base}--error")
    if own := bound.field.widget.attrs.get("class"):
        classes.append(own)
    attrs["class"] = " ".join(classes)
    return bound.as_widget(widget=widget, attrs=attrs)


def max_length(bound: BoundField) -> int | None:
    """The most characters a text area takes; None for other fields or without a limit."""
    if kind(bound) != "textarea":
        return None
    return getattr(bound.field, "max_length", None)


def current_file(bound: BoundField) -> str:
    """The name of the file that a file field holds already; empty for none."""
    name = getattr(bound.initial, "name", "") or ""
    return str(name).rsplit("/", 1)[-1]


# --- Groups of controls -----------------------------------------------------------------------


def _group(bound: BoundField, name: str, heading: bool) -> SafeString:
    legend = (
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--l">'
        '<h1 class="govuk-fieldset__heading">{}</h1></legend>'
        if heading
        else '<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{}</legend>'
    )
    described = bound.aria_describedby
    fieldset = format_html(
        '<fieldset class="govuk-fieldset"{}{}>{}{}{}{}</fieldset>',
        SafeString(' role="group"' if name == "date" else ""),
        format_html(' aria-describedby="{}"', described) if described else "",
        format_html(legend, bound.label),
        _hint(bound),
        _errors(bound),
        _date(bound) if name == "date" else _choices(bound, name),
    )
    return _form_group(bound, [fieldset])


def _date(bound: BoundField) -> SafeString:
    """The boxes of a date field."""
    widget = bound.field.widget
    attrs = bound.build_widget_attrs({}) | {"id": bound.auto_id}
    boxes = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]["subwidgets"]
    error = " govuk-input--error" if bound.errors else ""
    items = []
    for name, box in zip(widget.parts, boxes, strict=True):
        width = {"year": 4, "time": 5, "from": 5, "to": 5}.get(name, 2)
        if width < 5:  # a time of day may say am or pm
            box["attrs"]["inputmode"] = "numeric"
        value = box["value"]
        items.append(
            (
                *(box["attrs"]["id"], name.capitalize(), width, error, box["name"]),
                format_html(' value="{}"', value) if value is not None else "",
                flatatt(box["attrs"]),
            )
        )
    return format_html(
        '<div class="govuk-date-input" id="{}">{}</div>',
        bound.auto_id,
        format_html_join(
            "",
            '<div class="govuk-date-input__item"><div class="govuk-form-group">'
            '<label class="govuk-label govuk-date-input__label" for="{}">{}</label>'
            '<input class="govuk-input govuk-date-input__input govuk-input--width-{}{}" '
            'type="text" name="{}"{}{}></div></div>',
            items,
        ),
    )


def _choices(bound: BoundField, name: str) -> SafeString:
    """The choices of a radio or checkbox group, each with what it reveals."""
    own = bound.field.widget.attrs.get("class")
    # A class given to the widget, such as govuk-radios--small, goes on the group.
    return format_html(
        '<div class="govuk-{0}{1}" data-module="govuk-{0}">{2}</div>',
        name,
        f" {own}" if own else "",
        _joined([_choice(option, name) for option in options(bound)]),
    )


def _choice(option: Option, name: str) -> SafeString:
    widget = option.widget
    html = format_html(
        '<div class="govuk-{0}__item"><input class="govuk-{0}__input" type="{1}" name="{2}" '
        'value="{3}"{4}><label class="govuk-label govuk-{0}__label" for="{5}">{6}</label>{7}</div>',
        *(name, widget["type"], widget["name"], str(widget["value"]), flatatt(widget["attrs"])),
        *(option.id, option.label),
        format_html(
            '<div id="{}_hint" class="govuk-hint govuk-{}__hint">{}</div>',
            *(option.id, name, option.hint),
        )
        if option.hint
        else "",
    )
    if not (option.reveals or option.words):
        return html
    words = NOTHING
    if option.words:
        words = format_html('<p class="govuk-body" id="{}_words">{}</p>', option.id, option.words)
    return html + format_html(
        '<div class="govuk-{0}__conditional{1}" id="{2}_reveals">{3}{4}</div>',
        name,
        "" if widget["selected"] else f" govuk-{name}__conditional--hidden",
        option.id,
        words,
        _joined([field_html(inner) for inner in option.reveals]),
    )


# --- Parts of all -----------------------------------------------------------------------------


def _form_group(
    bound: BoundField, parts: list[SafeString], more: str = "", attrs: SafeString = NOTHING
) -> SafeString:
    error = " govuk-form-group--error" if bound.errors else ""
    html = '<div class="govuk-form-group{}{}"{}>{}</div>'
    return format_html(html, error, more, attrs, _joined(parts))


def _label(bound: BoundField, heading: bool) -> SafeString:
    html = '<label class="govuk-label govuk-label--s" for="{}">{}</label>'
    if heading:
        html = (
            '<h1 class="govuk-label-wrapper">'
            '<label class="govuk-label govuk-label--l" for="{}">{}</label></h1>'
        )
    return format_html(html, bound.id_for_label, bound.label)


def _hint(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return NOTHING
    html = '<div id="{}_helptext" class="govuk-hint">{}</div>'
    return format_html(html, bound.auto_id, bound.help_text)


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    texts = format_html_join(
        "",
        '<p class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span> {}</p>',
        ((text,) for text in plain_errors(bound)),
    )
    return format_html('<div id="{}_error">{}</div>', bound.auto_id, texts)


def _joined(parts: list[SafeString]) -> SafeString:
    return SafeString("".join(parts))
