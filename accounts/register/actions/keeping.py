"""Entering an account on the register and changing what the register says of it."""

from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Office, Person
from accounts.register.actions.none import end_statement
from accounts.register.actions.telling import ask_approvers
from accounts.register.addresses import address_problem, tidy_handle
from accounts.register.identity import plain_names
from accounts.register.models import OfficialAccount
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council


class Particulars(TypedDict, total=False):
    """What the register says of an account; see `OfficialAccount`."""

    name: str
    kind: str
    platform: str
    handle: str
    url: str
    platform_ref: str
    text_limit: int | None
    purpose: str
    brand: str
    is_public: bool
    owner: Office | None
    second_owner: Office | None
    monitored_by: Office | None
    monitored_when: str


OFFICES = ("owner", "second_owner", "monitored_by")
#: Where somebody might write a password. An address may hold a code of the platform's own.
WORDS = ("name", "handle", "purpose", "brand", "platform_ref", "monitored_when")


@action
def add_account(
    *,
    council: Council,
    actor: Person | None,
    status: str = OfficialAccount.Status.LIVE,
    **particulars: Unpack[Particulars],
) -> OfficialAccount:
    """Enters an account that exists already.

    While the council takes stock it is entered as it is. After the go-live date one that is
    discovered is *found*: it needs the approvals of a new account (FTC-6.2-j).

    Args:
        status: `live`, `dormant`, `lost` or `closed`.

    Raises:
        RuleBroken: it is on the register already, its address is not a public one, or a field
            holds something like a password.
    """
    if council.has_gone_live and status == OfficialAccount.Status.LIVE:
        status = OfficialAccount.Status.FOUND
    account = OfficialAccount(council=council, status=status)
    if status != OfficialAccount.Status.CLOSED:
        account.found_on = today()
    write(account, particulars)
    own(account)
    save(account)
    keep_name(account)
    end_statement(council, actor=actor)
    verb = Verb.ACCOUNT_ADDED
    if status == OfficialAccount.Status.FOUND:
        verb = Verb.ACCOUNT_FOUND
        ask_approvers(account, actor=actor)
    record(verb, account, actor=actor, duty=Duty.KEEP_REGISTER, new=values(account))
    return account


@action
def change_account(
    *, account: OfficialAccount, actor: Person | None, **particulars: Unpack[Particulars]
) -> OfficialAccount:
    """Changes what the register says of an account; what is not given stays.

    A changed proposal has the next number, so approvals of the former one hold no more, also when
    it had all of them (DTC-1.1-g). One that was refused is proposed again by changing it. What an
    account was called before is kept.

    Raises:
        RuleBroken: another entry is the same account, the address is not a public one, a field
            holds something like a password, nothing would change, or an account that is in use
            would become one on another platform.
    """
    account = lock(account)
    old = values(account)
    write(account, particulars)
    new = values(account)
    changed = [name for name in old if old[name] != new[name]]
    if not changed:
        raise RuleBroken("Nothing would change: this is what the register says already.")
    if "platform" in changed and account.is_running and account.council.has_gone_live:
        raise RuleBroken(
            "An account stays on its platform. Record that this one is closed, and propose the "
            "other one."
        )
    if account.status in {*OfficialAccount.UNDECIDED, *OfficialAccount.NOT_OPEN}:
        account.proposal += 1
        ask_approvers(account, actor=actor)
    if account.status in OfficialAccount.NOT_OPEN:
        account.status = OfficialAccount.Status.PROPOSED
    save(account)
    if account.status not in OfficialAccount.NOT_OPEN:
        keep_name(account)
    record(
        Verb.ACCOUNT_CHANGED,
        account,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        old={name: old[name] for name in changed},
        new={name: new[name] for name in changed},
    )
    return account


def lock(account: OfficialAccount) -> OfficialAccount:
    """The account as it is now, held until the action ends."""
    rows = account.council.official_accounts.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=account.pk)


def write(account: OfficialAccount, particulars: Particulars) -> None:
    """Sets the given particulars, tidied.

    Raises:
        RuleBroken: the address is not a public one, or a field holds something like a password.
    """
    for name, value in particulars.items():
        setattr(account, name, value.strip() if isinstance(value, str) else value)
    account.handle = tidy_handle(account.handle)
    if account.url and (problem := address_problem(account.url)):
        raise RuleBroken(f"{problem}.")
    refuse_secrets(*(getattr(account, name) for name in WORDS))
    for name in OFFICES:
        if office := getattr(account, name):
            require_same_council(account, office)


def own(account: OfficialAccount) -> None:
    """An account that nobody was named for is the proper officer's (LTC-4.2.1-a)."""
    if account.owner is None:
        key = account.council.rulebook.proper_officer
        account.owner = account.council.offices.filter(key=key).first()


def save(account: OfficialAccount) -> None:
    """Saves it.

    Raises:
        RuleBroken: another entry is the same account.
    """
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise RuleBroken(
            f"{account.get_platform_display()} account “{account.handle}” is on your register "
            "already. Change that entry instead."
        ) from None


def keep_name(account: OfficialAccount) -> None:
    """Keeps the names it has now as current ones, and what it was called before until today."""
    names = plain_names(account.platform, account.handle, account.url)
    called = {"handle": account.handle, "url": account.url, "platform": account.platform}
    current = account.names.filter(until__isnull=True)
    current.exclude(plain__in=names).update(until=today())
    for plain in names:
        current.update_or_create(
            plain=plain,
            defaults=called,
            create_defaults={**called, "council": account.council, "account": account},
        )


def values(account: OfficialAccount) -> dict[str, Any]:
    """The particulars, for the trail."""
    names = [*Particulars.__annotations__, "status"]
    found = {name: getattr(account, name) for name in names}
    return {name: "" if value is None else str(value) for name, value in found.items()}
