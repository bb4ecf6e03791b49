"""A page does its work once, however often it is sent: it carries a key that the row keeps."""

from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest

#: The hidden field that holds the key.
NAME = "form_key"


def key_field() -> forms.UUIDField:
    """The field for a form: each page that shows the form new has a key of its own."""
    return forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


def sent_key(request: HttpRequest) -> UUID | None:
    """What tells the page that was sent from any other; None if that is no key."""
    try:
        return UUID(request.POST.get(NAME, ""))
    except ValueError:
        return None
