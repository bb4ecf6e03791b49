"""Entering an account on the register and changing what the register says of it."""

from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from accounts.as_read import require_as_read
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Office, Person
from accounts.register.actions.judging import (
    require_proposal,
    require_proposer_or_keeper,
)
from accounts.register.actions.none import end_statement, lock_council
from accounts.register.actions.telling import ask_approvers
from accounts.register.addresses import address_problem, tidy_handle
from accounts.register.identity import plain_names
from accounts.register.known import known_account
from accounts.register.models import OfficialAccount
from accounts.register.platforms import platform_called
from accounts.register.post_addresses import handle_problem, platform_problem
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council


class Particulars(TypedDict, total=False):
    """What the register says of an account; see `OfficialAccount`."""

    name: str
    kind: str
    platform: str
    platform_name: str
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
WORDS = (
    *("name", "platform_name", "handle", "purpose", "brand", "platform_ref"),
    "monitored_when",
)
#: By these an account is looked for.
NAMES = ("platform", "handle", "url")


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
    discovered is *found*: it needs the approvals of a new account before it is live (FTC-6.2-j).

    Args:
        status: `live`, `dormant`, `lost` or `closed`.

    Raises:
        RuleBroken: the actor does not keep the register, it is on the register already, its address
            is missing, not a public one or on another platform, or a field holds something like a
            password.
    """
    if actor is not None:
        actor.require_duty_at(council, Duty.KEEP_REGISTER)
    lock_council(council)
    found = council.has_gone_live and status != OfficialAccount.Status.CLOSED
    if found and status == OfficialAccount.Status.LIVE:
        status = OfficialAccount.Status.FOUND
    account = OfficialAccount(council=council, status=status, found_on=today() if found else None)
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
    *,
    account: OfficialAccount,
    actor: Person | None,
    proposal: int | None = None,
    read: str = "",
    **particulars: Unpack[Particulars],
) -> OfficialAccount:
    """Changes what the register says of an account; what is not given stays.

    A changed proposal has the next number, so approvals of the former one no longer count, also
    when it had all of them (DTC-1.1-g). One that does not go ahead is proposed again by changing
    it. What an account was called before is kept.

    Args:
        proposal: the number of the proposal that was read, where it is changed as a proposal.
        read: elsewhere what the page showed, as `fingerprint` tells it; empty for whatever it was.

    Raises:
        Stale: the entry was changed, or the account opened, meanwhile.
        RuleBroken: the actor neither keeps the register nor made the proposal; another entry is the
            same account; the address is missing, not a public one or on another platform; a field
            holds something like a password; nothing would change; a closed account would be called
            otherwise; or, once the council has gone live, an account that is in use would become
            one on another platform.
    """
    account = lock(account)
    require_proposal(account, proposal)
    if actor is not None:
        require_proposer_or_keeper(account, actor)
    old = values(account)
    require_as_read(old, read)
    write(account, particulars)
    new = values(account)
    changed = [name for name in old if old[name] != new[name]]
    if not changed:
        raise RuleBroken("Nothing would change: this is what the register says already.")
    if account.status == OfficialAccount.Status.CLOSED and set(changed) & set(NAMES):
        raise RuleBroken(
            "It is closed, and residents ask about it by the name it had. That name stays."
        )
    if "platform" in changed and account.is_running and account.council.has_gone_live:
        raise RuleBroken(
            "An account stays on its platform. Record that this one is closed, and propose the "
            "other one."
        )
    if account.is_proposal:
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
        new={name: new[name] for name in changed} | {"note": _changed_in_words(changed)},
    )
    return account


def _changed_in_words(changed: list[str]) -> str:
    """Which particulars changed, as the register calls them."""
    words = []
    for name in changed:
        field: Any = OfficialAccount._meta.get_field(name)
        words.append("whether residents see it" if name == "is_public" else field.verbose_name)
    return f"Changed: {', '.join(words)}"


def lock(account: OfficialAccount) -> OfficialAccount:
    """The account as it is now, held until the action ends."""
    rows = account.council.official_accounts.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=account.pk)


def write(account: OfficialAccount, particulars: Particulars) -> None:
    """Sets the given particulars, tidied.

    Raises:
        RuleBroken: the address is not a public one or on another platform, an account that exists
            has none, or a field holds something like a password.
    """
    for name, value in particulars.items():
        setattr(account, name, value.strip() if isinstance(value, str) else value)
    account.platform, account.platform_name = platform_called(
        account.platform, account.platform_name
    )
    account.handle = tidy_handle(account.handle)
    if not account.url and account.status not in OfficialAccount.NOT_OPEN:
        raise RuleBroken("Enter its address: the account exists.")
    if account.url:
        problem = address_problem(account.url) or platform_problem(account.platform, account.url)
        if problem:
            raise RuleBroken(f"{problem}.")
    if account.handle and (problem := handle_problem(account.platform, account.handle)):
        raise RuleBroken(f"{problem}.")
    refuse_secrets(*(getattr(account, name) for name in WORDS))
    refuse_hidden(*(getattr(account, name) for name in WORDS))
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
        RuleBroken: another entry is the same account, however its name is written there.
    """
    if same := _same_as(account):
        raise RuleBroken(same)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        if same := _same_as(account):
            raise RuleBroken(same) from None
        raise


def _same_as(account: OfficialAccount) -> str:
    """Which entry is the same account, in words; empty where none is."""
    council, platform, ref = account.council, account.platform, account.platform_ref
    if known_account(
        council,
        platform=platform,
        platform_name=account.platform_name,
        handle=account.handle,
        url=account.url,
        but=account.pk,
    ):
        return (
            f"{account.get_platform_display()} account “{account.handle}” is on your register "
            "already. Change that entry instead."
        )
    others = council.official_accounts.exclude(pk=account.pk)
    others = others.filter(platform=platform, platform_name__iexact=account.platform_name)
    if ref and (other := others.filter(platform_ref=ref).first()):
        return (
            f"The platform’s own number {ref} is that of {other} on your register. Correct one of "
            "them."
        )
    return ""


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
