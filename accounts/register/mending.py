"""The pages on which a gap is mended, as links for those who keep the register."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from accounts.councils.models import Council
from accounts.register.gaps import Gap

#: For each way of mending what its link says, and where it leads; `number` and `about` are those
#: of the gap.
MENDS: dict[str, tuple[str, str]] = {
    "too-few": ("Enter who has full control", "{access}stock/account/{account}/"),
    "confirm": ("Open A-{about:0>4} and confirm it", "{access}A-{about:0>4}/"),
    "one-only": ("Ask for access for a second person", "{access}ask/account/{account}/"),
    "too-many": ("See who has full control", "{accounts}{account}/#access"),
    "team-member": ("Ask for their access", "{access}ask/account/{account}/?for={about}"),
    "left-team": ("Open A-{about:0>4} and end it", "{access}A-{about:0>4}/"),
    "too-much": ("Open A-{about:0>4}", "{access}A-{about:0>4}/"),
    "shared-login": ("Ask for access for each person", "{access}ask/account/{account}/"),
    "recovery": ("Change where it is recovered", "{accounts}ways-in/{about}/change/"),
    "unmonitored": ("Name who monitors it", "{registers}{account}/change/?from=page"),
    "not-removed": ("Confirm that it is removed", "{access}A-{about:0>4}/removed/"),
    "differs": ("See what differed, and who is on the register", "{accounts}{account}/#access"),
    "unchecked": ("Record a check", "{accounts}{account}/check/"),
}


@dataclass(frozen=True)
class Shown:
    """A gap as a page lists it; links are empty for those who cannot mend it."""

    gap: Gap
    mend: str = ""
    mend_url: str = ""
    accept_url: str = ""


def shown(gaps: Iterable[Gap], council: Council, *, keeps: bool) -> Iterator[Shown]:
    """Gaps with the link that mends each, and the one to record that the council accepts it.

    There may be many: three addresses are asked for, the rest follow from them.

    Args:
        keeps: whether the reader keeps the register.
    """
    starts = {
        "accounts": reverse("register:list", args=[council.slug]),
        "access": reverse("grants:list", args=[council.slug]),
        "registers": reverse("admin:accounts_officialaccount_changelist"),
    }
    for gap in gaps:
        if not keeps:
            yield Shown(gap)
            continue
        way, about = gap.mended_by or (gap.code, gap.about)
        parts = {**starts, "account": gap.account.pk, "about": about}
        words, url = MENDS[way]
        accept = ""
        if not gap.is_accepted:
            ending = f"{gap.about}/" if gap.about else ""
            accept = f"{starts['accounts']}{gap.account.pk}/gaps/{gap.code}/{ending}"
        yield Shown(gap, words.format(**parts), url.format(**parts), accept)
