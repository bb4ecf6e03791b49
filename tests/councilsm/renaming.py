"""A small action for tests of the trail: a council is given another name."""

from accounts.councils.models import Council
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb


@action
def rename(*, council: Council, name: str) -> None:
    council.name = name
    council.save(update_fields=["name"])
    record(Verb.COUNCIL_CHANGED, council, actor=None, council=council, new={"name": name})
