"""The council's own trail, for whoever reads it, and its verification."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.councils.trail import entry, events
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
    page = keyset_page(events(request.membership, verb), request, order=("-sequence",))
    context = {
        "page": page,
        "entries": [entry(event) for event in page.items],
        "verb": verb,
        "verbs": COUNCIL_VERBS,
    }
    return render(request, "accounts/councils/trail.html", context)


@require_POST
@member_view(Duty.READ_TRAIL)
def verify(request: MemberRequest) -> HttpResponse:
    fault = first_fault(request.council.pk)
    if fault:
        return render(request, "accounts/councils/trail_broken.html", {"fault": fault})
    entries = trail_of(request.council).count()
    messages.success(
        request, f"The trail holds: all {entries} entries, each following from the one before."
    )
    return redirect("councils:trail", request.council.slug)
