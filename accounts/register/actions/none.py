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
        RuleBroken: an account on the register is in use, it is stated already, or the day lies in
            the future.
    """
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)
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


def end_statement(council: Council, *, actor: Person | None) -> None:
    """Ends the statement of having no accounts, if there is one: now there is an account."""
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
