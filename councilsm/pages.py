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

#: Whoever keeps the moderation log, or reads the trail.
LOG_READERS = (Duty.LOG_MODERATION, Duty.READ_TRAIL)
#: They, and whoever decides what is destroyed.
EVIDENCE_READERS = (*LOG_READERS, Duty.DESTROY_EVIDENCE, Duty.CARETAKE)

#: Whoever proposes or decides blocks, hears who asks to be unblocked, or reads the trail.
BLOCK_READERS = (*LOG_READERS, Duty.DECIDE_BLOCKS, Duty.DECIDE_UNBLOCKS)
#: Whoever finds the block of a request, decides it, or reads the trail.
UNBLOCK_READERS = (*LOG_READERS, Duty.DECIDE_UNBLOCKS)

#: Pages that stand together.
SECTIONS: dict[str, list[Entry]] = {
    "Drafts and posts": [
        ("Drafts", "drafts:list", Duty.SUBMIT_DRAFTS),
        ("Posts", "posts:list", Duty.SUBMIT_DRAFTS),
        ("Ideas", "ideas:inbox", Duty.RECORD_POSTS),
        ("Permissions", "permissions:list", Duty.SUBMIT_DRAFTS),
        ("Standing approvals", "drafts:standing_list", Duty.SUBMIT_DRAFTS),
    ],
    "Moderation": [
        ("Log", "log:list", LOG_READERS),
        ("Blocks", "blocks:list", BLOCK_READERS),
        ("Unblock requests", "unblocks:list", UNBLOCK_READERS),
        ("Enquiries", "enquiries:list", Duty.SUBMIT_DRAFTS),
        ("Report something", "sightings:new", Duty.SUBMIT_DRAFTS),
        ("Replies", "enquiries:standard_replies", Duty.SUBMIT_DRAFTS),
        ("Looking", "enquiries:looking", Duty.SUBMIT_DRAFTS),
        ("Restricted cases", "cases:list", Duty.SUBMIT_DRAFTS),
        ("Conduct", "conduct:list", Duty.SUBMIT_DRAFTS),
        ("Evidence", "evidence:list", EVIDENCE_READERS),
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
    "Policies and trail": [
        ("Policies", "documents:list", Duty.SUBMIT_DRAFTS),
        ("Reading", "acknowledgements:mine", Duty.SUBMIT_DRAFTS),
        ("Reviews", "reviews:list", Duty.SUBMIT_DRAFTS),
        ("Pre-election periods", "elections:list", Duty.SUBMIT_DRAFTS),
        ("Rules", "councils:rules", Duty.SUBMIT_DRAFTS),
        ("Audit trail", "councils:trail", Duty.READ_TRAIL),
    ],
}

#: The service navigation: a section by its name, or one page as above. Nobody sees more than seven.
NAVIGATION: list[str | Entry] = [
    ("Home", "councils:home", Duty.SUBMIT_DRAFTS),
    "Drafts and posts",
    ("Approvals", "drafts:queue", Duty.AUTHORISE_POSTS),
    ("Log action", "log:new", Duty.LOG_MODERATION),
    "Moderation",
    "Accounts and people",
    "Policies and trail",
]

#: What the footer of every page links to, by the last part of its address.
HELP = {
    "contact": "Help and contact",
    "accessibility": "Accessibility",
    "privacy": "Privacy",
    "cookies": "Cookies",
}


#: Pages whose address does not begin as that of the entry they stand under, and that entry's page.
STANDS_UNDER = {
    "drafts:decide": "drafts:queue",
    "drafts:withdraw_approval": "drafts:queue",
    "drafts:second_check": "drafts:queue",
    "drafts:answer_review": "drafts:queue",
    "documents:clause": "documents:list",
}


def links(entries: list[Entry], request: HttpRequest, membership: Any) -> list[dict[str, Any]]:
    """The entries that a member may open; `meets` is how much of its address this page shares."""
    return [
        {"label": label, "url": url, "meets": len(url) if request.path.startswith(url) else 0}
        for label, name, duty in entries
        if any(map(membership.allows, duty if isinstance(duty, tuple) else (duty,)))
        for url in [address(name, membership.council.slug)]
    ]


def navigation(request: HttpRequest, membership: Any) -> dict[str, Any]:
    """The service navigation, and the pages of a section on one of which this is.

    The entry whose address this page shares most of is the current one.
    """
    context: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    for entry in NAVIGATION:
        pages = links(SECTIONS[entry] if isinstance(entry, str) else [entry], request, membership)
        if not pages:
            continue
        label = entry if isinstance(entry, str) and len(pages) > 1 else pages[0]["label"]
        meets = max(page["meets"] for page in pages)
        items.append({"label": label, "url": pages[0]["url"], "meets": meets})
        if len(pages) > 1 and request.path in {page["url"] for page in pages}:
            context = {"section": label, "sub_navigation": pages}
    most = max((item["meets"] for item in items), default=0)
    for item in items:
        item["current"] = 0 < most == item["meets"]
    return context | {"navigation": items}


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
        context |= navigation(request, membership)
        at = request.resolver_match
        if at and at.view_name in STANDS_UNDER:
            there = address(STANDS_UNDER[at.view_name], membership.council.slug)
            if any(item["url"] == there for item in context["navigation"]):
                for item in context["navigation"]:
                    item["current"] = item["url"] == there
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
