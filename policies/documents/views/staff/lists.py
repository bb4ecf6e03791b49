"""What belongs to a policy, each list on a page of its own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.as_read import fingerprint
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.once import Sending
from councilsm.refusals import AlreadyDone, RuleBroken
from policies.documents.actions import set_laws, set_parts, set_readers, set_related
from policies.documents.forms.lists import (
    PREFIX,
    LawForm,
    PartForm,
    RelatedForm,
    RowForm,
    ScopeForm,
    formset_of,
    with_another_row,
)
from policies.documents.listed import Said, laws_said, parts_said, related_said
from policies.documents.models import Policy
from policies.documents.views.staff.common import find_policy, step


@member_view(Duty.MANAGE_RULES)
def scope(request: MemberRequest, policy: str) -> HttpResponse:
    """Whom it binds, guides or leaves out, and the duties for which it is read."""
    found = find_policy(request, policy)
    form = ScopeForm(request.POST or None, council=request.council, initial=ScopeForm.of(found))
    act = partial(set_readers, policy=found, actor=request.user)
    return step(request, found, form, act, "scope", "Whom it binds is set.")


@member_view(Duty.MANAGE_RULES)
def parts(request: MemberRequest, policy: str) -> HttpResponse:
    """Who is responsible, accountable, consulted and informed (FTC-10-a)."""
    found = find_policy(request, policy)
    return rows_page(request, found, PartForm, "parts", set_parts, parts_said)


@member_view(Duty.MANAGE_RULES)
def laws(request: MemberRequest, policy: str) -> HttpResponse:
    """On which laws it rests."""
    found = find_policy(request, policy)
    return rows_page(request, found, LawForm, "laws", set_laws, laws_said)


@member_view(Duty.MANAGE_RULES)
def related(request: MemberRequest, policy: str) -> HttpResponse:
    """What is read together with it."""
    found = find_policy(request, policy)
    return rows_page(request, found, RelatedForm, "related", set_related, related_said)


def rows_page(
    request: MemberRequest,
    policy: Policy,
    form: type[RowForm],
    what: str,
    act: Callable[..., Policy],
    said: Callable[[Policy], Said],
) -> HttpResponse:
    """A page with a list that is set as a whole, row by row.

    Args:
        what: names the template, and what the action calls the list.
        said: all that the list says.
    """
    if request.method != "POST" and policy.withdrawn_on:
        return redirect(policy)
    refused = 0
    read = request.POST.get("read", "") or fingerprint(said(policy))
    kind = formset_of(form)
    given: dict[str, Any] = {"prefix": PREFIX, "form_kwargs": {"council": request.council}}
    if request.method != "POST":
        rows = kind(initial=form.of(policy), **given)
    else:
        rows = kind(with_another_row(request.POST), **given)
        if request.POST.get("do") == "more":
            for row in rows.forms:
                row.errors.clear()
        elif rows.is_valid():
            typed = [made for row in rows.forms if (made := row.row())]
            sending = Sending(request)
            try:
                act(policy=policy, actor=request.user, read=read, **{what: typed})
            except RuleBroken as error:
                if isinstance(error, AlreadyDone) and sending.is_repeated:
                    return redirect(policy)
                sending.refused()
                refused = 409
                rows.non_form_errors().append(error.sentence)
            else:
                messages.success(request, "The list is saved.")
                return redirect(policy)
        else:
            refused = 422
    context = {"policy": policy, "about": policy, "rows": rows, "read": read}
    return render(request, f"policies/documents/{what}.html", context, status=refused or 200)
