"""Who looks at which account, and that somebody has (FTC-A-18, FTC-B-1)."""

from collections.abc import Collection, Sequence

from accounts.dates import today
from accounts.hours.models import WEEKDAYS
from accounts.people.models import Membership, Office, Person
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council
from moderation.enquiries.models import Look, Watch
from moderation.enquiries.rota import may_look_at


@action
def add_watch(
    *,
    account: OfficialAccount,
    weekdays: Sequence[str],
    actor: Person,
    office: Office | None = None,
    member: Membership | None = None,
) -> Watch:
    """Adds a line to the rota.

    Args:
        weekdays: keys of `WEEKDAYS`.
        office, member: who looks; exactly one of the two.

    Raises:
        RuleBroken: the actor does not log moderation, no day is chosen, or not exactly one of
            office and person.
    """
    actor.require_duty_at(account.council, Duty.LOG_MODERATION)
    require_same_council(account, office, member)
    days = [day for day in WEEKDAYS if day in weekdays]
    if not days:
        raise RuleBroken("Choose at least one day.")
    if (office is None) == (member is None):
        raise RuleBroken("Choose an office or a person, not both.")
    watch = Watch.objects.create(
        council=account.council, account=account, office=office, member=member, weekdays=days
    )
    record(
        Verb.WATCH_ADDED,
        watch,
        actor=actor,
        duty=Duty.LOG_MODERATION,
        new={"account": str(account), "who": watch.who, "days": days},
    )
    return watch


@action
def end_watch(*, watch: Watch, actor: Person) -> Watch:
    """Takes a line off the rota.

    Raises:
        Stale: it is off already.
        RuleBroken: the actor does not log moderation.
    """
    actor.require_duty_at(watch.council, Duty.LOG_MODERATION)
    row = watch.council.account_watches.select_for_update(no_key=True).get(pk=watch.pk)
    if row.ended_on:
        raise Stale("This is off the rota already.")
    row.ended_on = today()
    row.save(update_fields=["ended_on"])
    record(Verb.WATCH_ENDED, row, actor=actor, duty=Duty.LOG_MODERATION)
    return row


@action
def look_at(*, accounts: Collection[OfficialAccount], actor: Person) -> list[Look]:
    """Somebody looked at some accounts of one council, for what people ask and tell there.

    Raises:
        RuleBroken: none is chosen, or looking at one of them is not theirs.
    """
    if not accounts:
        raise RuleBroken("Choose the accounts that you have looked at.")
    council = next(iter(accounts)).council
    require_same_council(council, *accounts)
    membership = actor.require_membership_at(council)
    mine = may_look_at(membership)
    if mine is not None and any(account.pk not in mine for account in accounts):
        raise RuleBroken("One of these accounts is for somebody else to look at.")
    office_id = membership.office_for(Duty.LOG_MODERATION)
    looks = Look.objects.bulk_create(
        Look(council=council, account=account, looked_by=actor, office_id=office_id)
        for account in accounts
    )
    record(
        Verb.ACCOUNTS_LOOKED_AT,
        council,
        actor=actor,
        office_id=office_id,
        new={"accounts": sorted(map(str, accounts))},
    )
    return looks
