"""What waits to be done about posts, in four lists."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render

from accounts.councils.models import Council
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from moderation.posts.archive import to_see_to
from moderation.posts.scheduled import to_cancel


@dataclass(frozen=True)
class Tab:
    """One of the lists: how it is called, what its table says and what it says when empty."""

    show: str
    label: str
    columns: tuple[str, ...]
    caption: str
    none: str

    @property
    def row_template(self) -> str:
        return f"moderation/posts/row_{self.show}.html"


TABS = (
    Tab(
        show="scheduled",
        label="Scheduled, to cancel",
        columns=("Draft", "Account", "Goes out"),
        caption="Scheduled posts to cancel, oldest first",
        none="No scheduled post waits to be cancelled",
    ),
    Tab(
        show="changes",
        label="To do on the platform",
        columns=("Post", "To do", "Account", "Decided"),
        caption="Changes to make on the platform, oldest first",
        none="Nothing waits to be done on a platform",
    ),
    Tab(
        show="outside",
        label="Not approved beforehand",
        columns=("Post", "Account", "Posted", "By"),
        caption="Posts that nobody approved beforehand, newest first",
        none="No post waits to be looked at",
    ),
    Tab(
        show="mistakes",
        label="Mistakes to put right",
        columns=("Post", "Account", "Told"),
        caption="Mistakes to put right, oldest first",
        none="No mistake waits to be put right",
    ),
)


@member_view(Duty.SUBMIT_DRAFTS)
def changes(request: MemberRequest) -> HttpResponse:
    """What posts wait for: done on the platform, looked at, put right. `?show=` chooses."""
    counts = to_see_to(request.council)
    tab = chosen(request.GET.get("show", ""), counts)
    order = ("-posted_at", "-pk") if tab.show == "outside" else ("pk",)
    context = {
        "show": tab.show,
        "tab_now": tab,
        "tabs": [
            {"show": one.show, "label": one.label, "count": counts[one.show]}
            for one in TABS
            # Hardly ever is there anything to cancel, so that tab comes and goes.
            if one.show != "scheduled" or counts[one.show] or one is tab
        ],
        "page": keyset_page(rows_of(tab, request.council), request, order=order),
        "records": request.membership.allows(Duty.RECORD_POSTS),
        "decides": request.membership.allows(Duty.AUTHORISE_POSTS)
        and not request.membership.is_councillor,
    }
    return render(request, "moderation/posts/changes.html", context)


def chosen(show: str, counts: dict[str, int]) -> Tab:
    """The tab that was asked for; else the first with anything in it."""
    by_name = {tab.show: tab for tab in TABS}
    filled = (tab for tab in TABS if counts[tab.show])
    return by_name.get(show) or next(filled, by_name["changes"])


def rows_of(tab: Tab, council: Council) -> Any:
    """What a list holds, with what its rows show."""
    match tab.show:
        case "scheduled":
            targets = to_cancel(council).select_related("account", "revision__draft")
            return targets.annotate(goes_out_at=Max("notes__goes_out_at"))
        case "changes":
            return council.post_changes.open().select_related(
                *("post__account", "post__target__revision", "correction", "decider")
            )
        case "outside":
            return council.posts.not_looked_at().for_list()
    return council.mistakes.filter(put_right_at__isnull=True).select_related(
        "told_by", "post__account", "post__target__revision"
    )
