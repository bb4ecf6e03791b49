"""Whether somebody may post on an account: the question that other features ask."""

from datetime import date

from django.db.models import F, OuterRef, Q, Subquery

from accounts.as_at import end_of
from accounts.councils.models import Council
from accounts.dates import in_force
from accounts.grants.levels import CANNOT_POST
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.grants.models.grant import AccessGrantQuerySet
from accounts.people.models import Person
from accounts.register.models import OfficialAccount, Opening
from councilsm.refusals import RuleBroken

#: Clauses by which only those act for the council who are authorised to.
CLAUSES = ("LTC-4.2.1-b", "LLTC-9.3-g", "FTC-6.2-f")


def had_access(person: Person, account: OfficialAccount, day: date) -> bool:
    """Whether somebody's access let them post there on a day (London), past or not; one query.

    A way in that opens the account counts, and so does a shared login that they know.
    """
    in_use = Q(way_in__ended_on__isnull=True) | Q(way_in__ended_on__gt=day)
    opened = Opening.objects.filter(in_use, account=account)
    reaching = AccessGrant.objects.filter(
        Q(account=account) | Q(way_in__in=opened.values("way_in")),
        council=account.council_id,
        membership__person=person,
    ).exclude(level__in=CANNOT_POST)
    return was_open(account, day) and held_on(day, reaching).exists()


def held_on(day: date, grants: AccessGrantQuerySet) -> AccessGrantQuerySet:
    """What of these gave access by the end of a day (London), whatever became of it since.

    The day lies within the grant's days and the member's, and the last decision that was taken by
    then gives access. So the day on which it was suspended or ended does not count, the day on
    which it was given back does, and nothing counts before somebody decided it. Access by office
    alone counts from its first day, since it was there before it was recorded.
    """
    by_then = Q(decided_at__lt=end_of(day)) | Q(outcome=GrantDecision.Outcome.OFFICE)
    taken = GrantDecision.objects.filter(by_then, grant=OuterRef("pk"))
    last = taken.order_by("-decided_at", "-pk").values("pk")[:1]
    return grants.alias(last=Subquery(last)).filter(
        in_force(day),
        in_force(day, "membership__"),
        decisions__pk=F("last"),
        decisions__outcome__in=GrantDecision.GIVES,
    )


def was_open(account: OfficialAccount, day: date) -> bool:
    """Whether anybody can have posted there: until the day on which it was closed, included."""
    if account.status != OfficialAccount.Status.CLOSED:
        return True
    return account.closed_on is not None and day <= account.closed_on


def access_refusal(
    council: Council, person: Person, account: OfficialAccount, day: date
) -> RuleBroken | None:
    """Why a post that somebody made on an account that day is not the council's own making.

    Whoever asks refuses it once the council has gone live; until then it is only said.
    """
    if had_access(person, account, day):
        return None
    clauses = council.rulebook.clauses
    found = next((one for one in CLAUSES if one in clauses), "")
    return RuleBroken(
        f"{person} has no access to {account} on record for {day.day} {day:%B %Y}.",
        source=f"{found}: {clauses[found]}" if found else "",
    )
