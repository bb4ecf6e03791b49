"""The ideas that wait, for those who look after the accounts: make a draft, or decline."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import Entry, timeline
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from moderation.ideas.actions import decline_idea, make_draft_of
from moderation.ideas.forms import DeclineForm
from moderation.ideas.models import Idea


@member_view(Duty.RECORD_POSTS)
def inbox(request: MemberRequest) -> HttpResponse:
    page = keyset_page(request.council.ideas.waiting().for_list(), request, order=("pk",))
    form_url = settings.BASE_URL + reverse("ideas:new", args=[request.council.slug])
    return render(request, "moderation/ideas/inbox.html", {"page": page, "form_url": form_url})


@member_view(Duty.RECORD_POSTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    idea = find(request, number)
    context = {
        "idea": idea,
        "pictures": idea.pictures.select_related("file").order_by("pk"),
        "events": history(idea),
    }
    return render(request, "moderation/ideas/detail.html", context)


@require_POST
@member_view(Duty.RECORD_POSTS)
def make_draft(request: MemberRequest, number: int) -> HttpResponse:
    idea = find(request, number)
    draft = make_draft_of(idea=idea, actor=request.user)
    messages.success(request, f"{draft.reference} made of {idea.reference}. Finish it and submit.")
    return redirect("drafts:edit", request.council.slug, draft.number)


@member_view(Duty.RECORD_POSTS)
def decline(request: MemberRequest, number: int) -> HttpResponse:
    idea = find(request, number)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    refused = 0
    if form.is_valid():
        try:
            decline_idea(idea=idea, actor=request.user, **form.cleaned_data)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{idea.reference} declined.")
            return redirect("ideas:inbox", request.council.slug)
    elif not form.is_bound:
        idea.require_waiting()
    return render(
        request,
        "moderation/ideas/decline.html",
        {"idea": idea, "form": form},
        status=page_status(form, refused),
    )


def history(idea: Idea) -> list[Entry]:
    """What happened to it. Nobody was signed in when the public sent it, so that has no name."""
    return [
        replace(entry, by="The sender")
        if entry.title == Verb.IDEA_SENT.label and idea.sent_by is None
        else entry
        for entry in timeline(idea)
    ]


def find(request: MemberRequest, number: int) -> Idea:
    """The council's idea of that number, or 404."""
    ideas = request.council.ideas.select_related("draft", "decided_by", "sent_by")
    return get_object_or_404(ideas, number=number)
