"""Which component shows a field, and what is wrong with it, in words that say how to mend it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet

from councilsm.forms import GovukDateInput

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


def kind(bound: BoundField) -> str:
    """Which component shows this field: input, textarea, select, radios, date and so on."""
    widget = bound.field.widget
    return next((name for of, name in KINDS if isinstance(widget, of)), "input")


@dataclass
class ErrorLink:
    """One line of the error summary; `target` is the id of the control to fix, empty for none."""

    text: str
    target: str = ""


def plain_errors(bound: BoundField) -> list[str]:
    """The field's errors, in words that say how to put it right."""
    data = bound.form.errors.get(bound.name)
    return [plain_error(error, bound) for error in data.as_data()] if data else []


def error_links(form: "forms.BaseForm | BaseFormSet[Any]") -> list[ErrorLink]:
    """Every error of a form or formset, in the order of its fields, with where to fix it."""
    if not isinstance(form, forms.BaseForm | BaseFormSet):
        return []  # a page without a form
    if isinstance(form, BaseFormSet):
        whole = [ErrorLink(str(text)) for text in form.non_form_errors()]
        return whole + [link for one in form.forms for link in error_links(one)]
    if not form.errors:
        return []
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
