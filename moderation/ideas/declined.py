"""What came with an idea that was declined does not stay for ever (UK GDPR, Article 5(1)(e))."""

from datetime import timedelta

import structlog
from django.utils import timezone

from moderation.ideas.models import Idea, IdeaPicture

log = structlog.get_logger(__name__)

#: Until then somebody can still ask why, or find that it was a mistake.
KEPT_DECLINED = timedelta(days=30)


def release_pictures() -> int:
    """Lets go of the pictures of ideas declined longer ago than `KEPT_DECLINED`; how many.

    What was said of them goes at once; the files go with the next sweep, unless a member added the
    same (see `councilsm.files.abandoned`). The idea, its words and the reason stay.
    """
    over = {"status": Idea.Status.DECLINED, "decided_at__lt": timezone.now() - KEPT_DECLINED}
    ideas = Idea.objects.filter(**over).order_by()
    released, _ = IdeaPicture.objects.filter(idea__in=ideas).delete()
    if released:
        log.info("declined_pictures_released", released=released)
    return released
