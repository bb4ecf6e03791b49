"""How much one address may send: counted in the cache, without keeping the address itself."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
DAY = 24 * HOUR


def may_send(request: HttpRequest) -> bool:
    """Counts an idea against the visitor's address: 5 an hour."""
    return take_turn("idea", client_of(request), at_most=5, within=HOUR)


def may_upload(request: HttpRequest) -> bool:
    """Counts a page of pictures against the visitor's address: 20 an hour."""
    return take_turn("idea_pictures", client_of(request), at_most=20, within=HOUR)


def may_write_to(email: str) -> bool:
    """Counts a message to an address that anybody can have typed: 5 a day."""
    return take_turn("idea_mail", email.casefold(), at_most=5, within=DAY)


def take_turn(what: str, who: str, *, at_most: int, within: int) -> bool:
    """Takes one of somebody's turns, if one is free.

    A turn is a cache entry of its own, because adding one is all or nothing, while counting up
    is not: of two at once, only one gets the last turn.

    Args:
        within: how long a turn stays taken, in seconds.
    """
    secret = salted_hmac(f"councilsm.ideas.{what}", who, algorithm="sha256").hexdigest()
    turns = [f"{what}:{secret}:{turn}" for turn in range(at_most)]
    taken = cache.get_many(turns)
    return any(cache.add(turn, True, within) for turn in turns if turn not in taken)


def client_of(request: HttpRequest) -> str:
    """The visitor's address, an IPv6 one as its network of 64 bits.

    The sign-in library reads it: a forwarded address counts only as far as TRUSTED_PROXY_COUNT
    says that our own proxies wrote it.
    """
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
