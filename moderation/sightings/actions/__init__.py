from moderation.sightings.actions.becoming import (
    make_case_of,
    make_conduct_of,
    make_draft_of,
    make_enquiry_of,
    put_in_log,
)
from moderation.sightings.actions.dealing import (
    close_sighting,
    hand_on,
    note_platform,
    take_over,
    take_sighting,
)
from moderation.sightings.actions.erasing import ask_to_erase
from moderation.sightings.actions.reporting import add_to_sighting, keep_sighting, send_sighting

__all__ = [
    "add_to_sighting",
    "ask_to_erase",
    "close_sighting",
    "hand_on",
    "keep_sighting",
    "make_case_of",
    "make_conduct_of",
    "make_draft_of",
    "make_enquiry_of",
    "note_platform",
    "put_in_log",
    "send_sighting",
    "take_over",
    "take_sighting",
]
