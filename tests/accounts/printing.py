"""The standing registers on paper: where they are, and what is in a PDF."""

import re
import zlib

REGISTERS = "/c/ashford/registers/"


def streams(pdf: bytes) -> bytes:
    """What a PDF holds, unpacked."""
    packed = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(one) for one in packed if one[:1] == b"x")
