"""What forms of other features take from the register: public addresses, and no secrets."""

from typing import Any

from django import forms

from accounts.register.addresses import address_problem, with_scheme
from accounts.register.secrets import REFUSAL, looks_secret
from councilsm import plain_words
from councilsm.plain_words import holds_hidden

#: Fields in which a platform's own codes are no secret.
ADDRESSES = ("url", "handle", "recovery_email")


def refuse_secrets_on(form: forms.BaseForm) -> None:
    """Puts an error on each field that holds something like a password, or what nobody can see."""
    for name, value in list(form.cleaned_data.items()):
        if isinstance(value, str) and name not in ADDRESSES and looks_secret(value):
            form.add_error(name, REFUSAL)
        elif isinstance(value, str) and holds_hidden(value):
            form.add_error(name, plain_words.REFUSAL)


class AddressField(forms.CharField):
    """A public web address of at most 300 characters; `https://` goes before one without."""

    widget = forms.URLInput

    def __init__(self, *, max_length: int = 300, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return with_scheme(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and (problem := address_problem(value)):
            raise forms.ValidationError(problem)
