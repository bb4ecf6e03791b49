"""Who asks to be unblocked in the demonstration: one whose block was found, one to look for."""

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.blocks.models import Block
from moderation.unblocks.actions.asking import add_fact, send_request
from moderation.unblocks.actions.matching import match_request
from moderation.unblocks.request_letter import RequestLetter

SORRY = (
    "I was angry about the hall and wrote something about foreigners that I should not have. I am "
    "sorry. I have lived here for thirty years and I get the road closures from your page."
)
CANNOT_SEE = "Your page has been empty for me since last week. I never wrote anything bad."


def requests_at(page: OfficialAccount, logs: Person) -> None:
    """Dunstable: one that waits for the Head of Service, one of which nobody knows yet."""
    council = page.council
    block = Block.objects.filter(council=council).latest("pk")
    block.council = council
    found = send_request(
        council=council,
        letter=RequestLetter(
            platform=page.platform,
            handle="@dunstable_truth",
            what=SORRY,
            more="I would not write it again.",
            email="w.marsh@example.org",
        ),
        by_mail=False,
    )
    match_request(request=found, block=block, actor=logs)
    add_fact(
        request=found,
        words="He came to the office on Monday, showed us his profile, and said the same.",
        actor=logs,
    )
    send_request(
        council=council,
        letter=RequestLetter(
            platform=page.platform,
            handle="june.p",
            what=CANNOT_SEE,
            answer_by="post",
            answer_to="4 Priory Walk, Dunstable",
            helper_name="Sam Price",
            helper_as="her support worker",
        ),
        by_mail=False,
    )
