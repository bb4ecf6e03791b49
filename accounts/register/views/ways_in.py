"""Ways in: how people get into the accounts. For those who keep the register."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.dates import today
from accounts.register.actions import (
    add_way_in,
    change_way_in,
    end_way_in,
    record_new_password,
)
from accounts.register.forms.ways_in import EndWayInForm, NewPasswordForm, WayInForm
from accounts.register.models import WayIn
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm


@member_view(Duty.KEEP_REGISTER)
def add(request: MemberRequest) -> HttpResponse:
    """A new way in; `?account=` ticks the account it was asked for from."""
    ticked = request.GET.get("account", "")
    known = {"accounts": [int(ticked)]} if re.fullmatch(r"[0-9]{1,9}", ticked) else {}
    form = WayInForm(request.POST or None, council=request.council, initial=known)
    refused = 0
    if request.method == "POST" and form.is_valid():
        try:
            way_in = add_way_in(council=request.council, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{way_in} added.")
            return redirect(way_in)
    status = page_status(form, refused)
    return render(request, "accounts/register/way_in_form.html", {"form": form}, status=status)


@member_view(Duty.KEEP_REGISTER)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    way_in = find(request, pk)
    grants = request.council.access_grants.filter(
        way_in=way_in, removed_on__isnull=True, continued_as__isnull=True
    )
    context = {
        "way_in": way_in,
        "accounts": way_in.opens.all(),
        "grants": grants.select_related("membership__person").order_by("number"),
        "events": timeline(way_in),
    }
    return render(request, "accounts/register/way_in.html", context)


@member_view(Duty.KEEP_REGISTER)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    way_in = find(request, pk)
    form = WayInForm(request.POST or None, council=request.council, way_in=way_in)
    said = f"{way_in} changed."
    return act(request, way_in, form, change_way_in, said, "way_in_form")


@member_view(Duty.KEEP_REGISTER)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    way_in = find(request, pk)
    form = EndWayInForm(request.POST or None, council=request.council, initial={"on": today()})
    said = f"{way_in} is no longer used."
    return act(request, way_in, form, end_way_in, said, "way_in_end")


@member_view(Duty.KEEP_REGISTER)
def new_password(request: MemberRequest, pk: int) -> HttpResponse:
    way_in = find(request, pk)
    form = NewPasswordForm(request.POST or None, council=request.council, initial={"on": today()})
    said = f"The password of {way_in} is recorded as changed."
    return act(request, way_in, form, record_new_password, said, "way_in_password")


def find(request: MemberRequest, pk: int) -> WayIn:
    """One way in of the council, or 404."""
    way_in: WayIn = get_object_or_404(request.council.ways_in, pk=pk)
    way_in.council = request.council
    return way_in


def act(
    request: MemberRequest,
    way_in: WayIn,
    form: CouncilForm,
    action: Callable[..., Any],
    said: str,
    page: str,
) -> HttpResponse:
    """Calls an action with a form's values; the page again, everything typed kept, if it refuses.

    Args:
        said: what the next page says.
        page: the template that shows the form.
    """
    act = partial(action, way_in=way_in, actor=request.user)
    template = f"accounts/register/{page}.html"
    return take_step(request, form, act, template, said=said, then=way_in, way_in=way_in)
