"""Keeps a form that could not be taken (the session had ended) and offers to send it again.

The typed fields wait in the visitor's own server-side session and are shown only to the person
who typed them: each form carries a signed note of who was signed in (`whose`).
"""

import re
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

SESSION_KEY = "kept_form"
SALT = "councilsm.resume"
#: How long after a page was shown its form can still be kept, in seconds.
LASTS = 7 * 24 * 3600
#: What the page of a kept form sends along, so that success is noticed.
CARRIED_ON = "carried_on"
#: Fields that are not the person's: a new page has its own.
NOT_TYPED = {"csrfmiddlewaretoken", "whose", CARRIED_ON}
#: Fields that go back as they came but say nothing to a reader: what the page carried unseen.
NOT_SHOWN = {
    *("based_on", "digest", "do", "next", "number", "revision", "version", "warned_about"),
    *("accounts", "form_key", "pictures"),
    *("captures_kept", "captures_without"),
    *("proof_kept", "record_copy_file_kept", "screenshot_kept"),
}
#: The boxes of one date.
DATE_BOX = re.compile(r"_(day|month|year|time)$")
#: What a field about one of several pictures begins with.
OF_PICTURE = re.compile(r"^picture_\d+_")
#: A choice as the form sends it, such as "new_post".
CODE = re.compile(r"[a-z]+(_[a-z]+)+")
#: Fields of which one of several answers is chosen.
CHOICE = re.compile(r"(_reason|_rights|_people|^outcome|^kind|^device|^wording|^party)$")
#: Characters kept at most, over all fields.
LARGEST = 200_000


def whose(user: Any) -> str:
    """The signed note that a form carries: who was signed in when it was shown."""
    return signing.dumps(user.pk, salt=SALT) if user.is_authenticated else ""


def keep_typed(request: HttpRequest) -> bool:
    """Keeps a POST in the session; says whether there was something to keep.

    Nothing is kept of a form without a valid note (another site could have sent it), of one that
    holds a password, of one about what nobody may keep (its words may describe it), or of one
    larger than `LARGEST`. Files are never kept.
    """
    if request.method != "POST" or not request.POST.get("whose") or request.POST.get("prohibited"):
        return False
    try:
        person = signing.loads(request.POST["whose"], salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return False
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
    ]
    if any("password" in name for name, _ in fields):
        return False
    if sum(len(name) + len(str(value)) for name, value in fields) > LARGEST:
        return False
    request.session[SESSION_KEY] = {
        "person": person,
        "url": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
    }
    return True


def carry_on(request: HttpRequest) -> HttpResponse:
    """Shows what was typed, ready to be sent to where it was going.

    Somebody else's is dropped unseen. A reload shows the person's own again, until it was taken.
    """
    kept = request.session.get(SESSION_KEY)
    if not kept or not _is_theirs(kept, request):
        request.session.pop(SESSION_KEY, None)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "carry_on.html", {"kept": kept, "shown": as_read(kept["fields"])})


def drop_taken(request: HttpRequest, response: HttpResponseBase) -> None:
    """Forgets the kept form once it was taken.

    A page that takes a form answers with a redirect; one that sends to sign in has not taken it.
    """
    if request.method != "POST" or CARRIED_ON not in request.POST:
        return
    onward = getattr(response, "url", "")
    if not onward or onward.startswith(reverse(settings.LOGIN_URL)):
        return
    kept = request.session.get(SESSION_KEY)
    if kept and kept["url"] == request.get_full_path():
        del request.session[SESSION_KEY]


def as_read(fields: list[list[str]]) -> list[dict[str, str]]:
    """What was typed, by label; the boxes of a date and the choices of a group on one line."""
    lines: dict[str, list[str]] = {}
    for name, value in fields:
        if value and name not in NOT_SHOWN:
            words = OF_PICTURE.sub("picture ", DATE_BOX.sub("", name))
            lines.setdefault(label(words), []).append(in_words(name, value))
    return [{"label": words, "value": " ".join(values)} for words, values in lines.items()]


def in_words(name: str, value: str) -> str:
    """What was typed as it is; a choice's code as words: "new_post" becomes "New post".

    A code of one word is known by its field, such as "reject_reason".
    """
    if value == "on":
        return "Yes"
    coded = CODE.fullmatch(value) or (CHOICE.search(name) and value.isalpha())
    return value.replace("_", " ").capitalize() if coded else value


def label(name: str) -> str:
    """A field's name as words: "appoint-starts_on" becomes "Starts on"."""
    words = re.sub(r"^[a-z]+(-\d+)?-", "", name).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _is_theirs(kept: dict[str, Any], request: HttpRequest) -> bool:
    return bool(
        kept["person"] == request.user.pk
        and url_has_allowed_host_and_scheme(kept["url"], allowed_hosts=None)
    )
