"""Keeps a form that could not be taken (the session had ended) and offers to send it again.

The typed fields wait in the visitor's own server-side session and are shown only to the person
who typed them: each form carries a signed note of who was signed in (`whose`).
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

SESSION_KEY = "kept_form"
SALT = "councilsm.resume"
#: Fields that are not what the person typed.
NOT_TYPED = {"csrfmiddlewaretoken", "whose"}
#: Characters kept at most, over all fields.
LARGEST = 200_000


def whose(user: Any) -> str:
    """The signed note that a form carries: who was signed in when it was shown."""
    return signing.dumps(user.pk, salt=SALT) if user.is_authenticated else ""


def keep_typed(request: HttpRequest) -> bool:
    """Keeps a POST in the session; says whether there was something to keep."""
    if request.method != "POST" or not request.POST.get("whose"):
        return False
    try:
        person = signing.loads(request.POST["whose"], salt=SALT, max_age=7 * 24 * 3600)
    except signing.BadSignature:
        return False
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
    ]
    if sum(len(str(value)) for _, value in fields) > LARGEST:
        return False
    request.session[SESSION_KEY] = {
        "person": person,
        "url": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
    }
    return True


def carry_on(request: HttpRequest) -> HttpResponse:
    """Shows what was typed, ready to be sent to where it was going."""
    kept = request.session.pop(SESSION_KEY, None)
    if not kept or kept["person"] != request.user.pk:
        return redirect("councils:choose")
    if not url_has_allowed_host_and_scheme(kept["url"], allowed_hosts=None):
        return redirect("councils:choose")
    request.session[SESSION_KEY] = kept  # a reload shows it again; the next form replaces it
    return render(request, "carry_on.html", {"kept": kept})
