"""Who is here, and adding somebody."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.people import overview
from accounts.people.actions import add_person
from accounts.people.forms import AddPersonForm
from accounts.people.untold import leave_out_ending
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.MANAGE_PEOPLE, handover=True)
def people_list(request: MemberRequest) -> HttpResponse:
    left = request.GET.get("show") == "left"
    name = request.GET.get("name", "").strip()
    found = overview.people(request.council, left=left, name=name)
    page = keyset_page(found, request, order=("name", "pk"))
    offices = overview.offices(request.council)
    until = overview.last_day_of_managers(request.council, offices)
    kept = leave_out_ending(request.membership, page.items)
    context = {
        "page": page,
        "people": page.items,
        "offices": offices,
        "managed_until": None if kept else until,
        "left": left,
        "name": name,
        "first_page": not (left or name or page.newer_url),
    }
    return render(request, "accounts/people/list.html", context)


@member_view(Duty.MANAGE_PEOPLE, handover=True)
def add(request: MemberRequest) -> HttpResponse:
    form = AddPersonForm(request.POST or None, council=request.council, initial=as_before(request))
    refused = 0
    if form.is_valid():
        try:
            membership = add_person(council=request.council, actor=request.user, **form.person())
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            sent = f" An invitation is on its way to {membership.person.email}."
            words = f"{membership.goes_by} is added.{sent if membership.can_sign_in else ''}"
            messages.success(request, words)
            return redirect(membership)
    return render(
        request, "accounts/people/add.html", {"form": form}, status=page_status(form, refused)
    )


def as_before(request: MemberRequest) -> dict[str, Any]:
    """What the form begins with for somebody who was here and comes back, named in the address."""
    asked = request.GET.get("again", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return {}
    people = request.council.memberships.filter(ends_on__isnull=False).select_related("person")
    left = people.filter(pk=int(asked)).first()
    if left is None:
        return {}
    return {
        "name": left.goes_by,
        "email": left.person.email,
        "sign_in": "yes" if left.can_sign_in else "no",
        "category": left.category,
        "organisation": left.organisation,
        "contact": left.contact,
        "line_manager": left.line_manager_id,
    }
