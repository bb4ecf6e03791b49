"""What a JPEG says of itself before it is unpacked."""

START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9


def passes(data: bytes) -> int:
    """How many passes a JPEG's picture is drawn in, up to its end marker."""
    found, at = 0, 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 3 < len(data):
        marker = data[at + 1]
        if marker == END_OF_IMAGE:
            break
        found += marker == START_OF_SCAN
        if 0xC0 <= marker < 0xFF and not 0xD0 <= marker <= 0xD8:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])  # a segment says how long it is
        else:
            at += 1 if marker == 0xFF else 2  # drawing data, where FF stands alone
    return found
