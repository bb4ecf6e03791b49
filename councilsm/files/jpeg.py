"""What a JPEG says of itself before it is unpacked."""

import re

START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
#: What begins a segment, or ends the picture: between them FF stands alone, doubled or with 00 or
#: D0 to D8 behind it. Found by the machine, since a stranger's file may hold millions of those.
MARKER = re.compile(rb"\xff([\xc0-\xcf\xd9-\xfe])")
#: A camera's file has dozens of segments, and a large colour profile some hundreds.
MOST_SEGMENTS = 10_000


def passes(data: bytes, at_most: int) -> int:
    """How many passes a JPEG's picture is drawn in, up to its end marker.

    Args:
        at_most: counting ends above this.

    Returns:
        More than `at_most` also for a file of so many segments that no camera made it.
    """
    found, at = 0, 2
    for _ in range(MOST_SEGMENTS):
        marker = MARKER.search(data, at)
        if marker is None or (at := marker.end()) + 1 >= len(data) or data[at - 1] == END_OF_IMAGE:
            return found
        found += data[at - 1] == START_OF_SCAN
        if found > at_most:
            return found
        at += int.from_bytes(data[at : at + 2])  # a segment says how long it is
    return at_most + 1
