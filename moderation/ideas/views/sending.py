"""The public's form, one question a page: the answers wait in the session until they are sent."""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.councils.front import FrontRequest, front_page, to_its_holder_only
from accounts.people.models import Person
from councilsm.files.fields import take_in_all
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from councilsm.turns import may_write_to
from moderation.checks.credit import uncredited
from moderation.ideas.actions import send_idea
from moderation.ideas.answers import Answers
from moderation.ideas.forms import (
    MOST_PICTURES,
    AboutPicturesForm,
    IdeaForm,
    PicturesForm,
    SenderForm,
    SendForm,
)
from moderation.ideas.limits import (
    has_room_for_pictures,
    may_send,
    may_start,
    may_upload,
    pictures_left,
)
from moderation.posts.models import Post

TOO_MANY = 429
WAIT = "You have sent a lot in the last hour. Wait an hour, then try again. What you typed is kept."
WAIT_TO_START = "Many ideas were begun from where you are. Wait an hour, then try again."
ENOUGH_TODAY = (
    "You have added as many pictures as one visitor may in a day. "
    "You can send your idea with those that are listed here"
)


@front_page
def new(request: FrontRequest) -> HttpResponse:
    answers = Answers(request)
    form = IdeaForm(
        request.POST if request.method == "POST" else None,
        initial=answers.idea | {"wanted_on": answers.wanted_on},
    )
    if form.is_bound and (form.is_valid() or form.is_trap_filled):
        if not answers.idea and not may_start(request):
            form.add_error(None, WAIT_TO_START)
            return show(request, "new", form, TOO_MANY)
        answers.trapped = form.is_trap_filled
        answers.set_idea(
            form.cleaned_data.get("idea") or "Idea",
            form.cleaned_data.get("text", ""),
            form.cleaned_data.get("wanted_on"),
        )
        answers.keep()
        return redirect("ideas:pictures", request.council.slug)
    return show(request, "new", form)


@front_page
def pictures(request: FrontRequest) -> HttpResponse:
    answers = Answers(request)
    if not answers.idea:
        return redirect("ideas:new", request.council.slug)
    if "remove" in request.POST:
        answers.remove_file(request.POST["remove"])
        answers.keep()
        return redirect("ideas:pictures", request.council.slug)
    form = PicturesForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    busy = 0
    if form.is_bound and form.is_valid():
        busy = take_pictures(request, answers, form)
        if form.is_valid():
            after = "ideas:about" if answers.pictures else "ideas:sender"
            again = "more" in request.POST
            return redirect("ideas:pictures" if again else after, request.council.slug)
    return show(request, "pictures", form, busy, placed=answers.placed, room=answers.room)


def take_pictures(request: FrontRequest, answers: Answers, form: PicturesForm) -> int:
    """Adds what can be used to the answers, and says of each of the others why not; 429 or 0."""
    uploads = form.cleaned_data["uploads"]
    if not uploads or answers.trapped:
        return 0
    if not may_upload(request):
        form.add_error("uploads", WAIT)
        return TOO_MANY
    actor = person_of(request)
    if actor is None and not has_room_for_pictures(request.council):
        form.add_error("uploads", full(request))
        return TOO_MANY
    wanted = uploads[: answers.room]
    allowed = wanted[: pictures_left(request, len(wanted))]
    stored, refused = take_in_all(allowed, council=request.council, actor=actor)
    for sentence in refused:
        form.add_error("uploads", sentence)
    if left := uploads[answers.room :]:
        form.add_error(
            "uploads",
            f"You can send up to {MOST_PICTURES} pictures. "
            f"{len(left)} of those you chose {'was' if len(left) == 1 else 'were'} not added",
        )
    answers.add_files(stored)
    answers.keep()
    if len(allowed) < len(wanted):
        form.add_error("uploads", ENOUGH_TODAY)
        return TOO_MANY
    return 0


def full(request: FrontRequest) -> str:
    """The refusal where the council has its share of pictures for today."""
    return (
        f"{request.council} has had as many pictures as it takes in a day. "
        f"Send your idea without, or write to {request.council.email}"
    )


@front_page
def about(request: FrontRequest) -> HttpResponse:
    answers = Answers(request)
    files = answers.files
    if not answers.idea or not files:
        return redirect("ideas:pictures", request.council.slug)
    form = AboutPicturesForm(
        request.POST if request.method == "POST" else None,
        shown=answers.placed,
        known=answers.sent_pictures(files),
    )
    if form.is_valid():
        answers.describe(form.cleaned_data["pictures"])
        answers.keep()
        return redirect("ideas:sender", request.council.slug)
    return show(request, "about", form)


@front_page
def sender(request: FrontRequest) -> HttpResponse:
    answers = Answers(request)
    if not answers.idea:
        return redirect("ideas:new", request.council.slug)
    form = SenderForm(
        request.POST if request.method == "POST" else None,
        initial=answers.sender if answers.sender is not None else known_of(request),
        pictured=bool(answers.pictures),
    )
    if form.is_valid():
        answers.sender = form.cleaned_data
        answers.keep()
        return redirect("ideas:check", request.council.slug)
    return show(request, "sender", form, has_pictures=bool(answers.pictures))


def person_of(request: FrontRequest) -> Person | None:
    """Which of the council's own people is at work; None for everybody else."""
    return request.insider.person if request.insider else None


def known_of(request: FrontRequest) -> dict[str, str]:
    """What we know of one of the council's own people, who need not type it again."""
    if request.insider is None:
        return {}
    person = request.insider.person
    return {"name": person.name, "email": person.email or ""}


@front_page
def check(request: FrontRequest) -> HttpResponse:
    answers = Answers(request)
    if gap := answers.first_gap():
        # Pressed twice: the first press sent it, and nothing is left to send.
        twice = request.method == "POST" and not answers.idea and answers.confirmation
        return redirect("ideas:sent" if twice else gap, request.council.slug)
    letter = answers.letter()
    form = SendForm(request.POST if request.method == "POST" else None)
    refused = 0
    if form.is_valid():
        refused = send(request, answers, form)
        if not refused:
            return redirect("ideas:sent", request.council.slug)
    return show(request, "check", form, refused, letter=letter)


def send(request: FrontRequest, answers: Answers, form: Form) -> int:
    """Sends what was answered; 409 or 429 with a sentence on the form, 0 when it is done.

    The same idea again is not counted: it costs nothing and is shown the same page.
    """
    if answers.trapped:
        answers.sent(None, link=False)
        return 0
    letter, actor = answers.letter(), person_of(request)
    idea = request.council.ideas.waiting_like(letter, actor)
    by_mail = bool(letter.email)
    if idea is None:
        if not may_send(request):
            form.add_error(None, WAIT)
            return TOO_MANY
        by_mail = by_mail and may_write_to(letter.email)
        try:
            idea = send_idea(council=request.council, letter=letter, by_mail=by_mail, actor=actor)
        except AlreadyDone as before:
            idea = before.there
        except RuleBroken as error:
            return refuse(form, error)
    answers.sent(idea, link=not by_mail)
    return 0


@front_page
def sent(request: FrontRequest) -> HttpResponse:
    note = Answers(request).confirmation
    if note is None:
        return redirect("ideas:new", request.council.slug)
    idea = request.council.ideas.filter(number=note["number"]).first() if note["number"] else None
    link = f"{settings.BASE_URL}{idea.status_url}" if idea and note["link"] else ""
    return page(request, "sent", {"idea": idea, "link": link})


@front_page
def status(request: FrontRequest, token: str) -> HttpResponse:
    """What became of an idea, for whoever has the link."""
    idea = get_object_or_404(request.council.ideas.select_related("draft"), token=token)
    posts = [(post, credited_in(post)) for post in idea.posts()] if idea.draft else []
    context = {
        "idea": idea,
        "posts": posts,
        "tag": idea.tag(posted=bool(posts)),
        "pictures": idea.pictures.select_related("file").order_by("pk"),
    }
    return to_its_holder_only(page(request, "status", context))


def credited_in(post: Post) -> str:
    """Whom a post's words credit; empty where they do not."""
    credit = post.target.revision.particulars.credit if post.target else ""
    return "" if uncredited(credit, post.words) else credit


def show(
    request: FrontRequest, name: str, form: Form, refused: int = 0, **context: Any
) -> HttpResponse:
    """One question, with the status of its form."""
    return page(request, name, {"form": form, **context}, status=page_status(form, refused))


def page(
    request: FrontRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One page. The council's name leads to its page for everybody."""
    home = reverse("councils:front", args=[request.council.slug])
    template = f"moderation/ideas/{name}.html"
    return render(request, template, {"home_url": home, **context}, status=status)
