"""GOV.UK markup around plain Django form fields, decided while rendering from the widget's type."""

import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

from councilsm.forms import GovukDateInput, when_in_words

register = template.Library()
register.filter("attributes", flatatt)  # a control's, as Django itself writes them

#: First match wins: Django's checkbox group is a kind of radio group, and that a kind of select.
KINDS: list[tuple[type[forms.Widget], str]] = [
    (GovukDateInput, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
]

CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}

#: What the sign-in library calls its errors, in our words.
PLAIN = {
    "email_password_mismatch": "Email or password is wrong",
    "incorrect_password": "Password is wrong",
    "incorrect_code": "That code is wrong. Enter the newest code",
    "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again",
    "rate_limited": "Too many tries. Wait a few minutes, then try again",
    "unknown_email": "Check the email address",
    "same_as_current": "Enter a value that differs from the one you have now",
}


@register.filter
def kind(bound: BoundField) -> str:
    """Which component shows this field: input, textarea, select, radios, date and so on."""
    widget = bound.field.widget
    return next((name for of, name in KINDS if isinstance(widget, of)), "input")


@register.inclusion_tag("forms/field.html", name="govuk_field")
def govuk_field(
    bound: BoundField, heading: bool = False, label: str = "", hint: str = "", width: int = 0
) -> dict[str, Any]:
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
    return {"field": bound, "heading": heading}


# --- Controls ---------------------------------------------------------------------------------


@register.simple_tag
def govuk_control(bound: BoundField) -> SafeString:
    """Renders the control alone: an input, textarea, select, file or single checkbox."""
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
        # The file that is there already is named in the field's own template.
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


@register.filter
def max_length(bound: BoundField) -> int | None:
    """The most characters a text area takes; None for other fields or without a limit."""
    if kind(bound) != "textarea":
        return None
    return getattr(bound.field, "max_length", None)


@dataclass
class Part:
    """One box of a date."""

    label: str
    widget: dict[str, Any]
    width: int


@register.filter
def parts(bound: BoundField) -> list[Part]:
    """The boxes of a date field."""
    widget = bound.field.widget
    attrs = bound.build_widget_attrs({}) | {"id": bound.auto_id}
    boxes = widget.get_context(bound.html_name, bound.value(), attrs)["widget"]["subwidgets"]
    found = []
    for name, box in zip(widget.parts, boxes, strict=True):
        width = {"year": 4, "time": 5, "from": 5, "to": 5}.get(name, 2)
        if width < 5:  # a time of day may say am or pm
            box["attrs"]["inputmode"] = "numeric"
        found.append(Part(name.capitalize(), box, width))
    return found


@dataclass
class Option:
    """One choice of a radio or checkbox group."""

    label: str
    widget: dict[str, Any]
    hint: str = ""
    words: str = ""
    reveals: list[BoundField] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Where the label points."""
        return str(self.widget["attrs"]["id"])


@register.filter
def options(bound: BoundField) -> list[Option]:
    """The choices of a radio or checkbox group, with the words and fields that each reveals."""
    said = ("option_words", "option_hints", "reveals")
    words, hints, reveals = (getattr(bound.form, name, {}).get(bound.name, {}) for name in said)
    found = []
    for choice in bound.subwidgets:
        value = str(choice.data["value"])
        # The group has the error, not each of its choices.
        ours = {"aria-invalid", "class"}
        attrs = {name: told for name, told in choice.data["attrs"].items() if name not in ours}
        widget = choice.data | {"attrs": attrs}
        option = Option(
            label=choice.data["label"],
            widget=widget,
            hint=hints.get(value, ""),
            words=words.get(value, ""),
            reveals=[bound.form[it] for it in reveals.get(value, ()) if it in bound.form.fields],
        )
        if option.reveals or option.words:
            widget["attrs"]["data-reveals"] = f"{option.id}_reveals"
        told = [f"{option.id}_{what}" for what in ("hint", "words") if getattr(option, what)]
        if told:
            widget["attrs"]["aria-describedby"] = " ".join(told)
        found.append(option)
    return found


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


# --- Errors -----------------------------------------------------------------------------------


@dataclass
class ErrorLink:
    """One line of the error summary; `target` is the id of the control to fix, empty for none."""

    text: str
    target: str = ""


@register.filter
def plain_errors(bound: BoundField) -> list[str]:
    """The field's errors, in words that say how to put it right."""
    data = bound.form.errors.get(bound.name)
    return [plain_error(error, bound) for error in data.as_data()] if data else []


@register.filter
def error_links(form: "forms.BaseForm | BaseFormSet[Any]") -> list[ErrorLink]:
    """Every error of a form or formset, in the order of its fields, with where to fix it."""
    if not isinstance(form, forms.BaseForm | BaseFormSet):
        return []  # a page without a form
    if isinstance(form, BaseFormSet):
        whole = [ErrorLink(str(text)) for text in form.non_form_errors()]
        return whole + [link for one in form.forms for link in error_links(one)]
    links = []
    if NON_FIELD_ERRORS in form.errors:
        links += [ErrorLink(plain_error(e)) for e in form.errors[NON_FIELD_ERRORS].as_data()]
    for bound in form:
        target = "" if bound.is_hidden else target_id(bound)
        links += [ErrorLink(text, target) for text in plain_errors(bound)]
    return links


def target_id(bound: BoundField) -> str:
    """The id of the control that takes the focus: in a group, the first one."""
    own = str(bound.field.widget.attrs.get("id") or bound.auto_id)
    return f"{own}_0" if kind(bound) in {"radios", "checkboxes", "date"} else own


def plain_error(error: ValidationError, bound: BoundField | None = None) -> str:
    """One error's words: ours for the sign-in library's and for Django's "required"."""
    if error.code in PLAIN:
        return PLAIN[error.code]
    text = " ".join(error.messages)
    if bound is not None:
        standard = forms.Field.default_error_messages["required"]
        if error.code == "required" and text == str(standard):
            return required_in_words(bound)
        if error.code == "invalid_choice" and text.startswith("Select a valid choice"):
            return "Select one of the choices"
    # One sentence goes without its full stop, as the design system has it.
    return text.removesuffix(".") if ". " not in text else text


def required_in_words(bound: BoundField) -> str:
    """What to do about an empty field, from its label: "Enter alt text", "Select reason"."""
    name = kind(bound)
    if name == "checkbox":
        return "Tick the box to continue"
    if name == "password":
        return f"Enter {str(bound.label).lower()}"
    if isinstance(bound.field, forms.EmailField):
        return "Enter an email address"
    verb = "Select" if name in {"radios", "checkboxes", "select", "file"} else "Enter"
    label = str(bound.label).strip()
    if not label or label.endswith("?") or len(label) > 40:
        return f"{verb} an answer"
    # "URL" keeps its capitals, "Post text" does not.
    return f"{verb} {label if label[1:2].isupper() else label[0].lower() + label[1:]}"


# --- Words ------------------------------------------------------------------------------------


@register.filter
def when(moment: date | datetime | None) -> str:
    """Writes "Monday 3 March 2025 at 9:15am", UK time; a plain date without the time."""
    return when_in_words(moment) if moment else ""


@register.filter
def current_file(bound: BoundField) -> str:
    """The name of the file that a file field holds already; empty for none."""
    name = getattr(bound.initial, "name", "") or ""
    return str(name).rsplit("/", 1)[-1]
