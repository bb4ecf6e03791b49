import structlog

from councilsm.jobs import job
from councilsm.refusals import Stale
from moderation.drafts.actions.missed import missed_untold, tell_missed

log = structlog.get_logger(__name__)


@job("drafts.tell_missed", once_by="a draft by the moment that was missed")
def tell_missed_soon(*, at_most: int = 200) -> int:
    """Tells people of approved drafts that were not posted in time; how many.

    Running it twice tells nobody twice. One that cannot be told does not hold the others up.
    """
    told = 0
    for draft in missed_untold().select_related("council", "author").order_by("pk")[:at_most]:
        try:
            tell_missed(draft=draft, actor=None)
        except Stale:  # another worker did, or it has a new time
            continue
        except Exception as error:
            log.error("missed_not_told", draft_id=draft.pk, error=type(error).__name__)
            continue
        told += 1
    return told
