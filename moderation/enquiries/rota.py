"""Who looks at which account today, when somebody last did, and what nobody looks at."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from accounts.councils.models import Council
from accounts.dates import LONDON, today
from accounts.hours.models import WEEKDAYS
from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from councilsm.duties import Duty
from moderation.enquiries.models import Look, Watch


@dataclass(frozen=True)
class Looked:
    """An account on the page of who looks.

    Args:
        last: when somebody last looked; None for never.
        by: their name.
        late: longer ago than the rules allow; False while no rule says how often.
        today: who looks today, in words.
        watches: all lines of the rota.
    """

    account: OfficialAccount
    last: datetime | None
    by: str
    late: bool
    today: list[str]
    watches: list[Watch]


def looked(council: Council) -> list[Looked]:
    """The live accounts, those longest without a look first; two queries."""
    newest = Look.objects.filter(account=OuterRef("pk")).order_by("-looked_at")
    accounts = council.official_accounts.live().annotate(
        last_look=Subquery(newest.values("looked_at")[:1]),
        last_by=Subquery(newest.values("looked_by__name")[:1]),
    )
    watches = council.account_watches.filter(ended_on__isnull=True).order_by("pk")
    by_account: dict[int, list[Watch]] = {}
    for watch in watches.select_related("account", "office", "member__person"):
        by_account.setdefault(watch.account_id, []).append(watch)
    now = WEEKDAYS[today().weekday()]
    rows = []
    for account in accounts:
        its = by_account.get(account.pk, [])
        rows.append(
            Looked(
                account,
                account.last_look,
                account.last_by or "",
                is_late(council, account.last_look),
                [watch.who for watch in its if now in watch.weekdays],
                its,
            )
        )
    never = datetime.min.replace(tzinfo=LONDON)
    return sorted(rows, key=lambda row: (row.last or never, row.account.name))


def is_late(council: Council, last: datetime | None) -> bool:
    """Whether an account was not looked at within the days that the rules allow."""
    days: int | None = council.rulebook.rules.watch_days.value
    if days is None:
        return False
    return last is None or (today() - last.astimezone(LONDON).date()).days > days


def late_for(membership: Membership) -> list[int]:
    """The accounts late to be looked at that are this person's to look at; one query."""
    council = membership.council
    if council.rulebook.rules.watch_days.value is None:
        return []
    accounts = council.official_accounts.live()
    if not membership.allows(Duty.LOG_MODERATION):
        accounts = accounts.filter(pk__in=_watched_by(membership).values("account"))
    newest = Look.objects.filter(account=OuterRef("pk")).order_by().values("account")
    last = Subquery(newest.annotate(last=Max("looked_at")).values("last"))
    rows = accounts.order_by().annotate(last_look=last).values_list("pk", "last_look")
    return [pk for pk, looked_at in rows if is_late(council, looked_at)]


def may_look_at(membership: Membership) -> set[int] | None:
    """The accounts that a member looks at by the rota; None for all, for who logs moderation."""
    if membership.allows(Duty.LOG_MODERATION):
        return None
    return set(_watched_by(membership).values_list("account", flat=True))


def _watched_by(membership: Membership) -> QuerySet[Watch]:
    """The lines of the rota that are a member's, by name or by an office."""
    mine = Q(office__in=membership.offices.values()) | Q(member=membership.pk)
    return membership.council.account_watches.filter(mine, ended_on__isnull=True)
