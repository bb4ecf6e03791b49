"""Which reports there are."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from moderation.sightings.models.sighting import Sighting


class SightingQuerySet(models.QuerySet["Sighting"]):
    def unfinished(self) -> "models.QuerySet[Sighting]":
        """Kept by whoever reports, and not sent yet."""
        return self.filter(state="unfinished")

    def sent(self) -> "SightingQuerySet":
        return self.exclude(state="unfinished")

    def open(self) -> "SightingQuerySet":
        """Sent, and nothing has become of it yet."""
        return self.filter(reported_at__isnull=False, closed_at__isnull=True)

    def outstanding(self) -> "SightingQuerySet":
        """Sent, and the platform was to be told and was not, as far as anybody has written."""
        return self.sent().filter(platform_wanted=True, platform_at__isnull=True)
