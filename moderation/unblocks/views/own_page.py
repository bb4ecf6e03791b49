"""The requester's own page, behind a link that nobody guesses. Opening it changes nothing.

It says the same whether a block was found or none, until the answer itself says more.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.councils.front import FrontRequest, front_page, to_its_holder_only
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from councilsm.turns import may_write_to
from moderation.unblocks.actions import add_fact, withdraw_request
from moderation.unblocks.forms.asking import AddForm, SendForm
from moderation.unblocks.limits import may_add
from moderation.unblocks.models import UnblockLetter, UnblockRequest
from moderation.unblocks.told import told_by
from moderation.unblocks.views.asking import TOO_MANY, bound, page

Way = UnblockLetter.Way

WAIT_TO_ADD = (
    "Much was added from where you are in the last hour. Wait an hour, then try again. "
    "What you typed is still in the box."
)


@require_safe
@front_page
def status(request: FrontRequest, token: str) -> HttpResponse:
    """Where a request stands, what was sent, and the answer once there is one."""
    asked = find(request, token)
    answered = asked.state == UnblockRequest.State.ANSWERED
    context = {
        "asked": asked,
        # What went to the profile itself is for whoever holds that, and not for whoever asked.
        "answer": asked.letters.exclude(way=Way.PLATFORM).order_by("-pk").first()
        if answered
        else None,
        "added": asked.facts.filter(added_by=None).order_by("pk"),
        "told": told_by(request.council),
    }
    return to_its_holder_only(page(request, "status", context))


@front_page
def add(request: FrontRequest, token: str) -> HttpResponse:
    """Adds something; the page that asks for it changes nothing."""
    asked = find(request, token)
    if is_over(request, asked):
        return redirect(asked.status_url)
    form = bound(request, AddForm, None)
    refused = 0
    if form.is_valid():
        if not may_add(request):
            form.add_error(None, WAIT_TO_ADD)
            refused = TOO_MANY
        else:
            try:
                add_fact(request=asked, words=form.cleaned_data["words"], actor=None)
            except AlreadyDone:
                return redirect(asked.status_url)
            except RuleBroken as error:
                refused = refuse(form, error)
            else:
                messages.success(request, "Added to your request.")
                return redirect(asked.status_url)
    context = {"asked": asked, "form": form}
    shown = page(request, "add", context, status=page_status(form, refused))
    return to_its_holder_only(shown, posts=True)


@front_page
def take_back(request: FrontRequest, token: str) -> HttpResponse:
    """Takes the request back; likewise."""
    asked = find(request, token)
    if is_over(request, asked):
        return redirect(asked.status_url)
    form = SendForm(request.POST if request.method == "POST" else None)
    refused = 0
    if form.is_valid():
        by_mail = bool(asked.email) and may_write_to(asked.email)
        try:
            withdraw_request(request=asked, by_mail=by_mail)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "You have taken your request back.")
            return redirect(asked.status_url)
    context = {"asked": asked, "form": form}
    shown = page(request, "take_back", context, status=page_status(form, refused))
    return to_its_holder_only(shown, posts=True)


def is_over(request: FrontRequest, asked: UnblockRequest) -> bool:
    """Whether a page is only looked at that asks for something nobody takes any more."""
    return request.method != "POST" and asked.state != UnblockRequest.State.WAITING


def find(request: FrontRequest, token: str) -> UnblockRequest:
    """The council's request with that link, or 404. Its block, if it has one, is not asked for."""
    found = get_object_or_404(request.council.unblock_requests, token=token)
    found.council = request.council
    return found
