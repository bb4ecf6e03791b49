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


def names_meant(council: Council, identity: Identity) -> list[AccountName]:
    """The names, past and present, of accounts of the council that are meant; one query, indexed.

    Each page of a website is meant where the whole of it is on the register.
    """
    rows = council.account_names.filter(plain__in=identity.looked_for)
    return [name for name in rows.select_related("account__successor") if _is(name, identity)]


def account_at(council: Council, url: str) -> OfficialAccount | None:
    """The account that the council has at an address today; None where it has none."""
    identity = identify(url)
    found = names_meant(council, identity) if identity else []
    held = (n.account for n in found if n.until is None and n.account.status not in NOT_HELD)
    return next(held, None)


def _is(name: AccountName, identity: Identity) -> bool:
    whole_site = name.account.kind == OfficialAccount.Kind.MICROSITE
    return identity.is_name(name.platform, name.plain) or (
        whole_site and identity.is_within(name.platform, name.plain)
    )
