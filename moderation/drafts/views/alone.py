"""The warning that a councillor reads once before they decide alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.people.models import Office
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.drafts.actions.alone import accept_alone
from moderation.drafts.alone import acceptance_of, may_be_alone
from moderation.drafts.authority import offices_deciding
from moderation.drafts.forms.alone import AloneForm


@member_view(Duty.AUTHORISE_POSTS)
def alone(request: MemberRequest) -> HttpResponse:
    office = deciding_office(request)
    form = AloneForm(
        request.POST or None,
        council=request.council,
        initial={"next": request.GET.get("next", "")},
    )
    refused = 0
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            accept_alone(
                office=office,
                minute=cleaned["minute"],
                resolved_on=cleaned["resolved_on"],
                actor=request.user,
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "Recorded. You can decide now.")
            if cleaned["next"]:
                return redirect("drafts:decide", request.council.slug, cleaned["next"])
            return redirect("drafts:queue", request.council.slug)
    book = request.council.rulebook
    context = {
        "form": form,
        "office": office,
        "accepted": acceptance_of(request.membership, office.pk),
        "proper_officer": book.title(book.proper_officer),
    }
    status = page_status(form, refused)
    return render(request, "moderation/drafts/alone.html", context, status=status)


def deciding_office(request: MemberRequest) -> Office:
    """The office in which a councillor decides about posts.

    Raises:
        PermissionDenied: they are no councillor, or the rules let none decide.
    """
    member = request.membership
    if not member.is_councillor or not may_be_alone(request.council):
        raise PermissionDenied(Duty.AUTHORISE_POSTS.label)
    found: Office = request.council.offices.get(pk__in=offices_deciding(member)[:1])
    return found
