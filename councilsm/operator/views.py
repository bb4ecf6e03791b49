"""The page of who runs the installation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from councilsm.access import SignedInRequest, operator_view
from councilsm.inbox.due import counted
from councilsm.operator import actions, facts
from councilsm.operator.broker import the_queue
from councilsm.operator.told import told


@operator_view
def page(request: SignedInRequest) -> HttpResponse:
    """Everything at once: it is looked at when something is wrong."""
    ticked = facts.last_tick()
    context = {
        "queue": the_queue(),
        "ticked": ticked,
        "stands_still": facts.stands_still(ticked),
        "outbox": facts.outbox(),
        "dead_letters": facts.dead_letters(),
        "again": actions.that_may_go_again().count(),
        "trail": facts.trail(),
        "jobs": facts.jobs(),
        "told": told(),
    }
    return render(request, "councilsm/operator/page.html", context)


@operator_view
@require_POST
def send_again(request: SignedInRequest) -> HttpResponse:
    number = actions.send_failed_again(actor=request.user)
    messages.success(request, f"{counted(number, 'message is', 'messages are')} sent again.")
    return redirect("operator:page")
