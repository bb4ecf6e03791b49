"""The page of messages that were not sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from councilsm.paging import keyset_page
from councilsm.undelivered import actions
from councilsm.undelivered.questions import shown_to


@member_view(Duty.MANAGE_PEOPLE)
def undelivered(request: MemberRequest) -> HttpResponse:
    council = request.council
    found = shown_to(request.membership).filter(state__in=actions.UNDELIVERED)
    page = keyset_page(found, request, order=("-pk",))
    addresses = {message.recipient.lower() for message in page.items}
    people = council.memberships.filter(person__email__in=addresses).select_related("person")
    members = {member.person.email: member for member in people}
    rows = [(message, members.get(message.recipient.lower())) for message in page.items]
    context = {"page": page, "rows": rows, "failed": OutboxMessage.State.FAILED}
    return render(request, "councilsm/undelivered/list.html", context)


@member_view(Duty.MANAGE_PEOPLE)
@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(shown_to(request.membership), pk=pk)
    actions.send_again(message=message, actor=request.user)
    messages.success(request, f"“{message.subject}” is sent again.")
    return redirect("undelivered:list", request.council.slug)


@member_view(Duty.MANAGE_PEOPLE)
@require_POST
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(shown_to(request.membership), pk=pk)
    actions.leave(message=message, actor=request.user)
    messages.success(request, f"“{message.subject}” is no longer on this list.")
    return redirect("undelivered:list", request.council.slug)
