"""The register of devices, and one device."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.dates import today
from accounts.devices import actions
from accounts.devices.actions.keeping import keeps_devices, may_change
from accounts.devices.forms import DeviceForm, EndForm, ParticularsForm
from accounts.devices.models import Device
from accounts.devices.questions import rule_of, waiting_for_permission
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from councilsm.steps import take_step


@member_view(Duty.SUBMIT_DRAFTS)
def device_list(request: MemberRequest) -> HttpResponse:
    council = request.council
    show = request.GET.get("show", "")
    found = visible(request).filter(ends_on__isnull=show != "gone")
    if show == "waiting":
        found = found.filter(pk__in=waiting_for_permission(council).values("pk"))
    lost = council.lost_devices.filter(closed_at__isnull=True)
    permissions = Prefetch("permissions", to_attr="given")
    found = found.select_related("holder__person", "council").prefetch_related(
        permissions, Prefetch("losses", lost, to_attr="open_losses")
    )
    context = {
        "page": keyset_page(found, request, order=("name", "pk")),
        "gone": show == "gone",
        "waiting": show == "waiting",
        "keeps": keeps_devices(request.membership),
        "rule": rule_of(council),
    }
    return render(request, "accounts/devices/list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def add(request: MemberRequest) -> HttpResponse:
    council = request.council
    form = DeviceForm(request.POST or None, council=council, own=own(request))
    refused = 0
    if form.is_valid():
        try:
            device = actions.add_device(council=council, actor=request.user, **form.cleaned_data)
        except AlreadyDone as error:
            return redirect(error.there)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{device} is entered.")
            return redirect(device)
    context = {"form": form, "keeps": keeps_devices(request.membership), "rule": rule_of(council)}
    status = page_status(form, refused)
    return render(request, "accounts/devices/add.html", context, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    device = find(request, pk)
    permissions = list(device.permissions.select_related("given_by", "office", "withdrawn_by"))
    latest = permissions[0] if permissions else None
    is_open = bool(latest and latest.withdrawn_on is None and latest.ends_on >= today())
    permits = request.membership.allows(Duty.PERMIT_DEVICES)
    rule = rule_of(request.council)
    personal = device.belongs == Device.Belongs.PERSONAL
    lost = device.losses.filter(closed_at__isnull=True).first()
    in_use = device.ends_on is None
    is_own = device.holder_id == request.membership.pk
    keeps = keeps_devices(request.membership)
    steps = {
        "accepts": is_open and latest and not latest.accepted_on and (is_own or permits),
        "permits": permits
        and personal
        and in_use
        and not (lost or is_open)
        and not (rule and rule.use == "never"),
        "withdraws": is_open and permits,
        "loses": in_use and not lost and (keeps or is_own),
        "changes": in_use and may_change(device, request.membership),
    }
    context = {
        "device": device,
        "rule": rule,
        "permissions": permissions,
        "open_permission": latest if is_open else None,
        "lost": lost,
        "is_own": is_own,
        "may": steps if any(steps.values()) else None,
        "events": timeline(device),
    }
    return render(request, "accounts/devices/detail.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    device = find_to_change(request, pk)
    initial = {
        name: getattr(device, name)
        for name in ("name", "kind", "belongs", "holder", "asset_number")
    }
    form = ParticularsForm(
        request.POST or None, council=request.council, own=own(request), initial=initial
    )

    def change(**values: Any) -> None:
        # What somebody who keeps no register is not asked for stays as it is.
        values = {"asset_number": device.asset_number, **values}
        actions.change_device(device=device, actor=request.user, **values)

    template = "accounts/devices/change.html"
    said = "The device is changed."
    return take_step(request, form, change, template, said=said, then=device, device=device)


@member_view(Duty.SUBMIT_DRAFTS)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    device = find_to_change(request, pk)
    form = EndForm(request.POST or None, council=request.council)
    act = partial(actions.end_device, device=device, actor=request.user)
    template = "accounts/devices/end.html"
    said = f"{device} is out of use."
    return take_step(request, form, act, template, said=said, then=device, device=device)


def visible(request: MemberRequest) -> "QuerySet[Device]":
    """Every device for whoever keeps them or reads the trail; one's own for the others."""
    sees_all = keeps_devices(request.membership) or request.membership.allows(Duty.READ_TRAIL)
    devices = request.council.devices.all()
    return devices if sees_all else devices.filter(holder=request.membership)


def find(request: MemberRequest, pk: int) -> Device:
    """A device this person may see; 404 for any other."""
    devices = visible(request).select_related("holder__person", "council")
    return get_object_or_404(devices, pk=pk)


def find_to_change(request: MemberRequest, pk: int) -> Device:
    """One's own personal device, or any for whoever keeps them; 403 for one that they only see."""
    device = find(request, pk)
    if not may_change(device, request.membership):
        raise PermissionDenied(Duty.KEEP_REGISTER.label)
    return device


def own(request: MemberRequest) -> Any:
    """The membership whose devices alone may be entered; None for whoever keeps the register."""
    return None if keeps_devices(request.membership) else request.membership
