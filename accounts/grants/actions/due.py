"""Access that ends by its date alone, in many councils at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from accounts.councils.models import Council, RulebookVersion
from accounts.dates import today
from accounts.grants.actions.common import facts
from accounts.grants.models import AccessGrant
from accounts.grants.models.held import Held
from accounts.register.called import account_called, platform_shown
from accounts.register.models import WayIn
from councilsm.audit.actions import action, record_each
from councilsm.audit.verbs import Verb
from councilsm.bulk import any_of
from councilsm.forms import when_in_words
from councilsm.inbox.many import Letter, notify_each
from councilsm.refusals import Stale

#: What the message to a holder says of each.
BLANKS = ("what", "reference", "last_day", "council", "path")

#: What `Ended` is made of.
COLUMNS = (
    *("pk", "council_id", "number", "level", "starts_on", "ends_on", "membership__ends_on"),
    *("membership__person__name", "membership__person__email", platform_shown("account")),
    *("account__name", "way_in__kind", "way_in__name"),
)


@dataclass(slots=True)
class Ended(Held):
    """A grant in plain values, since a hundred thousand may end in one night."""

    pk: int
    council_id: int
    number: int
    level: str
    starts_on: date
    ends_on: date | None
    leaves_on: date | None
    who: str
    email: str | None
    platform: str | None
    account_name: str | None
    way_in_kind: str | None
    way_in_name: str | None

    @cached_property
    def what(self) -> str:
        """The account or way in, as it writes itself."""
        if self.platform:
            return account_called(self.platform, self.account_name or "")
        return f"{WayIn.Kind(self.way_in_kind or '').label} “{self.way_in_name}”"


@action
def end_due_grants(*, grants: Collection[int], on: date, actor: None = None) -> int:
    """Carries out what the passing of a last day brings: an entry on the trail, word to the holder.

    The access itself is over already, by its date, whether or not this runs; and what is over and
    still on a platform is to be removed there by the same date (`to_remove`). Nobody decided that
    it ends today, so nothing is written that says so: no decision, no decider, and it stays granted
    until somebody decides anew. `over_told_on` only says that this was done. What a change of the
    rules or a departure takes away before its last day has its decision and never comes here.

    Takes those of many councils: each one's head is locked once, in one statement for all of them.
    What somebody else holds at this moment is left for the next time, so this waits for nobody
    before it ends.

    Args:
        grants: their ids; few enough that nobody waits long for a head. What is not over, or was
            told of meanwhile, is passed by.
        on: a London day: what had its last day before it.

    Returns:
        How many ended.

    Raises:
        Stale: nothing is left to do.
    """
    due = AccessGrant.objects.ran_out(on).filter(pk__in=any_of(grants))
    held = due.select_for_update(no_key=True, of=("self",), skip_locked=True)
    rows = held.order_by("council_id", "pk").values_list(*COLUMNS)
    ended = [Ended(*values) for values in rows]
    if not ended:
        raise Stale("The end of all access was told of already.")
    told = any_of(one.pk for one in ended)
    AccessGrant.objects.filter(pk__in=told).update(over_told_on=on)
    of = _councils({one.council_id for one in ended})
    notify_each(_letters(ended, of), "access_ran_out", BLANKS)
    rows_of_trail = ((one.pk, of[one.council_id], str(one), facts(one)) for one in ended)
    record_each(Verb.GRANT_RAN_OUT, AccessGrant, rows_of_trail)
    return len(ended)


class Where(NamedTuple):
    """A council as far as its trail and a message need it."""

    pk: int
    slug: str
    name: str
    rulebook_id: int | None


def _councils(ids: Collection[int]) -> dict[int, Where]:
    """Councils with the version of their rules, in one question for all of them."""
    versions = RulebookVersion.objects.in_force(today()).filter(council=OuterRef("pk"))
    version = Subquery(versions.values("pk")[:1])
    rows = Council.objects.filter(pk__in=any_of(ids)).values_list("pk", "slug", "name", version)
    return {values[0]: Where(*values) for values in rows}


def _letters(ended: Collection[Ended], of: Mapping[int, Where]) -> Iterator[Letter]:
    """A message to each holder who has an address."""
    # An address is asked for once: that takes longer than all else about a message.
    before, after = reverse("grants:detail", args=["-", 0]).split("/-/")
    for one in ended:
        assert one.ends_here_on  # as `ran_out` finds them
        if one.email:
            council = of[one.council_id]
            words = {
                "what": one.what,
                "reference": one.reference,
                "last_day": _in_words(one.ends_here_on),
                "council": council.name,
                "path": f"{before}/{council.slug}/{after.replace('A-0000', one.reference)}",
            }
            yield council.pk, one.email, words


_in_words = lru_cache(maxsize=100)(when_in_words)
