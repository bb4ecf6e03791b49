"""Permission for a personal device: given, accepted, withdrawn."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.devices import actions
from accounts.devices.forms import AcceptForm, PermitForm, ReasonForm
from accounts.devices.models import DevicePermission
from accounts.devices.questions import (
    commitments,
    may_allow_saved_logins,
    who_allows_saved_logins,
)
from accounts.devices.views.register import find
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step


@member_view(Duty.PERMIT_DEVICES)
def permit(request: MemberRequest, pk: int) -> HttpResponse:
    device = find(request, pk)
    return take_step(
        request,
        PermitForm(request.POST or None, council=request.council),
        partial(actions.permit_device, device=device, actor=request.user),
        "accounts/devices/permit.html",
        said="Permitted. It counts once its owner accepts the terms.",
        then=device,
        device=device,
        lines=commitments(request.council, saved_logins=False),
        may_save=may_allow_saved_logins(request.membership),
        saved_by=who_allows_saved_logins(request.council),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """By its owner, a box for each term; by whoever permits devices, from paper."""
    permission = find_permission(request, pk)
    device = permission.device
    own = device.holder_id == request.membership.pk
    form = AcceptForm(
        request.POST or None, council=request.council, permission=permission, paper=not own
    )

    def accept(*, paper_reference: str = "", **boxes: bool) -> None:
        actions.accept_commitments(
            permission=permission, paper_reference=paper_reference, actor=request.user
        )

    return take_step(
        request,
        form,
        accept,
        "accounts/devices/accept.html",
        said="Accepted. The device may be used from its first day.",
        then=device,
        device=device,
        permission=permission,
        own=own,
    )


@member_view(Duty.PERMIT_DEVICES)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    permission = find_permission(request, pk)
    return take_step(
        request,
        ReasonForm(request.POST or None, council=request.council),
        partial(actions.withdraw_permission, permission=permission, actor=request.user),
        "accounts/devices/withdraw.html",
        said="The permission is withdrawn.",
        then=permission.device,
        device=permission.device,
        permission=permission,
    )


def find_permission(request: MemberRequest, pk: int) -> DevicePermission:
    """One's own, or any for whoever permits devices; 404 for any other."""
    found = request.council.device_permissions.select_related("device__holder__person", "council")
    if not request.membership.allows(Duty.PERMIT_DEVICES):
        found = found.filter(device__holder=request.membership)
    return get_object_or_404(found, pk=pk)
