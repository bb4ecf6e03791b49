"""What every page is given, and the few pages that belong to no feature."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from councilsm.duties import Duty
from councilsm.resume import keep_typed, whose

#: A page in the navigation: label, URL name, and the duty, or any of the duties, that opens it.
Entry = tuple[str, str, Duty | tuple[Duty, ...]]

#: Whoever ends ways in, stands in for a clerk who is gone, or reads the trail.
LEAVERS = (Duty.MANAGE_PEOPLE, Duty.KEEP_REGISTER, Duty.GRANT_ACCESS, Duty.READ_TRAIL)

#: Pages that stand together.
SECTIONS: dict[str, list[Entry]] = {
    "Drafts": [
        ("Drafts", "drafts:list", Duty.SUBMIT_DRAFTS),
        ("Ideas", "ideas:inbox", Duty.RECORD_POSTS),
        ("Permissions", "permissions:list", Duty.SUBMIT_DRAFTS),
        ("Standing approvals", "drafts:standing_list", Duty.SUBMIT_DRAFTS),
    ],
    "Accounts and people": [
        ("Accounts", "register:list", Duty.SUBMIT_DRAFTS),
        ("Access", "grants:list", Duty.SUBMIT_DRAFTS),
        ("Team", "team:list", Duty.SUBMIT_DRAFTS),
        ("People", "people:list", Duty.MANAGE_PEOPLE),
        ("Leavers", "leavers:list", LEAVERS),
        ("Cover", "hours:cover", Duty.SUBMIT_DRAFTS),
        ("Caretaker", "caretaker:page", Duty.CARETAKE),
        ("Training", "training:list", Duty.SUBMIT_DRAFTS),
        ("Devices", "devices:list", Duty.SUBMIT_DRAFTS),
        ("Lookalikes", "lookalikes:list", (Duty.KEEP_REGISTER, Duty.READ_TRAIL)),
        ("Places", "places:list", Duty.SUBMIT_DRAFTS),
    ],
}

#: The service navigation: a section by its name, or one page as above.
NAVIGATION: list[str | Entry] = [
    ("Home", "councils:home", Duty.SUBMIT_DRAFTS),
    "Drafts",
    ("Approvals", "drafts:queue", Duty.AUTHORISE_POSTS),
    ("Posts", "posts:list", Duty.SUBMIT_DRAFTS),
    "Accounts and people",
    ("Rules", "councils:rules", Duty.SUBMIT_DRAFTS),
    ("Audit trail", "councils:trail", Duty.READ_TRAIL),
]

#: What the footer of every page links to, by the last part of its address.
HELP = {
    "contact": "Help and contact",
    "accessibility": "Accessibility",
    "privacy": "Privacy",
    "cookies": "Cookies",
}


#: Pages about one draft that stand under Approvals, though their address begins with Drafts.
APPROVING = {
    "drafts:decide",
    "drafts:withdraw_approval",
    "drafts:second_check",
    "drafts:answer_review",
}


def links(entries: list[Entry], request: HttpRequest, membership: Any) -> list[dict[str, Any]]:
    """The entries that a member may open; `current` marks the one whose pages this is among."""
    return [
        {"label": label, "url": url, "current": request.path.startswith(url)}
        for label, name, duty in entries
        if any(map(membership.allows, duty if isinstance(duty, tuple) else (duty,)))
        for url in [address(name, membership.council.slug)]
    ]


@lru_cache(maxsize=10_000)
def address(name: str, slug: str) -> str:
    """A page's address in a council: each is asked for on every page."""
    return reverse(name, args=[slug])


def page_context(request: HttpRequest) -> dict[str, Any]:
    """For every template: whether this is a demo, and in a council its name and navigation."""
    context: dict[str, Any] = {"demo": settings.DEMO, "help_topics": HELP.items()}
    user = getattr(request, "user", None)
    if user is not None:
        context["whose"] = whose(user)
    membership = getattr(request, "membership", None)
    if membership is not None:
        context["council"] = membership.council
        context["membership"] = membership
        context["navigation"] = []
        for entry in NAVIGATION:
            if not isinstance(entry, str):
                context["navigation"] += links([entry], request, membership)
            elif pages := links(SECTIONS[entry], request, membership):
                current = any(page["current"] for page in pages)
                context["navigation"].append(
                    {"label": entry, "url": pages[0]["url"], "current": current}
                )
                if len(pages) > 1 and request.path in {page["url"] for page in pages}:
                    context["section"], context["sub_navigation"] = entry, pages
        at = request.resolver_match
        if at and at.view_name in APPROVING and membership.allows(Duty.AUTHORISE_POSTS):
            queue = address("drafts:queue", membership.council.slug)
            for item in context["navigation"]:
                item["current"] = item["url"] == queue
        if membership.is_councillor and not membership.in_handover:
            url = reverse("ideas:new", args=[membership.council.slug])
            context["navigation"].append({"label": "Send an idea", "url": url})
    return context


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not match, most often a page left open: nothing typed is lost."""
    kept = keep_typed(request)
    return render(request, "csrf_failure.html", {"kept": kept}, status=403)


def healthz(request: HttpRequest) -> HttpResponse:
    """Answers while the process lives; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Answers 200 while the database does, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever the driver raises, the answer is the same
        return HttpResponse("database unavailable\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
