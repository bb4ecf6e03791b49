"""What an address tells before anything is saved: where it stands, and whether it is known."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

from accounts.councils.models import Council
from accounts.register.models import OfficialAccount
from moderation.items.addresses import is_shortened, keys_of, recognise, tidy_address
from moderation.items.models import Item

CLEANED = (
    "This link held a sign-in or a key that would have let others in. It was taken out before "
    "anything was saved."
)
SHORTENED = (
    "This is a shortened link, and councilsm does not open it. Open it yourself, then copy the "
    "long address."
)
UNKNOWN = "We do not know this address. Choose where it stands."


@dataclass(frozen=True)
class Looked:
    """What an address tells.

    Args:
        url: without what would let its reader in.
        said: sentences about it.
    """

    url: str
    platform: str | None
    account: OfficialAccount | None
    said: list[str]

    @property
    def said_of_saved(self) -> list[str]:
        """Those of the sentences that still matter once it is saved."""
        return [sentence for sentence in self.said if sentence != UNKNOWN]


def look_up(council: Council, typed: str, *, place: bool = True) -> Looked:
    """Reads an address; resolves nothing over the network.

    Args:
        place: whether to tell where it stands; nobody asks where somebody has said it.
    """
    url, removed = tidy_address(typed.strip())
    platform, account = recognise(council, url) if url and place else (None, None)
    said = [CLEANED] if removed else []
    if is_shortened(url):
        said.append(SHORTENED)
    elif url and account is None:
        said.append(UNKNOWN)
    return Looked(url, platform, account, said)


def tell_of_link(request: HttpRequest, typed: str) -> None:
    """Says on the next page what was taken out of an address, or that it is a shortened one."""
    url, removed = tidy_address(typed.strip()) if typed else ("", False)
    if removed:
        messages.warning(request, CLEANED)
    if url and is_shortened(url):
        messages.warning(request, SHORTENED)


def known_at(council: Council, url: str) -> Item | None:
    """What is on the record with the same address, as `tidy_address` gives it; the newest."""
    keys = keys_of(url)
    items = council.items.for_everyone().current().filter(url_key__in=keys).order_by("-pk")
    return items.first() if keys else None
