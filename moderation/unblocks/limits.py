"""How much one address may send: counted in the cache, without keeping the address itself."""

from django.http import HttpRequest

from councilsm.turns import HOUR, client_of, take_turn


def may_start(request: HttpRequest) -> bool:
    """Counts a request that is begun against the visitor's address: 60 an hour.

    Each is kept in a session, which somebody without a cookie has anew every time.
    """
    return take_turn("unblock_start", client_of(request), at_most=60, within=HOUR)


def may_send(request: HttpRequest) -> bool:
    """Counts a request against the visitor's address: 20 an hour.

    A library, or the council's own counter, helps many people from one address. What a council
    takes in a day, from everybody, is bounded by `send_request`.
    """
    return take_turn("unblock", client_of(request), at_most=20, within=HOUR)


def may_add(request: HttpRequest) -> bool:
    """Counts what is added to a request against the visitor's address: 10 an hour."""
    return take_turn("unblock_add", client_of(request), at_most=10, within=HOUR)
