"""Whom a cell means: the council's people by name and e-mail address, read once for all rows."""

from datetime import date

from accounts.councils.models import Council
from accounts.imports.cells import Row, quoted
from accounts.people.models import Membership


class Members:
    """Everybody who belongs to a council, did or will (one query)."""

    def __init__(self, council: Council) -> None:
        self.by_email: dict[str, list[Membership]] = {}
        self.by_name: dict[str, list[Membership]] = {}
        rows = council.memberships.select_related("person").order_by("starts_on", "pk")
        for membership in rows:
            membership.council = council
            self.by_name.setdefault(plain_person(membership.person.name), []).append(membership)
            if membership.person.email:
                self.by_email.setdefault(membership.person.email, []).append(membership)

    def called(self, text: str) -> list[Membership]:
        """The memberships of whoever has this name or address."""
        plain = plain_person(text)
        return self.by_email.get(plain, []) if "@" in plain else self.by_name.get(plain, [])

    def find(self, row: Row, key: str, text: str, day: date) -> Membership | None:
        """The membership that a cell means: the one of that day, else the last one.

        Returns:
            None where there is none, or it is unclear; the row then says so.
        """
        found = self.called(text)
        if not found:
            row.wrong(
                key, f"nobody called {quoted(text)} is on your list of people. Add them there."
            )
            return None
        if len({membership.person_id for membership in found}) > 1:
            row.wrong(key, f"several people are called {quoted(text)}. Write the e-mail address.")
            return None
        return next((one for one in found if is_here(one, day)), found[-1])


def is_here(membership: Membership, day: date) -> bool:
    """Whether somebody belongs to the council on a day (London)."""
    ends = membership.ends_on
    return membership.starts_on <= day and (ends is None or day <= ends)


def overlap(membership: Membership, first: date, last: date | None) -> bool:
    """Whether a membership shares a day with a period."""
    ends = membership.ends_on
    return (ends is None or first <= ends) and (last is None or membership.starts_on <= last)


def plain_person(text: str) -> str:
    """A name or address as they are compared."""
    return " ".join(text.split()).casefold()
