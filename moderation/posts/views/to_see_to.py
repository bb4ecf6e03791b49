"""What waits to be done about posts, in four lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from accounts.councils.models import Council
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from moderation.drafts.models import Target
from moderation.posts.actions.common import may_decide_posts
from moderation.posts.archive import outside_to_accept, to_see_to
from moderation.posts.models import Mistake, Post, PostChange
from moderation.posts.scheduled import goes_out_at, to_cancel


@dataclass(frozen=True)
class Tab:
    """One of the lists: what it is called, what it holds and says, and what where it is empty.

    Args:
        rows: of a council, with all that a row shows.
    """

    show: str
    label: str
    columns: tuple[str, ...]
    caption: str
    none: str
    rows: Callable[[Council], QuerySet[Any]]
    order: tuple[str, ...] = ("pk",)

    @property
    def row_template(self) -> str:
        return f"moderation/posts/row_{self.show}.html"


def scheduled_rows(council: Council) -> QuerySet[Target]:
    targets = to_cancel(council).select_related("account", "revision__draft")
    return targets.annotate(goes_out_at=goes_out_at())


def change_rows(council: Council) -> QuerySet[PostChange]:
    return council.post_changes.open().select_related(
        *("post__account", "post__target__revision", "correction", "decider"),
        "subject__withdrawal_recorded_by",
    )


def outside_rows(council: Council) -> QuerySet[Post]:
    return council.posts.not_looked_at().for_list()


def mistake_rows(council: Council) -> QuerySet[Mistake]:
    return council.mistakes.filter(put_right_at__isnull=True).select_related(
        "told_by", "post__account", "post__target__revision"
    )


TABS = (
    Tab(
        show="scheduled",
        label="Scheduled, to cancel",
        columns=("Draft", "Account", "Goes out"),
        caption="Scheduled posts to cancel, oldest first",
        none="No scheduled post waits to be cancelled",
        rows=scheduled_rows,
    ),
    Tab(
        show="changes",
        label="To do on the platform",
        columns=("Post", "To do", "Account", "Decided"),
        caption="Changes to make on the platform, oldest first",
        none="Nothing waits to be done on a platform",
        rows=change_rows,
    ),
    Tab(
        show="outside",
        label="Not approved beforehand",
        columns=("Post", "Account", "Posted", "By"),
        caption="Posts that nobody approved beforehand, newest first",
        none="No post waits to be looked at",
        rows=outside_rows,
        order=("-posted_at", "-pk"),
    ),
    Tab(
        show="mistakes",
        label="Mistakes to put right",
        columns=("Post", "Account", "Told"),
        caption="Mistakes to put right, oldest first",
        none="No mistake waits to be put right",
        rows=mistake_rows,
    ),
)


@member_view(Duty.SUBMIT_DRAFTS)
def changes(request: MemberRequest) -> HttpResponse:
    """What posts wait for: done on the platform, looked at, put right. `?show=` chooses.

    With `&for=me` only the posts that the member may accept, which are those that Home counts.
    """
    counts = to_see_to(request.council)
    tab = chosen(request.GET.get("show", ""), counts)
    member = request.membership
    decides = may_decide_posts(member)
    for_me = decides and tab.show == "outside" and request.GET.get("for") == "me"
    rows = outside_to_accept(member).for_list() if for_me else tab.rows(request.council)
    context = {
        "show": tab.show,
        "tab_now": tab,
        "tabs": [
            {"show": one.show, "label": one.label, "count": counts[one.show]}
            for one in TABS
            # Hardly ever is there anything to cancel, so that tab comes and goes.
            if one.show != "scheduled" or counts[one.show] or one is tab
        ],
        "page": keyset_page(rows, request, order=tab.order),
        "records": member.allows(Duty.RECORD_POSTS),
        "decides": decides,
        "for_me": for_me,
    }
    return render(request, "moderation/posts/changes.html", context)


def chosen(show: str, counts: dict[str, int]) -> Tab:
    """The tab that was asked for; else the first with anything in it."""
    by_name = {tab.show: tab for tab in TABS}
    filled = (tab for tab in TABS if counts[tab.show])
    return by_name.get(show) or next(filled, by_name["changes"])
