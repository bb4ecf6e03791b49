"""Is this account ours? Only a certain yes is a yes; whatever else is not on the list."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.councils.models import Council
from accounts.lookalikes.models import PublicWarning
from accounts.public.listed import SHOWN, warnings
from accounts.register.identity import Identity, identify
from accounts.register.models import AccountName, OfficialAccount
from accounts.register.ours import names_meant

#: What is typed beyond this (characters) is not looked at.
LONGEST = 500


class Verdict(StrEnum):
    """In the order in which an account's names count."""

    OURS = "ours"
    FORMER = "former"
    CLOSED = "closed"


@dataclass(frozen=True)
class Answer:
    """What one name on the register says about what was asked.

    Args:
        now: the account that residents can follow instead; None where there is none.
    """

    verdict: Verdict
    account: OfficialAccount
    name: AccountName
    now: OfficialAccount | None = None


@dataclass(frozen=True)
class Answers:
    """All that is said about one question.

    Args:
        asked: as it was typed, cut.
        identity: what was understood; None for nothing.
        found: one answer for each platform; empty where it is not on the list.
        warnings: of impersonations that it is.
    """

    asked: str
    identity: Identity | None
    found: list[Answer]
    warnings: list[PublicWarning]


def answer(council: Council, text: str) -> Answers:
    """Looks for the account that a link or handle means among the council's names, past and
    present. At most two questions to the database.
    """
    asked = text.strip()
    identity = identify(asked) if len(asked) <= LONGEST else None
    asked = asked[:LONGEST]
    found = _on_the_register(council, identity) if identity else []
    told = []
    if identity and not any(each.verdict == Verdict.OURS for each in found):
        told = [warning for warning in warnings(council) if _is_of(warning, identity)]
    return Answers(asked, identity, found, told)


def _on_the_register(council: Council, identity: Identity) -> list[Answer]:
    best: dict[str, Answer] = {}
    order = list(Verdict)
    for name in names_meant(council, identity):
        one = _said_by(name)
        before = best.get(name.platform)
        if one and (before is None or order.index(one.verdict) < order.index(before.verdict)):
            best[name.platform] = one
    return [best[platform] for platform in sorted(best)]


def _said_by(name: AccountName) -> Answer | None:
    """None where the public is not told of the account at all."""
    account = name.account
    if not account.is_public:
        return None
    if account.status == OfficialAccount.Status.CLOSED:
        return Answer(Verdict.CLOSED, account, name, _to_follow(account.successor))
    if account.status not in SHOWN:
        return None
    if name.until is not None:
        return Answer(Verdict.FORMER, account, name, account)
    return Answer(Verdict.OURS, account, name)


def _to_follow(account: OfficialAccount | None) -> OfficialAccount | None:
    return account if account and account.is_public and account.status in SHOWN else None


def _is_of(warning: PublicWarning, identity: Identity) -> bool:
    case = warning.lookalike
    its = identify(case.url)
    if its is None or its.platform is None:
        return False
    return identity.is_name(its.platform, its.plain) or bool(
        its.address and identity.address == its.address
    )
