"""Where people arrive: their councils, and a council's staff home."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control

from accounts.councils.models import Council
from councilsm.access import MemberRequest, member_view, public, signed_in
from councilsm.duties import Duty


@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    memberships = request.user.memberships_today()  # type: ignore[union-attr]  # signed in
    if len(memberships) == 1:
        return redirect(memberships[0].council)
    return render(request, "accounts/councils/choose.html", {"memberships": memberships})


@member_view(Duty.SUBMIT_DRAFTS)
def home(request: MemberRequest) -> HttpResponse:
    rules = request.council.rulebook.each()
    context = {
        "questions_left": len(request.council.setup_left),
        "rules_not_set": sum(not rule.is_set for _, rule in rules),
        "may_manage_rules": request.membership.allows(Duty.MANAGE_RULES),
        "tasks": [
            task
            for task in TASKS
            if request.membership.allows(task["duty"])  # type: ignore[arg-type]
        ],
    }
    return render(request, "accounts/councils/home.html", context)


#: What somebody comes here to do, by the duty that lets them.
TASKS: list[dict[str, object]] = [
    {
        "duty": Duty.AUTHORISE_POSTS,
        "title": "Decide about drafts",
        "text": "Read what waits for approval, the most urgent first.",
        "url_name": "drafts:queue",
    },
    {
        "duty": Duty.RECORD_POSTS,
        "title": "Post and record",
        "text": "Post what is approved, then record where and when.",
        "url_name": "drafts:list",
        "query": "?status=approved",
    },
    {
        "duty": Duty.SUBMIT_DRAFTS,
        "title": "Write a draft",
        "text": "Suggest a post. It goes out only when it is approved.",
        "url_name": "drafts:new",
    },
    {
        "duty": Duty.MANAGE_PEOPLE,
        "title": "People and offices",
        "text": "Invite somebody, or record who holds which office.",
        "url_name": "people:list",
    },
]


@public
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest, council: str) -> HttpResponse:
    """The council's colour as a stylesheet of its own: the policy allows no inline style."""
    colour = Council.colour_of(council)
    if colour is None:
        raise Http404
    css = f":root{{--govuk-brand-colour:{colour}}}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")
