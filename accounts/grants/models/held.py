"""What the state and the days of somebody's access mean, and the light row the register reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse

from accounts.dates import today
from accounts.register.levels import Level


class GrantStatus(models.TextChoices):
    FOUND = "found", "Found on the platform"
    REQUESTED = "requested", "Asked for"
    REFUSED = "refused", "Refused"
    GRANTED = "granted", "Granted"
    SUSPENDED = "suspended", "Suspended"
    ENDED = "ended", "Ended"


class Held:
    """Access as far as its state and days tell of it; `leaves_on` is its member's last day."""

    number: Any
    who: Any
    what: Any
    level: Any
    status: Any
    starts_on: Any
    ends_on: Any
    confirmed_on: Any
    removed_on: Any
    continued_as_id: Any
    leaves_on: Any

    def __str__(self) -> str:
        return f"{self.reference} {self.who}: {self.what}"

    @property
    def reference(self) -> str:
        return f"A-{self.number:04}"

    @property
    def ends_here_on(self) -> date | None:
        """The last day on which it can be used: its own, or its member's if that comes first."""
        if self.ends_on and self.leaves_on:
            return min(self.ends_on, self.leaves_on)
        return self.ends_on or self.leaves_on

    def is_in_force_on(self, day: date) -> bool:
        """Whether it may be used on a London day."""
        if self.status != GrantStatus.GRANTED or self.starts_on > day:
            return False
        last = self.ends_here_on
        return last is None or day <= last

    @property
    def is_over(self) -> bool:
        """Whether it ended here, by decision or because its last day has passed."""
        if self.status != GrantStatus.GRANTED:
            return self.status == GrantStatus.ENDED
        last = self.ends_here_on
        return last is not None and last < today()

    @property
    def is_to_remove(self) -> bool:
        """Over here, and nobody has said that it is gone from the platform, or never was there."""
        over = self.is_over or self.status == GrantStatus.SUSPENDED
        return over and self.removed_on is None and self.continued_as_id is None

    @property
    def to_remove_since(self) -> date | None:
        """The day from which it should have gone from the platform: overdue the day after."""
        return self.ends_here_on if self.is_over and self.is_to_remove else None

    @property
    def tag(self) -> dict[str, str]:
        """The state as a word and a colour, the same on every page."""
        if self.is_over:
            if self.is_to_remove:
                return {"label": "To remove", "colour": "red"}
            return {"label": "Ended", "colour": "grey"}
        if self.status == GrantStatus.GRANTED:
            if self.starts_on > today():
                return {"label": "To come", "colour": "blue"}
            if self.confirmed_on is None:
                return {"label": "To set up", "colour": "yellow"}
            return {"label": "In force", "colour": "green"}
        return {
            GrantStatus.FOUND: {"label": "Found, not confirmed", "colour": "yellow"},
            GrantStatus.REQUESTED: {"label": "Asked for", "colour": "yellow"},
            GrantStatus.REFUSED: {"label": "Refused", "colour": "red"},
            GrantStatus.SUSPENDED: {"label": "Suspended", "colour": "orange"},
        }[GrantStatus(self.status)]

    @property
    def state_in_words(self) -> str:
        """The state within a sentence."""
        return self.tag["label"].lower()

    @property
    def is_there(self) -> bool:
        """Whether it exists on the platform, as far as is known."""
        seen = self.status == GrantStatus.FOUND or self.confirmed_on is not None
        return seen and self.removed_on is None and self.continued_as_id is None


@dataclass
class HeldRow(Held):
    """A grant in plain values, for pages that show or judge many: no object but its own."""

    council_slug: str
    number: int
    membership_id: int | None
    found_name: str
    account_id: int | None
    way_in_id: int | None
    level: str
    status: str
    starts_on: date
    ends_on: date | None
    confirmed_on: date | None
    removed_on: date | None
    continued_as_id: int | None
    leaves_on: date | None
    member_name: str | None

    @property
    def who(self) -> str:
        return self.member_name or self.found_name

    def get_level_display(self) -> str:
        return Level(self.level).label

    def get_absolute_url(self) -> str:
        return reverse("grants:detail", args=[self.council_slug, self.number])


#: What `HeldRow` is made of, after the council's part of addresses.
ROW = (
    *("number", "membership_id", "found_name", "account_id", "way_in_id", "level", "status"),
    *("starts_on", "ends_on", "confirmed_on", "removed_on", "continued_as_id"),
    *("membership__ends_on", "membership__person__name"),
)
