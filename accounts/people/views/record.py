"""Everything on one person, to read and to print; their own for everybody."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.people.record import may_read, record_context, recorded
from accounts.people.untold import leave_out_ending
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty


@member_view(Duty.SUBMIT_DRAFTS)
def record(request: MemberRequest, pk: int) -> HttpResponse:
    council = request.council
    membership = get_object_or_404(recorded(council), pk=pk)
    if not may_read(request.membership, membership):
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
    # Shared, since templates and sections ask for it of each row.
    membership.council = council
    if membership.person_id == request.user.pk:
        membership.person = request.user  # whose standing is known already
    rows = (membership, *membership.appointments.all(), *membership.team_seats.all())
    leave_out_ending(request.membership, rows)
    context = record_context(membership, council)
    context["manages"] = request.membership.allows(Duty.MANAGE_PEOPLE)
    return render(request, "accounts/people/record.html", context)
