"""A lost device: telling of it, changing each password, closing the incident."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.devices import actions
from accounts.devices.actions.keeping import keeps_devices
from accounts.devices.actions.losing import CHANGERS
from accounts.devices.forms import CloseForm, LoseForm
from accounts.devices.models import LostDevice
from accounts.devices.reach import ways_reached
from accounts.devices.views.register import find
from accounts.people.models import Membership
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.inbox.due import counted
from councilsm.refusals import RuleBroken, page_status, refuse


@member_view(Duty.SUBMIT_DRAFTS)
def lose(request: MemberRequest, pk: int) -> HttpResponse:
    device = find(request, pk)
    if device.holder_id != request.membership.pk and not keeps_devices(request.membership):
        raise PermissionDenied(Duty.KEEP_REGISTER.label)
    ways = ways_reached(device)
    form = LoseForm(request.POST or None, council=request.council)
    refused = 0
    if form.is_valid():
        try:
            lost = actions.lose_device(
                device=device, ways=ways, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            some = counted(len(ways), "password has", "passwords have")
            left = some if ways else "No password has"
            messages.success(request, f"{device} is recorded as lost. {left} to change.")
            return redirect(lost)
    context = {"form": form, "device": device, "ways": ways}
    status = page_status(form, refused)
    return render(request, "accounts/devices/lose.html", context, status=status)


@member_view(Duty.SUBMIT_DRAFTS)
def lost(request: MemberRequest, pk: int) -> HttpResponse:
    return lost_page(request, find_lost(request, pk), CloseForm(council=request.council))


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def changed(request: MemberRequest, pk: int, change: int) -> HttpResponse:
    require_changer(request.membership)
    found = find_lost(request, pk)
    one = get_object_or_404(found.password_changes.select_related("lost", "council"), pk=change)
    actions.record_password_change(change=one, actor=request.user)
    messages.success(request, "That password is recorded as changed.")
    return redirect(found)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def close(request: MemberRequest, pk: int) -> HttpResponse:
    require_changer(request.membership)
    found = find_lost(request, pk)
    form = CloseForm(request.POST, council=request.council)
    refused = 0
    if form.is_valid():
        back, outcome = form.cleaned_data["found"] == "yes", form.cleaned_data["outcome"]
        try:
            actions.close_loss(lost=found, outcome=outcome, found=back, actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The lost device is dealt with.")
            return redirect(found.device)
    return lost_page(request, found, form, refused)


def lost_page(
    request: MemberRequest, found: LostDevice, form: CloseForm, refused: int = 0
) -> HttpResponse:
    changes = list(found.password_changes.select_related("way_in", "done_by").order_by("pk"))
    context = {
        "lost": found,
        "device": found.device,
        "changes": changes,
        "left": [change for change in changes if change.done_on is None],
        "may_change": may_change(request.membership),
        "form": form,
        "events": timeline(found),
    }
    status = page_status(form, refused)
    return render(request, "accounts/devices/lost.html", context, status=status)


def find_lost(request: MemberRequest, pk: int) -> LostDevice:
    """The incident, for its holder and for those who deal with it; 404 for anybody else."""
    found = request.council.lost_devices.select_related(
        "device__holder__person", "told_by", "closed_by", "council"
    )
    if not may_change(request.membership) and not request.membership.allows(Duty.READ_TRAIL):
        found = found.filter(device__holder=request.membership)
    return get_object_or_404(found, pk=pk)


def may_change(membership: Membership) -> bool:
    return any(membership.allows(duty) for duty in CHANGERS)


def require_changer(membership: Membership) -> None:
    if not may_change(membership):
        raise PermissionDenied(Duty.KEEP_REGISTER.label)
