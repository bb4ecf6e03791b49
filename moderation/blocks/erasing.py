"""What blocks quote of an item and of who posted it, emptied when its words are erased."""

from django.db.models import Case, F, Value, When

from moderation.blocks.models import Block, BlockDecision, BlockNotice, BlockStep
from moderation.evidence.erasing import erases_words, forget_details
from moderation.items.models import Author, Item

#: A reason that the rulebook lists is nobody's own words.
LABEL = Case(When(reason="", then=Value("")), default=F("reason_label"))


@erases_words
def erase_blocks(item: Item) -> None:
    """Empties what the proposals from an item's entries say of it, and what was answered.

    What the council decided stays, with its reasons, since it answers for an interference with
    somebody's freedom to speak (Human Rights Act 1998, section 6). Once the author's handle is
    erased too, nobody can be told apart any more, and the reasons go as well.
    """
    forget(list(Block.objects.filter(prompted_by__item=item).values_list("pk", flat=True)))
    author = Author.objects.filter(pk=item.author_id or 0, handle="").first()
    if author is not None:
        theirs = list(author.blocks.values_list("pk", flat=True))
        forget(theirs)
        decided = BlockDecision.objects.filter(block__in=theirs)
        emptied = dict.fromkeys((*BlockDecision.append_only.erasable, "second_note"), "")
        decided.update(**emptied | {"reason_label": LABEL})


def forget(blocks: list[int]) -> None:
    """Empties the proposals, notices and notes of some blocks, by their ids."""
    found = Block.objects.filter(pk__in=blocks)
    steps = BlockStep.objects.filter(place__block__in=found)
    for council, pk in found.values_list("council", "pk"):
        forget_details(council, "moderation.block", [pk])
        told = list(steps.filter(place__block=pk).values_list("pk", flat=True))
        forget_details(council, "moderation.blockstep", told)
    BlockNotice.objects.filter(block__in=found).update(words="", response="", ended_how="")
    BlockDecision.objects.filter(block__in=found).update(response_considered="")
    steps.update(note="")
    found.update(why="", urgent_why="", why_withdrawn="")
