"""Where people arrive: their councils, and a council's staff home."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from accounts.councils.models import Council
from accounts.councils.wording import authority_context
from accounts.people.absences import cover_context
from accounts.people.authorisers import may_authorise, nobody_able
from accounts.people.models import Membership
from accounts.people.overview import vacant
from councilsm.access import MemberRequest, member_view, public, signed_in
from councilsm.duties import Duty
from councilsm.inbox.due import coming_for, due_for


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
)

#: Who is told that nobody can authorise: those who would, or can mend it. Authors are told as
#: they write.
CONCERNED = (Duty.AUTHORISE_POSTS, Duty.MANAGE_RULES, Duty.MANAGE_PEOPLE)

#: Lines of what comes next.
COMING = 5

#: For councillors, who need not write the post themselves.
IDEA = Task(
    Duty.SUBMIT_DRAFTS,
    "Send an idea",
    "Say in a few words what the council could post. An officer writes the draft.",
    "ideas:new",
)


@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    memberships = request.user.memberships_today()  # type: ignore[union-attr]  # `signed_in` lets nobody else through
    if len(memberships) == 1:
        return redirect(memberships[0].council)
    context = {"memberships": memberships, "any_council": bool(memberships) or Council.any_yet()}
    return render(request, "accounts/councils/choose.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def home(request: MemberRequest) -> HttpResponse:
    membership, council = request.membership, request.council
    keeps_register = membership.allows(Duty.KEEP_REGISTER)
    manages_people = membership.allows(Duty.MANAGE_PEOPLE)
    tasks = [task for task in TASKS if may_do(task, membership)]
    context = {
        **authority_context(membership),
        **cover_context(membership),
        "unable": nobody_able(council, council.rulebook, membership)
        if any(membership.allows(duty) for duty in CONCERNED)
        else [],
        "questions_left": len(council.setup_left),
        "rules_not_set": sum(not rule.is_set for _, rule in council.rulebook.each()),
        "keeps_register": keeps_register,
        "no_accounts": keeps_register
        and not council.official_accounts.exists()
        and not council.no_accounts_statements.filter(ends_on__isnull=True).exists(),
        "may_manage_people": manages_people,
        "vacant": vacant(council) if manages_people else [],
        "due": due_for(membership),
        "coming": coming_for(membership)[:COMING],
        "tasks": [*tasks, IDEA] if membership.is_councillor else tasks,
    }
    return render(request, "accounts/councils/home.html", context)


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
