"""What an account is called, for rows that are read as plain values and not as objects."""

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf

from accounts.register.models import OfficialAccount

#: What each platform is called, by its code.
PLATFORMS: dict[str, str] = {one.value: str(one.label) for one in OfficialAccount.Platform}


def platform_shown(account: str) -> Coalesce:
    """The platform of an account for rows of plain values: its code, or the name of another one.

    Args:
        account: the name of the relation that leads to the account.
    """
    return Coalesce(NullIf(f"{account}__platform_name", Value("")), f"{account}__platform")


def account_called(platform: str, name: str) -> str:
    """An account as it writes itself, from such a row.

    Args:
        platform: as `platform_shown` gives it.
    """
    return f"{PLATFORMS.get(platform, platform)}: {name}"
