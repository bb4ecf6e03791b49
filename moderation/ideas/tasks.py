import structlog

from councilsm.jobs import DAY, job
from councilsm.refusals import Stale
from moderation.ideas.actions import tell_posted
from moderation.ideas.declined import release_pictures
from moderation.ideas.models import Idea

log = structlog.get_logger(__name__)


@job("ideas.tell_posted", once_by="an idea by its mark of having been told")
def tell_posted_soon(*, at_most: int = 200) -> int:
    """Tells senders that their ideas are out; how many. Running it twice tells nobody twice.

    Whoever records a post knows nothing of ideas, so this looks. One that cannot be told is logged,
    by its id alone since what was raised may hold an address, and the others are told all the same.
    """
    told = 0
    for idea in Idea.objects.to_tell_posted().select_related("council")[:at_most]:
        try:
            tell_posted(idea=idea, actor=None)
        except Stale:  # another worker did
            continue
        except Exception as error:
            log.error("sender_not_told", idea_id=idea.pk, error=type(error).__name__)
            continue
        told += 1
    return told


@job("ideas.release_pictures", once_by="an idea by its pictures being there", expires=DAY)
def release() -> int:
    """Nightly: lets go of the pictures of ideas declined a month ago; how many."""
    return release_pictures()
