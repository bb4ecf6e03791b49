"""Joining by the link of an invitation."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.people.actions.invitations import accept_invitation, find_invitation, works
from accounts.people.forms import JoinForm
from accounts.people.models import Invitation
from councilsm.access import public
from councilsm.refusals import RuleBroken, page_status

#: Tries one address may make in a while; an office may share one. The while is in seconds.
TRIES, WHILE = 30, 300


@public
@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, secret: str) -> HttpResponse:
    if request.method == "POST" and too_many_tries(request):
        return render(request, "429.html", status=429)
    invitation = find_invitation(secret)
    if invitation is None or not works(invitation):
        return no_longer(request, 410 if invitation else 404)
    person = invitation.membership.person
    visitor = request.user if request.user.is_authenticated else None
    known = person.has_usable_password()
    form = JoinForm(request.POST or None)
    if request.method == "POST" and visitor in {person, None}:
        if known and visitor is None:
            return redirect(f"{resolve_url('account_login')}?next={request.path}")
        taken = known or form.is_valid()
        if taken and (response := accept(request, invitation, form, visitor)):
            return response
    return join_page(request, invitation, form, visitor)


def accept(
    request: HttpRequest, invitation: Invitation, form: JoinForm, visitor: Any
) -> HttpResponse | None:
    """Uses the link up and goes on; None when the password is too weak, as the form then says."""
    password = None if visitor else form.cleaned_data["password"]
    try:
        person = accept_invitation(invitation=invitation, password=password, actor=visitor)
    except RuleBroken:
        return no_longer(request, 409)
    except ValidationError as error:
        form.add_error("password", error)
        return None
    here = person.membership_at(invitation.council)
    onward = resolve_url(invitation.council if here else "councils:choose")
    if visitor:
        return redirect(onward)
    return perform_login(request, person, redirect_url=onward)


def join_page(
    request: HttpRequest, invitation: Invitation, form: JoinForm, visitor: Any
) -> HttpResponse:
    """Who invites whom, to which offices, and what to do."""
    membership = invitation.membership
    wrong = visitor is not None and visitor != membership.person
    known = membership.person.has_usable_password()
    asks = not (known or wrong)
    context = {
        "invitation": invitation,
        "person": membership.person,
        "appointments": membership.appointments.select_related("office"),
        "known": known,
        "wrong_person": wrong,
        "form": form if asks else None,
    }
    refused = 409 if wrong and request.method == "POST" else 0
    status = page_status(form) if asks else refused or 200
    return render(request, "accounts/people/join.html", context, status=status)


def no_longer(request: HttpRequest, status: int) -> HttpResponse:
    """One page for every link that opens nothing, whatever the reason."""
    return render(request, "accounts/people/link_ended.html", status=status)


def too_many_tries(request: HttpRequest) -> bool:
    key = f"join:{get_adapter().get_client_ip(request)}"
    tries = cache.get(key, 0) + 1
    cache.set(key, tries, WHILE)
    return tries > TRIES
