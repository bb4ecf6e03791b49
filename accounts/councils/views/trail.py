"""The council's own trail, for whoever reads it, and its verification."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import trail_of
from councilsm.audit.verbs import Verb
from councilsm.audit.verification import first_fault
from councilsm.duties import Duty
from councilsm.paging import keyset_page

#: Signing in belongs to the installation's trail, not to a council's.
COUNCIL_VERBS = [
    (value, label) for value, label in Verb.choices if not value.startswith("sign_in.")
]


@member_view(Duty.READ_TRAIL)
def trail(request: MemberRequest) -> HttpResponse:
    verb = request.GET.get("verb", "")
    page = keyset_page(trail_of(request.council, verb=verb), request, order=("-sequence",))
    offices = dict(request.council.offices.values_list("pk", "title"))
    people = dict(request.council.memberships.values_list("person_id", "person__name"))
    rows = [
        {
            "event": event,
            "who": people.get(event.actor_id, "Somebody else") if event.actor_id else "The system",
            "office": offices.get(event.office_id or 0, ""),
            "detail": getattr(event, "detail", None),
        }
        for event in page.items
    ]
    context = {"page": page, "rows": rows, "verb": verb, "verbs": COUNCIL_VERBS}
    return render(request, "accounts/councils/trail.html", context)


@require_POST
@member_view(Duty.READ_TRAIL)
def verify(request: MemberRequest) -> HttpResponse:
    fault = first_fault(request.council.pk)
    if fault:
        messages.error(request, f"The trail does not hold. Entry {fault.sequence} {fault.sentence}")
    else:
        entries = trail_of(request.council).count()
        messages.success(
            request, f"The trail holds: all {entries} entries, each following from the one before."
        )
    return redirect("councils:trail", request.council.slug)
