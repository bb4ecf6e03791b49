from councilsm.jobs import by_itself, job
from moderation.drafts.actions.missed import missed_untold, tell_missed


@job("drafts.tell_missed", once_by="a draft by the moment that was missed")
def tell_missed_soon(*, at_most: int = 200) -> int:
    """Tells people of approved drafts that were not posted in time; how many.

    Running it twice tells nobody twice. One that cannot be told does not hold the others up.
    """
    told = 0
    for draft in missed_untold().select_related("council", "author").order_by("pk")[:at_most]:
        with by_itself("missed_not_told", draft_id=draft.pk):  # stale also: it has a new time
            tell_missed(draft=draft, actor=None)
            told += 1
    return told
