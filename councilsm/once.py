"""A page does its work once, however often it is sent: it carries a key that the row keeps."""

import json
from uuid import UUID, uuid4

from django import forms
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

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


class Sending:
    """A form as somebody sent it: to tell the very same form sent twice from other words.

    Kept for some hours as a digest alone, before its work is done: who clicks twice is known then,
    while the first click still works.
    """

    #: Seconds.
    KEPT = 12 * 60 * 60

    def __init__(self, request: HttpRequest) -> None:
        said = {name: request.POST.getlist(name) for name in sorted(request.POST)}
        said.pop("csrfmiddlewaretoken", None)
        files = [
            (name, file.name, file.size)
            for name in sorted(request.FILES)
            for file in request.FILES.getlist(name)
        ]
        page = [request.user.pk, request.get_full_path(), request.POST.get(NAME, "")]
        self._key = f"sent:{_digest(page)}"
        self._words = _digest([said, files])
        self._before = cache.get(self._key)
        cache.set(self._key, self._words, self.KEPT)

    @property
    def is_repeated(self) -> bool:
        """Whether the same person sent the very same from this page before, and it was done."""
        return bool(self._before == self._words)

    def refused(self) -> None:
        """It was not done: sent again it is no repetition."""
        cache.set(self._key, self._before, self.KEPT)


def _digest(values: object) -> str:
    return salted_hmac("councilsm.once", json.dumps(values), algorithm="sha256").hexdigest()
