"""Whoever posted: what stands in our log of them, and their own profile behind a ground."""

from functools import partial

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.steps import take_step
from moderation.items.authors import same_person, shown
from moderation.items.linking import link_authors, unlink_author
from moderation.items.models import Author
from moderation.log.actions import open_profile
from moderation.log.beside import beside
from moderation.log.forms.authors import LinkForm, ProfileForm, UnlinkForm
from moderation.log.profiles import profile_url
from moderation.log.readers import log_readers
from moderation.log.record import steps_of
from moderation.log.repeats import earlier, next_step


@member_view(Duty.SUBMIT_DRAFTS)
@log_readers
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Every entry about one person, over all profiles that somebody linked."""
    author = find_author(request, pk)
    suggestion = next_step(request.council, author)
    links = author.links.select_related("linked_to", "decided_by").order_by("-pk")
    everyone = shown(request.council.authors.all()).values("pk")
    context = {
        "author": author,
        "profiles": shown(same_person(author)),
        "links": links.filter(Q(linked_to=None) | Q(linked_to__in=everyone)),
        "entries": earlier(author),
        "beside": beside(author),
        "suggestion": suggestion,
        "steps": steps_of(suggestion),
        "logs": request.membership.allows(Duty.LOG_MODERATION),
    }
    return render(request, "moderation/log/author.html", context)


@member_view(Duty.LOG_MODERATION)
def link(request: MemberRequest, pk: int) -> HttpResponse:
    """Another profile is the same person's."""
    author = find_author(request, pk)
    form = LinkForm(request.POST or None, council=request.council)
    act = partial(link_authors, author=author, actor=request.user)
    template = "moderation/log/link.html"
    said = "The profiles are linked."
    return take_step(request, form, act, template, said=said, then=page_of(author), author=author)


@member_view(Duty.LOG_MODERATION)
def unlink(request: MemberRequest, pk: int) -> HttpResponse:
    """This profile is somebody else's after all."""
    author = find_author(request, pk)
    form = UnlinkForm(request.POST or None, council=request.council)
    act = partial(unlink_author, author=author, actor=request.user)
    template = "moderation/log/unlink.html"
    said = "This profile stands alone again."
    return take_step(request, form, act, template, said=said, then=page_of(author), author=author)


@member_view(Duty.LOG_MODERATION)
def profile(request: MemberRequest, pk: int) -> HttpResponse:
    """The way to a resident's own profile: the caution, a ground on the trail, then the link.

    To look once is no surveillance, but looking again and again may be (Regulation of
    Investigatory Powers Act 2000, Part II). So nothing of ours leads there by itself.
    """
    author = find_author(request, pk)
    sent = request.method == "POST"
    form = ProfileForm(request.POST if sent else None, council=request.council)
    refused, opened = 0, False
    if sent and form.is_valid():
        try:
            open_profile(author=author, actor=request.user, **form.cleaned_data)
            opened = True
        except RuleBroken as error:
            refused = refuse(form, error)
    context = {"author": author, "form": form, "opened": opened, "profile": profile_url(author)}
    return render(
        request, "moderation/log/profile.html", context, status=page_status(form, refused)
    )


def find_author(request: MemberRequest, pk: int) -> Author:
    """A profile of the council's log, or 404; one that only restricted cases name is not shown."""
    author: Author = get_object_or_404(shown(request.council.authors.all()), pk=pk)
    author.council = request.council
    return author


def page_of(author: Author) -> str:
    """The address of what stands in our log of a profile."""
    return reverse("log:author", args=[author.council.slug, author.pk])
