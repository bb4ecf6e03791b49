"""What of requests to be unblocked waits for somebody on Home."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.unblocks.listing import SHOW, TO_ANSWER, TO_DECIDE, TO_MATCH, parts_for
from moderation.unblocks.readers import prepares


@tells_due
def to_see_to(membership: Membership) -> Iterator[Due]:
    """Requests to match with a block, to decide, and to answer on paper; one query.

    Two more where somebody else must decide than who decided the block.
    """
    if not prepares(membership):
        return
    parts = parts_for(membership)
    found = (
        membership.council.unblock_requests.filter(SHOW[""])  # as the index has it
        .order_by()
        .aggregate(
            match=Count("pk", filter=SHOW[TO_MATCH]),
            match_since=Min("sent_at", filter=SHOW[TO_MATCH]),
            decide=Count("pk", filter=parts[TO_DECIDE]),
            decide_since=Min("sent_at", filter=parts[TO_DECIDE]),
            answer=Count("pk", filter=SHOW[TO_ANSWER]),
        )
    )
    page = reverse("unblocks:list", args=[membership.council.slug])
    things = ("request to be unblocked", "requests to be unblocked")
    if found["match"]:
        yield Due(
            f"{counted(found['match'], *things)}: find the block",
            f"{page}?show={TO_MATCH}",
            found["match_since"],
            number=found["match"],
        )
    if found["decide"] and membership.allows(Duty.DECIDE_UNBLOCKS):
        yield Due(
            f"{counted(found['decide'], *things)}: decide",
            f"{page}?show={TO_DECIDE}",
            found["decide_since"],
            group=Group.TODAY,
            number=found["decide"],
        )
    if found["answer"]:
        yield Due(
            f"{counted(found['answer'], *things)}: post or tell the answer",
            f"{page}?show={TO_ANSWER}",
            number=found["answer"],
        )
