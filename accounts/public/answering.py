"""Is this account ours? Only a certain yes is a yes; whatever else is not on the list."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from accounts.councils.models import Council
from accounts.lookalikes.models import PublicWarning
from accounts.public.listed import SHOWN, warnings
from accounts.register.identity import Identity, identify
from accounts.register.models import AccountName, NoAccounts, OfficialAccount
from accounts.register.ours import is_meant

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
        council: of whose list it was asked.
        asked: as it was typed, cut.
        identity: what was understood; None for nothing.
        found: one answer for each platform; empty where it is not on the list.
        warnings: of impersonations that it is.
        has_none: whether the council said that it has no accounts at all.
    """

    council: Council
    asked: str
    identity: Identity | None
    found: list[Answer]
    warnings: list[PublicWarning]
    has_none: bool = False


def answer(slug: str, text: str) -> Answers | None:
    """Looks for the account that a link or handle means among a council's names, past and present.

    One question to the database; another where an account that is closed has a successor, and
    where it is not ours and the council warns of impersonations.

    Args:
        slug: of the council's address.

    Returns:
        None where there is no such council.
    """
    asked = text.strip()
    identity = identify(asked) if len(asked) <= LONGEST else None
    asked = asked[:LONGEST]
    if identity is None:
        council = Council.objects.filter(slug=slug).first()
        return Answers(council, asked, None, [], []) if council else None
    rows = _council_with_names(slug, identity)
    if not rows:
        return None
    council = rows[0]
    # A row for each name; one without a name where none is meant.
    names = [row.meant for row in rows if hasattr(row, "meant")]
    found = _on_the_register([name for name in names if is_meant(name, identity)])
    told = []
    if council.has_warnings and not any(each.verdict == Verdict.OURS for each in found):
        told = [warning for warning in warnings(council) if _is_of(warning, identity)]
    return Answers(council, asked, identity, found, told, has_none=council.has_none)


def _council_with_names(slug: str, identity: Identity) -> list[Any]:
    """A council with each name that may be meant, whether it warns and has none; one query."""
    in_force = PublicWarning.objects.filter(council=OuterRef("pk"), ended_at__isnull=True)
    none = NoAccounts.objects.filter(council=OuterRef("pk"), ends_on__isnull=True)
    looked_for = Q(account_names__plain__in=identity.looked_for)
    meant = FilteredRelation("account_names", condition=looked_for)
    councils = Council.objects.filter(slug=slug)
    found = councils.annotate(meant=meant, has_warnings=Exists(in_force), has_none=Exists(none))
    # The types know the relations of models, not one that is annotated.
    of_names: Any = found.order_by("-meant__until", "-meant__pk")
    return list(of_names.select_related("meant__account"))


def _on_the_register(names: list[AccountName]) -> list[Answer]:
    best: dict[str, Answer] = {}
    order = list(Verdict)
    for name in names:
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
