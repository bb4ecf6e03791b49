"""Whether an account is on a council's register already."""

from django.db.models import Q, QuerySet

from accounts.councils.models import Council
from accounts.register.identity import plain_name
from accounts.register.models import OfficialAccount


def known_account(
    council: Council,
    *,
    platform: str,
    handle: str,
    platform_name: str = "",
    url: str = "",
    but: int | None = None,
) -> OfficialAccount | None:
    """The entry for an account, however its name is written; None where there is none yet.

    Args:
        platform_name: of one that is not known to us: councils have one name on many platforms.
        url: its address, which is the name of one on a platform that is not known to us.
        but: the id of an entry that does not count.
    """
    plain = plain_name(platform, handle, url)
    named = council.account_names.filter(platform=platform, plain=plain, until__isnull=True)
    there = Q(platform=platform, platform_name__iexact=platform_name)
    same = Q(pk__in=named.values("account")) | there & Q(handle__iexact=handle)
    others = council.official_accounts.all()
    if but:
        others = others.exclude(pk=but)
    return others.filter(same).first() or _proposed(others.filter(there), platform, plain)


def _proposed(
    others: QuerySet[OfficialAccount], platform: str, plain: str
) -> OfficialAccount | None:
    """Of those that were never opened, whose names are not kept, the one of the same name."""
    waiting = others.filter(status__in=OfficialAccount.NOT_OPEN)
    same = (one for one in waiting if plain_name(platform, one.handle, one.url) == plain)
    return next(same, None)
