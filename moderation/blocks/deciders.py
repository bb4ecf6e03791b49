"""Which office decides blocks, and who holds it today."""

from accounts.councils.rulebook import Holders
from accounts.councils.wording import either, holders
from accounts.people.models import Membership
from accounts.people.others import others_with
from councilsm.duties import Duty


def office_in_words(reader: Membership) -> str:
    """The office that decides, by the council's own title: "Town Clerk"."""
    book = reader.council.rulebook
    named: Holders | None = book.rules.decide_blocks.value
    return either(holders(book, named)) if named else book.title(book.proper_officer)


def today_in_words(reader: Membership) -> str:
    """Who that is today, apart from the reader, as a sentence; or that nobody is. One query."""
    others = others_with(Duty.DECIDE_BLOCKS, reader.council, reader.person)
    names = list(dict.fromkeys(map(str, others.order_by("name", "pk"))))
    if not names:
        return "Nobody holds that office today or acts for it, so it waits."
    return f"Today that is {either(names)}."
