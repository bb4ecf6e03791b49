"""The council runs no account: stated by minute, and over as soon as there is one."""

from datetime import date

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import NoAccounts
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken


@action
def state_no_accounts(
    *, council: Council, minute: str, starts_on: date, actor: Person
) -> NoAccounts:
    """States that the council runs no account, from a London day on.

    Raises:
        RuleBroken: the actor does not keep the register, an account on the register is in use, it
            is stated already, or the day lies in the future.
    """
    actor.require_duty_at(council, Duty.KEEP_REGISTER)
    lock_council(council)
    if council.official_accounts.running().exists():
        raise RuleBroken("The register has accounts in use. Record that they are closed first.")
    if council.no_accounts_statements.filter(ends_on__isnull=True).exists():
        raise RuleBroken("It is stated already that the council has no accounts.")
    if starts_on > today():
        raise RuleBroken("That day is in the future.")
    statement = NoAccounts.objects.create(
        council=council, minute=minute.strip(), starts_on=starts_on, recorded_by=actor
    )
    record(
        Verb.NO_ACCOUNTS_STATED,
        statement,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"minute": statement.minute, "starts_on": starts_on.isoformat()},
    )
    return statement


def lock_council(council: Council) -> None:
    """Holds the council until the action ends, with its go-live date as it is now.

    Whatever brings an account into use asks this first: else it and the statement that there is
    none could both be made, neither seeing the other.
    """
    held = Council.objects.select_for_update(no_key=True).only("go_live_on").get(pk=council.pk)
    council.go_live_on = held.go_live_on


def end_statement(council: Council, *, actor: Person | None) -> None:
    """Ends the statement of having no accounts, if there is one: now there is an account.

    Args:
        council: held by `lock_council`.
    """
    statement = council.no_accounts_statements.filter(ends_on__isnull=True).first()
    if statement is None:
        return
    statement.ends_on = max(today(), statement.starts_on)
    statement.save(update_fields=["ends_on"])
    record(
        Verb.NO_ACCOUNTS_ENDED,
        statement,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"ends_on": statement.ends_on.isoformat()},
    )
