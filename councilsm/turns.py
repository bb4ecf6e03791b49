"""How often somebody without a sign-in may do a thing: counted without keeping who they are."""

import ipaddress
from itertools import islice

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
DAY = 24 * HOUR
#: Hosts at which dots in a name count nothing; they are one.
GMAIL = ("gmail.com", "googlemail.com")


def may_write_to(email: str) -> bool:
    """Counts a message to a mailbox whose address anybody can have typed: 5 a day."""
    return take_turn("mail", mailbox_of(email), at_most=5, within=DAY)


def mailbox_of(email: str) -> str:
    """One name for all addresses of a mailbox: Jo.Reed+1@Gmail.com is joreed@gmail.com.

    What follows a plus leads to the same mailbox nearly everywhere; dots count nothing at Gmail.
    """
    name, _, host = email.casefold().rpartition("@")
    name = name.partition("+")[0] or name
    if host in GMAIL:
        name, host = name.replace(".", ""), GMAIL[0]
    return f"{name}@{host}"


def take_turn(what: str, who: str, *, at_most: int, within: int) -> bool:
    """Takes one of somebody's turns, if one is free."""
    return bool(take_turns(what, who, at_most=at_most, within=within, wanted=1))


def take_turns(what: str, who: str, *, at_most: int, within: int, wanted: int) -> int:
    """Takes as many of somebody's turns as are wanted and free; returns how many.

    A turn is a cache entry of its own, because adding one is all or nothing, while counting up
    is not: of two at once, only one gets the last turn.

    Args:
        within: how long a turn stays taken, in seconds.
    """
    secret = salted_hmac(f"councilsm.turns.{what}", who, algorithm="sha256").hexdigest()
    turns = [f"{what}:{secret}:{turn}" for turn in range(at_most)]
    taken = cache.get_many(turns)
    free = (turn for turn in turns if turn not in taken and cache.add(turn, True, within))
    return len(list(islice(free, wanted)))


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
