"""Who acts for an office while whoever holds it is away, or nobody does: by the rule on cover."""

from collections.abc import Collection

from accounts.councils.rulebook import Rulebook


def order_of_cover(book: Rulebook) -> tuple[str, ...]:
    """The keys of the offices that act for those before them; () while no rule says so.

    The rule names who acts while somebody is away. Where it does not name the proper officer, they
    are whom it is about: "the Deputy Clerk acts" says for whom without saying it.
    """
    named: tuple[str, ...] = book.rules.cover.value or ()
    if not named or book.proper_officer in named:
        return named
    return (book.proper_officer, *named)


def next_in_order(order: tuple[str, ...], office: str, staffed: Collection[str]) -> str | None:
    """The office that acts for another; None where it is not covered or needs no cover.

    Args:
        staffed: the offices that somebody holds who is not away.
    """
    if office not in order or office in staffed:
        return None
    after = order[order.index(office) + 1 :]
    return next((key for key in after if key in staffed), None)


def covered_by(
    order: tuple[str, ...], held: Collection[str], staffed: Collection[str]
) -> dict[str, str]:
    """The offices for which somebody acts who is not away, each with their own that gives it."""
    acting = ((office, next_in_order(order, office, staffed)) for office in order)
    return {office: own for office, own in acting if own is not None and own in held}
