"""Whether an account is on a council's register already."""

from django.db.models import Q

from accounts.councils.models import Council
from accounts.register.identity import plain_name
from accounts.register.models import OfficialAccount


def known_account(
    council: Council, *, platform: str, handle: str, url: str = "", but: int | None = None
) -> OfficialAccount | None:
    """The entry for an account, however its name is written; None where there is none yet.

    Args:
        url: its address, which is the name of one on a platform that is not known to us.
        but: the id of an entry that does not count.
    """
    plain = plain_name(platform, handle, url)
    named = council.account_names.filter(platform=platform, plain=plain, until__isnull=True)
    same = Q(pk__in=named.values("account")) | Q(platform=platform, handle__iexact=handle)
    found = council.official_accounts.filter(same)
    return (found.exclude(pk=but) if but else found).first()
