"""Where people arrive: their councils, and a council's staff home."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from accounts.councils.models import Council
from accounts.councils.silence import authority_context
from accounts.dates import today
from accounts.people.absences import cover_context
from accounts.people.authorisers import may_authorise
from accounts.people.models import Membership
from councilsm.access import (
    MemberRequest,
    SignedInRequest,
    lacks_second_factor,
    member_view,
    public,
    signed_in,
)
from councilsm.duties import Duty
from councilsm.inbox.due import Coming, Due, Group, Section, coming_for, sections_for


@dataclass(frozen=True)
class Task:
    """What somebody comes here to do, by the duty that lets them."""

    duty: Duty
    title: str
    text: str
    url_name: str
    query: str = ""


TASKS = (
    Task(
        Duty.SUBMIT_DRAFTS,
        "Write a draft",
        "Suggest a post. It goes out only when it is approved.",
        "drafts:new",
    ),
    Task(
        Duty.AUTHORISE_POSTS,
        "Decide about drafts",
        "Read what waits for approval, the most urgent first.",
        "drafts:queue",
    ),
    Task(
        Duty.RECORD_POSTS,
        "Post and record",
        "Post what is approved, then record where and when.",
        "drafts:list",
        "?status=to_post",
    ),
    Task(
        Duty.READ_TRAIL,
        "Read the audit trail",
        "Who did what, when and in which office, and proof that nothing was altered.",
        "councils:trail",
    ),
    Task(
        Duty.READ_TRAIL,
        "Blocks",
        "Who is kept from which account, how that was decided, and until when.",
        "blocks:list",
    ),
    Task(
        Duty.READ_TRAIL,
        "Unblock requests",
        "Who asked to be unblocked, how each was decided, and how long it took.",
        "unblocks:list",
    ),
    Task(
        Duty.SUBMIT_DRAFTS,
        "Standing approvals",
        "Words approved once, for posts that come again and again: fill in the blanks.",
        "drafts:standing_list",
    ),
    Task(
        Duty.MANAGE_PEOPLE,
        "People and offices",
        "Invite somebody, or record who holds which office.",
        "people:list",
    ),
    Task(
        Duty.SUBMIT_DRAFTS,
        "Who is away",
        "Record when you are away, and see who acts for whom.",
        "people:absences",
    ),
    Task(
        Duty.CARETAKE,
        "When the clerk is gone",
        "Record it, bring in somebody to act as clerk, or attest that the clerk has left.",
        "caretaker:page",
    ),
)

#: Of what goes out, as many days and at most as many lines.
DAYS, COMING = timedelta(days=7), 10

#: Across councils: as many are asked what waits, with as many of the most urgent lines of each.
ASKED, LINES = 10, 3

#: For councillors, who need not write the post themselves.
IDEA = Task(
    Duty.SUBMIT_DRAFTS,
    "Send an idea",
    "Say in a few words what the council could post. An officer writes the draft.",
    "ideas:new",
)


@dataclass(frozen=True)
class Overview:
    """One of somebody's councils, with what waits for them there."""

    membership: Membership
    locked: bool = False
    sections: list[Section] = field(default_factory=list)

    @property
    def urgency(self) -> tuple[int, ...]:
        """Sorts those first where most is to be decided today; among equals, by the next part."""
        found = {section.group: section.number for section in self.sections}
        return tuple(-found.get(group, 0) for group in Group)

    @property
    def lines(self) -> list[Due]:
        """The most urgent lines."""
        return [line for section in self.sections for line in section.lines][:LINES]


@signed_in
def choose(request: SignedInRequest) -> HttpResponse:
    """Somebody's councils with what waits in each; straight to the only one."""
    memberships, handovers = request.user.memberships_today(), request.user.handovers_today()
    if len(memberships) == 1 and not handovers:
        return redirect(memberships[0].council)
    context = {
        "handovers": handovers,
        "over": [] if memberships else request.user.memberships.over()[:LINES],
        "overviews": overviews(memberships),
        "asked": len(memberships) <= ASKED,
        "any_council": bool(memberships) or Council.any_yet(),
    }
    return render(request, "accounts/councils/choose.html", context)


def overviews(memberships: list[Membership]) -> list[Overview]:
    """The councils, the most urgent first; by name and with nothing said where they are many.

    Asks the providers once for each council, so as many queries as on that many Homes.
    """
    if len(memberships) > ASKED:
        return [Overview(membership) for membership in memberships]
    found = [
        Overview(membership, locked=True)
        if lacks_second_factor(membership)
        else Overview(membership, sections=sections_for(membership))
        for membership in memberships
    ]
    return sorted(found, key=lambda one: one.urgency)


@member_view(Duty.SUBMIT_DRAFTS)
def home(request: MemberRequest) -> HttpResponse:
    membership, council = request.membership, request.council
    tasks = [task for task in TASKS if may_do(task, membership)]
    sections, coming = sections_for(membership), coming_for(membership)
    context = {
        **authority_context(membership),
        **cover_context(membership),
        "page_class": "app-width-wide",
        "questions_left": len(council.setup_left),
        "due": [line for section in sections for line in section.lines],
        "sections": [one for one in sections if one.group != Group.GAPS],
        "going_out": by_day(coming),
        "next": coming[0] if coming else None,
        "gaps": [one for one in sections if one.group == Group.GAPS],
        "tasks": [*tasks, IDEA] if membership.is_councillor else tasks,
        "keeps_register": membership.allows(Duty.KEEP_REGISTER),
    }
    return render(request, "accounts/councils/home.html", context)


def by_day(coming: Iterable[Coming]) -> list[tuple[date, list[Coming]]]:
    """What goes out within seven days, day by day."""
    last = today() + DAYS
    soon = [one for one in coming if one.day <= last][:COMING]
    return [(day, list(lines)) for day, lines in groupby(soon, key=lambda one: one.day)]


def may_do(task: Task, membership: Membership) -> bool:
    """Whether a task is offered; deciding drafts not to a councillor who can decide none."""
    if task.duty == Duty.AUTHORISE_POSTS:
        return may_authorise(membership)
    return membership.allows(task.duty)


@public
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest, council: str) -> HttpResponse:
    """The council's colour as a stylesheet of its own: the policy allows no inline style."""
    colour = Council.colour_of(council)
    if colour is None:
        raise Http404
    css = f":root{{--govuk-brand-colour:{colour}}}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")
