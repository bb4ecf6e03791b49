"""Permission for a personal device: given, accepted, withdrawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

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
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.PERMIT_DEVICES)
def permit(request: MemberRequest, pk: int) -> HttpResponse:
    device = find(request, pk)
    form = PermitForm(request.POST or None, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            actions.permit_device(device=device, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "Permitted. It counts once its owner accepts the terms.")
            return redirect(device)
    context = {
        "form": form,
        "device": device,
        "lines": commitments(request.council, saved_logins=False),
        "may_save": may_allow_saved_logins(request.membership),
        "saved_by": who_allows_saved_logins(request.council),
    }
    status = page_status(form, refused)
    return render(request, "accounts/devices/permit.html", context, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """By its owner, a box for each term; by whoever permits devices, from paper."""
    permission = find_permission(request, pk)
    device = permission.device
    own = device.holder_id == request.membership.pk
    form = AcceptForm(
        request.POST or None, council=request.council, permission=permission, paper=not own
    )
    refused = 0
    if form.is_valid():
        paper = form.cleaned_data.get("paper_reference", "")
        try:
            actions.accept_commitments(
                permission=permission, paper_reference=paper, actor=request.user
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "Accepted. The device may be used from its first day.")
            return redirect(device)
    context = {"form": form, "device": device, "permission": permission, "own": own}
    status = page_status(form, refused)
    return render(request, "accounts/devices/accept.html", context, status=status)


@member_view(Duty.PERMIT_DEVICES)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    permission = find_permission(request, pk)
    form = ReasonForm(request.POST or None, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            actions.withdraw_permission(
                permission=permission, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The permission is withdrawn.")
            return redirect(permission.device)
    context = {"form": form, "device": permission.device, "permission": permission}
    status = page_status(form, refused)
    return render(request, "accounts/devices/withdraw.html", context, status=status)


def find_permission(request: MemberRequest, pk: int) -> DevicePermission:
    """One's own, or any for whoever permits devices; 404 for any other."""
    found = request.council.device_permissions.select_related("device__holder__person", "council")
    if not request.membership.allows(Duty.PERMIT_DEVICES):
        found = found.filter(device__holder=request.membership)
    return get_object_or_404(found, pk=pk)
