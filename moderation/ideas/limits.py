"""How much one address may send: counted in the cache, without keeping the address itself."""

from datetime import timedelta

from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from accounts.councils.models import Council
from councilsm.turns import DAY, HOUR, client_of, take_turn, take_turns

#: Pictures that one address may add within a day (24 hours), sent or not.
MOST_PICTURES_A_DAY = 50
#: Bytes of pictures that a council takes within a day from everybody without a sign-in.
MOST_BYTES_A_DAY = 2 * 1024**3


def may_start(request: HttpRequest) -> bool:
    """Counts an idea that is begun against the visitor's address: 60 an hour.

    Each is kept in a session, which somebody without a cookie has anew every time.
    """
    return take_turn("idea_start", client_of(request), at_most=60, within=HOUR)


def may_send(request: HttpRequest) -> bool:
    """Counts an idea against the visitor's address: 5 an hour."""
    return take_turn("idea", client_of(request), at_most=5, within=HOUR)


def may_upload(request: HttpRequest) -> bool:
    """Counts a page of pictures against the visitor's address: 20 an hour."""
    return take_turn("idea_pictures", client_of(request), at_most=20, within=HOUR)


def pictures_left(request: HttpRequest, wanted: int) -> int:
    """Counts pictures against the visitor's address, 50 a day; how many of the wanted may come."""
    return take_turns(
        "idea_picture", client_of(request), at_most=MOST_PICTURES_A_DAY, within=DAY, wanted=wanted
    )


def has_room_for_pictures(council: Council) -> bool:
    """Whether the public added less than `MOST_BYTES_A_DAY` to a council within a day.

    Whatever is never sent goes after a day, so this bounds what strangers can put on the disk,
    however many addresses they have.
    """
    lately = council.files.filter(added_by=None, added_at__gt=timezone.now() - timedelta(days=1))
    return (lately.aggregate(bytes=Sum("size"))["bytes"] or 0) < MOST_BYTES_A_DAY
