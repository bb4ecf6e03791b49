"""What came with an idea that was declined does not stay for ever (UK GDPR, Article 5(1)(e))."""

from contextlib import suppress
from datetime import timedelta

import structlog
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import Stale
from moderation.ideas.actions import locked
from moderation.ideas.models import Idea

log = structlog.get_logger(__name__)

#: Until then somebody can still ask why, or find that it was a mistake.
KEPT_DECLINED = timedelta(days=30)


def release_pictures() -> int:
    """Lets go of the pictures of ideas declined longer ago than `KEPT_DECLINED`; how many.

    What was said of them goes at once; the files go with the next sweep, unless a member added the
    same (see `councilsm.files.abandoned`). The idea, its words and the reason stay.
    """
    over = {"status": Idea.Status.DECLINED, "decided_at__lt": timezone.now() - KEPT_DECLINED}
    ideas = Idea.objects.filter(**over, pictures__isnull=False).select_related("council")
    released = 0
    for idea in ideas.distinct():
        with suppress(Stale):  # another worker did
            released += release_pictures_of(idea=idea, actor=None)
    if released:
        log.info("declined_pictures_released", released=released)
    return released


@action
def release_pictures_of(*, idea: Idea, actor: Person | None) -> int:
    """Lets go of the pictures of one declined idea; how many.

    Raises:
        Stale: they are gone already.
    """
    locked(idea)
    released, _ = idea.pictures.all().delete()
    if not released:
        raise Stale(f"The pictures of {idea.reference} are gone already.")
    record(Verb.IDEA_PICTURES_RELEASED, idea, actor=actor, new={"pictures": released})
    return released
