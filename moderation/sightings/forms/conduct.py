"""What whoever takes a report of misuse says, to record it as conduct."""

from typing import Any

from moderation.conduct.record_page import ConductForm, CouncillorForm, EmployeeForm
from moderation.sightings.models import Sighting


class OfReport(ConductForm):
    """The link and the pictures come with the report."""

    def __init__(self, *args: Any, sighting: Sighting, **kwargs: Any) -> None:
        self.sighting = sighting
        self.came_with = sighting.came_with.exists()
        super().__init__(*args, initial={"url": sighting.url}, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["kind"] = self.kind.value
        return cleaned


class EmployeeOfReport(OfReport, EmployeeForm):
    """Of an employee."""


class CouncillorOfReport(OfReport, CouncillorForm):
    """Of a councillor."""
