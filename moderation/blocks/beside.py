"""What the log's pages show of blocks: beside an item of the person, and beside the profile."""

from collections.abc import Iterator

from accounts.councils.moderating import Step
from councilsm.forms import when_in_words
from moderation.blocks.models import Block
from moderation.items.authors import same_person
from moderation.items.models import Author
from moderation.log.beside import Beside, tells_beside

#: So many of the newest are told; the register holds the others.
MOST = 20


@tells_beside
def blocks(author: Author) -> Iterator[Beside]:
    """Every block of a person, the newest first; one query."""
    rows = Block.objects.filter(author__in=same_person(author).values("pk"))
    for block in rows.select_related("author", "council").order_by("-pk")[:MOST]:
        yield Beside(
            author=block.author,
            reference=block.reference,
            page=block.get_absolute_url(),
            label=block.tag["label"],
            colour=block.tag["colour"],
            until=until(block),
            current=block.is_in_force or block.state in Block.UNDECIDED,
            follows=Step.BLOCK,
        )


def until(block: Block) -> str:
    """Until when it stands, in words."""
    if not block.is_in_force or block.state in Block.UNDECIDED:
        return ""
    if block.ends_on:
        return f"until {when_in_words(block.ends_on)}"
    return "until somebody lifts it"
