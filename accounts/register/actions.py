"""The register of official accounts changes only here."""

from typing import Any

from django.db import IntegrityError, transaction

from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.register.addresses import address_problem, tidy_handle
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken

FIELDS = ("name", "platform", "handle", "url", "text_limit", "status")


@action
def add_account(
    *,
    council: Council,
    name: str,
    platform: str,
    handle: str,
    url: str,
    actor: Person | None,
    text_limit: int | None = None,
    status: str = OfficialAccount.Status.LIVE,
) -> OfficialAccount:
    """Puts a page, group or channel that the council runs on its register.

    Args:
        handle: as the platform writes it; an @ before it is left out.
        url: its public web address, http or https.
        text_limit: in characters, where it differs from the platform's; None for the platform's.

    Raises:
        RuleBroken: it is on the register already, or the address is not a public one.
    """
    account = OfficialAccount(council=council)
    _write(
        account,
        name=name,
        platform=platform,
        handle=handle,
        url=url,
        text_limit=text_limit,
        status=status,
    )
    _save(account)
    record(
        Verb.ACCOUNT_ADDED,
        account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new=_values(account),
    )
    return account


@action
def change_account(
    *,
    account: OfficialAccount,
    name: str,
    platform: str,
    handle: str,
    url: str,
    status: str,
    actor: Person | None,
    text_limit: int | None = None,
) -> OfficialAccount:
    """Changes what the register says of an account. It stays with its council.

    Raises:
        RuleBroken: another entry is the same account, the address is not a public one, or nothing
            would change.
    """
    council = account.council
    account = council.official_accounts.select_for_update(of=("self",), no_key=True).get(
        pk=account.pk
    )
    old = _values(account)
    _write(
        account,
        name=name,
        platform=platform,
        handle=handle,
        url=url,
        text_limit=text_limit,
        status=status,
    )
    new = _values(account)
    changed = [field for field in FIELDS if old[field] != new[field]]
    if not changed:
        raise RuleBroken("Nothing would change: this is what the register says already.")
    _save(account, changed)
    record(
        Verb.ACCOUNT_CHANGED,
        account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        old={field: old[field] for field in changed},
        new={field: new[field] for field in changed},
    )
    return account


def _write(account: OfficialAccount, *, text_limit: int | None, **values: str) -> None:
    if problem := address_problem(values["url"]):
        raise RuleBroken(f"{problem}.")
    account.name = values["name"].strip()
    account.platform = values["platform"]
    account.handle = tidy_handle(values["handle"])
    account.url = values["url"].strip()
    account.text_limit = text_limit
    account.status = values["status"]


def _save(account: OfficialAccount, changed: list[str] | None = None) -> None:
    try:
        with transaction.atomic():
            account.save(update_fields=changed)
    except IntegrityError:
        raise RuleBroken(
            f"{account.get_platform_display()} account “{account.handle}” is on your register "
            "already. Change that entry instead."
        ) from None


def _values(account: OfficialAccount) -> dict[str, Any]:
    values = {field: getattr(account, field) for field in FIELDS}
    return {field: "" if value is None else str(value) for field, value in values.items()}
