"""Whether white words can be read on a colour."""

#: What WCAG 2.2 AA asks of ordinary text (1.4.3).
ENOUGH = 4.5


def is_dark_enough(colour: str) -> bool:
    """Whether white on this colour reaches 4.5:1."""
    return contrast_with_white(colour) >= ENOUGH


def contrast_with_white(colour: str) -> float:
    """The contrast ratio between white and a colour, from 1 to 21, as WCAG 2.2 defines it.

    Args:
        colour: six hexadecimal digits with #.
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    """One sRGB channel (0 to 1) without its gamma."""
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
