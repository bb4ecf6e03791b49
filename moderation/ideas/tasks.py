from celery import shared_task

from councilsm.refusals import Stale
from moderation.ideas.actions import tell_posted
from moderation.ideas.models import Idea


@shared_task(name="ideas.tell_posted", expires=600)
def tell_posted_soon(*, at_most: int = 200) -> int:
    """Tells senders that their ideas are out; how many. Running it twice tells nobody twice.

    Whoever records a post knows nothing of ideas, so this looks.
    """
    told = 0
    for idea in Idea.objects.to_tell_posted().select_related("council")[:at_most]:
        try:
            tell_posted(idea=idea, actor=None)
        except Stale:  # another worker did
            continue
        told += 1
    return told
