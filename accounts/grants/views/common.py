"""What the pages of access share: finding a grant or an account, and a form that does one thing."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.grants.actions import KEEPERS
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant
from councilsm.access import MemberRequest
from councilsm.duties import Duty
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm

#: What an address calls an account and a way in.
KINDS = {"account": "official_accounts", "way-in": "ways_in"}


def require_any(request: MemberRequest, *duties: Duty) -> None:
    """Lets in whoever holds one of several duties.

    Raises:
        PermissionDenied: the member holds none of them.
    """
    if not any(request.membership.allows(duty) for duty in duties):
        raise PermissionDenied(duties[0].label)


def may_keep(request: MemberRequest) -> bool:
    """Whether the member may take stock and record what the platforms show."""
    return any(request.membership.allows(duty) for duty in KEEPERS)


def find(request: MemberRequest, number: int) -> AccessGrant:
    """One of the council's grants, or 404."""
    grants = request.council.access_grants.shown().select_related(
        *("account__owner", "requested_by", "confirmed_by", "removed_by"),
        *("removal_evidence", "continued_as"),
    )
    grant: AccessGrant = get_object_or_404(grants, number=number)
    grant.council = request.council
    what = grant.account or grant.way_in
    assert what is not None  # grant_of_account_or_way_in
    what.council = request.council
    if grant.membership:
        grant.membership.council = request.council
    return grant


def find_what(request: MemberRequest, kind: str, pk: int) -> Property:
    """One of the council's accounts that run, or its ways in that are used, or 404."""
    if kind not in KINDS:
        raise Http404
    if kind == "account":
        accounts = request.council.official_accounts.running().select_related("owner")
        what: Property = get_object_or_404(accounts, pk=pk)
    else:
        what = get_object_or_404(request.council.ways_in.in_use(), pk=pk)
    what.council = request.council
    return what


def address_of(what: Property) -> tuple[str, int]:
    """What an address calls an account or way in."""
    return ("account" if hasattr(what, "handle") else "way-in"), what.pk


def act(
    request: MemberRequest,
    grant: AccessGrant,
    form: CouncilForm,
    action: Callable[..., Any],
    *,
    said: str,
    template: str = "step",
    **page: Any,
) -> HttpResponse:
    """Shows a form about a grant; carries it out when it is sent.

    Args:
        action: takes `grant`, the form's values and `actor`.
        said: what the next page says.
        page: `heading`, `button`, `intro` and whatever else the page shows.
    """
    act = partial(action, grant=grant, actor=request.user)
    name = f"accounts/grants/{template}.html"
    return take_step(request, form, act, name, said=said, then=grant, grant=grant, **page)
