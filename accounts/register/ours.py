"""Which account on the register a link or handle means."""

from accounts.councils.models import Council
from accounts.register.identity import Identity, identify
from accounts.register.models import AccountName, OfficialAccount

#: No longer, or never, the council's to post on: somebody else may be there.
NOT_HELD = (
    OfficialAccount.Status.REFUSED,
    OfficialAccount.Status.LOST,
    OfficialAccount.Status.CLOSED,
)

#: What residents are told of an account and its names; its successor is read where it is closed.
TOLD = (
    *("council", "platform", "handle", "plain", "until"),
    *("account__council", "account__name", "account__kind", "account__platform", "account__handle"),
    *(
        "account__platform_name",
        "account__url",
        "account__is_public",
        "account__status",
        "account__closed_on",
    ),
    "account__successor",
)


def names_meant(council: Council, identity: Identity) -> list[AccountName]:
    """The names, past and present, of accounts of the council that are meant; one query, indexed.

    Each page of a website is meant where the whole of it is on the register.
    """
    rows = council.account_names.filter(plain__in=identity.looked_for).only(*TOLD)
    return [name for name in rows.select_related("account") if is_meant(name, identity)]


def account_at(council: Council, url: str) -> OfficialAccount | None:
    """The account that the council has at an address today; None where it has none."""
    identity = identify(url)
    found = names_meant(council, identity) if identity else []
    held = (n.account for n in found if n.until is None and n.account.status not in NOT_HELD)
    return next(held, None)


def is_meant(name: AccountName, identity: Identity) -> bool:
    """Whether a name that was looked for is the one that is meant, its account read with it."""
    whole_site = name.account.kind == OfficialAccount.Kind.MICROSITE
    return identity.is_name(name.platform, name.plain) or (
        whole_site and identity.is_within(name.platform, name.plain)
    )
