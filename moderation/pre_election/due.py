"""What waits on Home because a pre-election period holds or begins."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Value
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.posts.actions.common import may_decide_posts
from moderation.pre_election.questions import accounts_to_look, drafts_to_look, posts_to_look

#: What each line is about, in words, and the page on which it is dealt with.
LINES = {
    "drafts": ("approved draft", "approved drafts", "elections:detail"),
    "posts": ("post", "posts", "elections:detail"),
    "accounts": ("account", "accounts", "pre_election:accounts"),
}


@tells_due
def to_look_at(membership: Membership) -> Iterator[Due]:
    """Drafts and posts in a period for whoever decides, accounts for whoever posts. One query."""
    decides, records = may_decide_posts(membership), membership.allows(Duty.RECORD_POSTS)
    if not (decides or records):
        return
    council = membership.council

    def marked(rows: Any, kind: str) -> Any:
        return rows.order_by().values_list(Value(kind, CharField()), "period_number")

    rows = []
    if decides:
        rows += [
            marked(drafts_to_look([council.pk]), "drafts"),
            marked(posts_to_look([council.pk]), "posts"),
        ]
    if records:
        rows.append(marked(accounts_to_look([council.pk], today()), "accounts"))
    found = Counter(rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0])
    for (kind, number), many in sorted(found.items()):
        one, several, page = LINES[kind]
        pinned = " for what is pinned there" if kind == "accounts" else ""
        yield Due(
            f"{counted(many, one, several)} to look at{pinned}: pre-election period",
            reverse(page, args=[council.slug, number]),
            group=Group.TODAY,
            number=many,
        )
