from councilsm.jobs import DAY, by_itself, job
from moderation.ideas.actions import tell_posted
from moderation.ideas.declined import release_pictures
from moderation.ideas.models import Idea


@job("ideas.tell_posted", once_by="an idea by its mark of having been told")
def tell_posted_soon(*, at_most: int = 200) -> int:
    """Tells senders that their ideas are out; how many. Running it twice tells nobody twice.

    Whoever records a post knows nothing of ideas, so this looks. One that cannot be told does not
    hold the others up.
    """
    told = 0
    for idea in Idea.objects.to_tell_posted().select_related("council")[:at_most]:
        with by_itself("sender_not_told", idea_id=idea.pk):
            tell_posted(idea=idea, actor=None)
            told += 1
    return told


@job("ideas.release_pictures", once_by="an idea by its pictures being there", expires=DAY)
def release() -> int:
    """Nightly: lets go of the pictures of ideas declined a month ago; how many."""
    return release_pictures()
