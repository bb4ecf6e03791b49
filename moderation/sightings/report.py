"""What somebody reports, as plain values, before it is sent."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from moderation.evidence.models import Evidence


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as it was filled in; all but when it was seen may be left for later.

    Args:
        kind: a `Sighting.Kind`, empty while it is not said.
        url: as `tidy_address` gives it.
        page: path of the page of this site on which the link was pressed.
        prohibited: "child" or "terrorist" where nobody may keep what it shows; then no capture is,
            nor any words, which may describe it.
        tell: of those whom the rule lets one choose among, the keys of offices and ways chosen.
        group_leader: e-mail address of the reporter's political group leader.
        monitoring: likewise of the Monitoring Officer, who is not of this council.
        police_reference: what the police gave, where they were told.
        reason, investigation: why copies had to be made and for what kind of investigation they
            are kept, where the policy asks (HLTC-capture-2).
    """

    seen_at: datetime
    kind: str = ""
    url: str = ""
    words: str = ""
    page: str = ""
    sentiment: str = ""
    what: str = ""
    prohibited: str = ""
    about_clerk: bool = False
    tell: tuple[str, ...] = ()
    group_leader: str = ""
    monitoring: str = ""
    police_reference: str = ""
    captures: tuple[Evidence, ...] = ()
    reason: str = ""
    investigation: str = ""

    def kept(self) -> dict[str, Any]:
        """As it is kept to finish later: all of it as JSON, without captures, which are rows."""
        values = asdict(replace(self, captures=()))
        del values["captures"]
        return {**values, "seen_at": self.seen_at.isoformat(), "tell": list(self.tell)}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """What was kept, as it was filled in."""
        seen_at = datetime.fromisoformat(kept["seen_at"])
        return cls(**{**kept, "seen_at": seen_at, "tell": tuple(kept["tell"])})
