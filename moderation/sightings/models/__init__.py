from moderation.sightings.models.sent import Addition, SentTo, SightingCapture
from moderation.sightings.models.sighting import Sighting

__all__ = ["Addition", "SentTo", "Sighting", "SightingCapture"]
