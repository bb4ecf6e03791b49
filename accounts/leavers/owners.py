"""Which office closes a task: never one that only the leaver holds, where there is another."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property

from accounts.councils.rulebook import DUTY_RULES, FOR_NOBODY, holding
from accounts.dates import in_force, today
from accounts.leavers.models import Departure
from accounts.people.models import Office
from accounts.people.models.cover import next_in_order, order_of_cover
from councilsm.duties import Duty


class Owners:
    """The offices of a council, and which of them somebody else holds once they have left."""

    def __init__(self, departure: Departure) -> None:
        self.departure = departure
        self.book = departure.council.rulebook

    def first(self, named: Iterable[int | None], *duties: Duty) -> Office | None:
        """The first that somebody else holds, else the next in the order of cover, else the first.

        Args:
            named: ids of offices that come first, such as an account's owner.
            duties: the offices that hold one of these come next, then the proper officer.
        """
        ids = [pk for pk in named if pk in self._offices]
        keys = [key for duty in duties for key in self._keys(duty)]
        ids += [self._by_key[key] for key in keys if key in self._by_key]
        staffed = [pk for pk in ids if pk in self._staffed]
        pk = next(iter(staffed or self._covering(ids) or ids), None)
        return self._offices.get(pk) if pk else None

    def _covering(self, ids: Iterable[int]) -> list[int]:
        """The offices that act for some of which nobody else holds any."""
        held = {self._offices[pk].key for pk in self._staffed}
        order = order_of_cover(self.book)
        acting = (next_in_order(order, self._offices[pk].key, held) for pk in ids)
        return [self._by_key[key] for key in acting if key]

    def _keys(self, duty: Duty) -> list[str]:
        """The offices that a duty falls to, then the proper officer."""
        found: list[str] = []
        for name in DUTY_RULES[duty]:
            value = getattr(self.book.rules, name).value
            if value is not None and name not in FOR_NOBODY:
                found += holding(value)[0]
        return [*found, self.book.proper_officer]

    @cached_property
    def _offices(self) -> dict[int, Office]:
        return {office.pk: office for office in self.departure.council.offices.all()}

    @cached_property
    def _by_key(self) -> dict[str, int]:
        return {office.key: pk for pk, office in self._offices.items()}

    @cached_property
    def _staffed(self) -> set[int]:
        """Those that somebody else holds on the day after the leaver's last; a query."""
        day = max(self.departure.last_day + timedelta(days=1), today())
        held = self.departure.council.appointments.in_force(day)
        held = held.filter(in_force(day, "membership__"), membership__closes_at=None)
        others = held.exclude(membership=self.departure.membership_id)
        return set(others.values_list("office", flat=True))
