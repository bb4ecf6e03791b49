"""What each kind of report is, and where it goes, as the form says it."""

from accounts.councils.rulebook import Rulebook
from accounts.councils.wording import ALSO_TOLD, route_in_words
from moderation.sightings.models import Sighting
from moderation.sightings.routing import monitoring_too

Kind = Sighting.Kind


def is_choice(book: Rulebook, kind: Kind) -> bool:
    """Whether whoever reports chooses to whom, which the form then asks."""
    route = getattr(book.rules, f"report_{kind}", None)
    ways = route and route.value and (route.value.group_leader or route.value.police)
    return bool(ways) or monitoring_too(book, kind)


def hints(book: Rulebook) -> dict[str, str]:
    """What each kind is, and where it goes."""
    found = dict(HINTS)
    for kind in Kind:
        route = getattr(book.rules, f"report_{kind}", None)
        if kind == Kind.SAFEGUARDING:
            to = f"the {book.title(book.rules.safeguarding.value or book.proper_officer)}"
        elif is_choice(book, kind):
            found[kind] = f"{found[kind]}. You choose whom it goes to"
            continue
        elif route is None or route.value is None:
            to = f"the {book.title(book.proper_officer)}"
        else:
            words = route_in_words(book, route.value)[0]
            to = words[0].lower() + words[1:]
            to = to.replace(ALSO_TOLD["line_manager"], "your line manager")
        found[kind] = f"{found[kind]}. Goes to {to}"
    return found


HINTS: dict[str, str] = {
    Kind.HARMFUL: "Also about the council, on any site",
    Kind.ABUSE: "Seen by you and whoever it goes to, and by nobody else",
    Kind.SAFEGUARDING: "If somebody is in danger now, call 999 first",
    Kind.DISREPUTE: "Whoever posted it",
    Kind.NEWSWORTHY: "Good, bad or neither: anything the council should know of",
    Kind.DAMAGE: "Also a post of another organisation",
    Kind.MISUSE: "By somebody who works for the council or represents it",
    Kind.MISTAKE: "With one of the council’s accounts, or your own",
}
