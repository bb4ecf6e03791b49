from contextlib import suppress

from accounts.councils.models import Council
from accounts.dates import today
from accounts.training.lapsing import tell_of_lapse, to_tell
from councilsm.jobs import by_itself, job
from councilsm.refusals import Stale


@job("training.tell_of_lapses", once_by="a completion by the step that was told", expires=3600)
def tell_of_lapses() -> int:
    """Tells people that their training lapses; how many mails were decided.

    Running it twice tells nobody twice. One council that fails does not hold the others up.
    """
    told = 0
    for council in Council.objects.filter(courses__isnull=False).distinct().order_by("pk"):
        with by_itself("lapse_not_told", council_id=council.pk):
            for due in list(to_tell(council, today())):
                with suppress(Stale):  # another worker did
                    tell_of_lapse(
                        completion=due.completion,
                        step=due.step,
                        rests_on=due.rests_on,
                        actor=None,
                    )
                    told += 1
    return told
