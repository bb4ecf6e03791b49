"""What every decision that gives access is judged by, whether it is the first or a later one."""

from django.db.models import Q

from accounts.dates import today
from accounts.grants.actions.common import (
    naming,
    property_of,
    require_here,
    require_open,
    require_other,
    require_to_come,
    source,
)
from accounts.grants.lacking import require_nothing_missing
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant
from accounts.grants.models.grant import AccessGrantQuerySet
from accounts.people.actions.common import within
from accounts.people.missing import Missing
from accounts.people.models import Person
from accounts.register.levels import ADMINISTERS
from accounts.register.models import OfficialAccount
from councilsm.refusals import RuleBroken

_S = AccessGrant.Status


def judge(
    grant: AccessGrant, what: Property, actor: Person, reason: str, *, decided_only: bool = False
) -> list[Missing]:
    """Judges access as it would be given, with its first and last day as they would be.

    Args:
        what: the account or way in as it is now, held.
        reason: why there may be more administrators than the council wants; may be empty.
        decided_only: as of `administrators`.

    Returns:
        What the member still lacks, which is only listed before the council has gone live.

    Raises:
        RuleBroken: it is the actor's own; the account is closed, the member has left, the days do
            not fit, there would be too many administrators and nobody says why; or the council has
            gone live and something is missing.
    """
    require_other(grant, actor)
    require_open(what)
    membership = grant.membership
    assert membership is not None  # grant_to_somebody
    require_here(membership)
    first = grant.starts_on
    if grant.found_on:  # the platform may show somebody before they joined
        first = max(first, membership.starts_on)
    within(membership, first, grant.ends_on)
    require_to_come(grant.ends_on)
    require_few_administrators(grant, what, reason, decided_only=decided_only)
    return require_nothing_missing(grant, list(grant.devices.all()))


def require_few_administrators(
    grant: AccessGrant, what: Property, reason: str, *, decided_only: bool = False
) -> None:
    """Asserts that whoever adds an administrator beyond the council's number says why.

    Raises:
        RuleBroken: there would be more than the rulebook has, and no reason is given (LLTC-12.1-d).
    """
    most: int | None = grant.council.rulebook.rules.administrators.value
    if most is None or grant.level not in ADMINISTERS or reason.strip():
        return
    others = administrators(what, decided_only=decided_only, apart_from=grant)
    if others >= most:
        raise RuleBroken(
            f"{what} would have {others + 1} people with full control, and the council wants "
            f"{most} at most. Give less, or say why it must be so.",
            source=source(grant.council, "administrators"),
        )


def others_administering(grant: AccessGrant, *, decided_only: bool) -> int:
    """How many others can do there what this one would; none where it would not administer."""
    if grant.level not in ADMINISTERS:
        return 0
    return administrators(property_of(grant), decided_only=decided_only, apart_from=grant)


def administrators(what: Property, *, decided_only: bool, apart_from: AccessGrant) -> int:
    """How many people can let others in or lock them out, now or from a day to come.

    Of a way in: where it opens most.

    Args:
        decided_only: without those who were found and nobody has confirmed.
    """
    rows = AccessGrant.objects.filter(council_id=what.council_id, level__in=ADMINISTERS)
    rows = rows.exclude(pk=apart_from.pk)
    counted = (
        Q(status=_S.GRANTED)
        & (Q(ends_on__isnull=True) | Q(ends_on__gte=today()))
        & (Q(membership__ends_on__isnull=True) | Q(membership__ends_on__gte=today()))
    )
    if not decided_only:
        counted |= Q(status=_S.FOUND)
    rows = rows.filter(counted)
    accounts = [what] if isinstance(what, OfficialAccount) else list(what.opens.all())
    if not accounts:
        return _people(rows.filter(**naming(what)), apart_from)
    return max(_people(rows.reaching(account), apart_from) for account in accounts)


def _people(rows: AccessGrantQuerySet, apart_from: AccessGrant) -> int:
    """Different people; everybody whom nobody here knows counts by the name that was found."""
    names = set(rows.values_list("membership", "found_name"))
    mine = apart_from.membership_id
    people = {member or name for member, name in names}
    return len(people - {mine})
