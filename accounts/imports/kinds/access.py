"""Access that a platform shows and nobody here had recorded; see `record_found`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.councils.models import Council
from accounts.dates import today
from accounts.grants.actions import KEEPERS, record_found
from accounts.grants.levels import Property, levels_of
from accounts.grants.models import AccessGrant
from accounts.imports.cells import Row, quoted
from accounts.imports.columns import Column
from accounts.imports.columns import plain as plain_word
from accounts.imports.kinds.base import WRONG, Judged, Kind, good, there
from accounts.imports.members import Members, plain_person
from accounts.people.models import Membership, Person
from accounts.register.identity import identify, small
from accounts.register.models import AccountName, OfficialAccount
from councilsm.forms import when_in_words

_S = AccessGrant.Status
OPEN = (_S.FOUND, _S.REQUESTED, _S.GRANTED, _S.SUSPENDED)


@dataclass
class Found:
    """What a row says."""

    what: str
    platform: str
    level: str
    name: str
    person: str
    on: date | None
    source: str


@dataclass
class Known:
    """What the register and the access on record hold."""

    members: Members
    #: Accounts and ways in, by what they may be called.
    called: dict[str, list[Property]] = field(default_factory=dict)
    names: dict[str, list[AccountName]] = field(default_factory=dict)
    #: By account or way in, level, and the name found or the membership.
    open: dict[tuple[Property, str, str | int], str] = field(default_factory=dict)


class Access(Kind[Found, Known]):
    slug = "access"
    title = "Access found on the platforms"
    one, many = "access", "entries of access"
    back = "grants:stock"
    duties = KEEPERS
    intro = (
        "Who can get into an account or way in today, as its platform shows it. Each is written "
        "down as found; you then confirm it or end it. The accounts must be on the register."
    )
    columns = (
        Column(
            "what",
            "Account or way in",
            "Its address, its handle, or its name on the register",
            also=("account", "page", "way in", "address", "handle"),
            required=True,
            address=True,
        ),
        Column(
            "name",
            "Name on the platform",
            "The person as the platform shows them",
            also=("name", "user", "found name", "shown as"),
            required=True,
        ),
        Column(
            "level",
            "Level",
            "As the platform names it, for example Full control or Task access",
            also=("access", "role", "access level"),
            required=True,
        ),
        Column(
            "on",
            "Found on",
            "The day somebody looked",
            also=("date", "seen on", "date found"),
            required=True,
        ),
        Column(
            "source",
            "Where it was seen",
            "For example Page access, screenshot by the clerk",
            also=("source", "seen where", "evidence"),
            required=True,
        ),
        Column(
            "person",
            "Person",
            "Who it is: a name or e-mail address on your list of people. Empty: not known yet",
            also=("member", "who", "who it is", "email"),
        ),
        Column("platform", "Platform", "Only where a handle is on several", also=("network",)),
    )

    def read(self, row: Row) -> Found:
        return Found(
            what=row.text("what", longest=300),
            platform=row.choice("platform", OfficialAccount.Platform.choices),
            level=row.text("level", longest=60),
            name=row.text("name", longest=120),
            person=row.text("person", longest=254),
            on=self._day(row),
            source=row.text("source", longest=200),
        )

    @staticmethod
    def _day(row: Row) -> date | None:
        day = row.day("on")
        if day and day > today():
            row.wrong("on", "that day is in the future.")
        return day

    def gather(self, council: Council, read: Sequence[Found]) -> Known:
        """Five queries."""
        known = Known(Members(council))
        accounts = {account.pk: account for account in council.official_accounts.all()}
        ways_in = {way_in.pk: way_in for way_in in council.ways_in.all()}
        places: list[Property] = [*accounts.values(), *ways_in.values()]
        for what in places:
            what.council = council
            words = {str(what), what.name}
            words |= {what.handle} if isinstance(what, OfficialAccount) else set()
            for word in {plain_person(word.removeprefix("@")) for word in words}:
                known.called.setdefault(word, []).append(what)
        for name in council.account_names.filter(until__isnull=True):
            name.account = accounts[name.account_id]
            known.names.setdefault(name.plain, []).append(name)
        rows = council.access_grants.filter(status__in=OPEN).exclude(
            status=_S.GRANTED, ends_on__lt=today()
        )
        for grant in rows.only(*GRANT):
            place = accounts.get(grant.account_id or 0) or ways_in[grant.way_in_id or 0]
            if grant.status == _S.FOUND:
                key = (place, grant.level, plain_person(grant.found_name))
                known.open[key] = grant.reference
            if grant.membership_id:
                known.open[place, grant.level, grant.membership_id] = grant.reference
        return known

    def compare(self, row: Row, said: Found, known: Known) -> Judged:
        what = self._what(row, said, known) if said.what else None
        person = self._person(row, said, known) if said.person else None
        level = self._level(row, said, what) if what and said.level else None
        if row.errors or what is None or level is None:
            return WRONG
        same = (what, level, plain_person(said.name))
        keys = [same, *([(what, level, person.pk)] if person else [])]
        if reference := next((known.open[key] for key in keys if key in known.open), None):
            return there(f"On record already, as {reference}.")
        return good(
            {
                "what": what,
                "found_name": said.name,
                "level": level,
                "found_on": said.on,
                "found_source": said.source,
                "membership": person,
            },
            same=same,
        )

    @staticmethod
    def _what(row: Row, said: Found, known: Known) -> Property | None:
        """The account or way in that is meant."""
        shown = identify(said.what) if "/" in said.what else None
        if shown:
            names = [name for plain in shown.looked_for for name in known.names.get(plain, ())]
            meant: list[Property] = [
                name.account for name in names if shown.is_name(name.platform, name.plain)
            ]
        else:
            word = plain_person(said.what.removeprefix("@"))
            meant = list(known.called.get(word, ()))
            meant = meant or [name.account for name in known.names.get(small(word), ())]
        if said.platform:
            meant = [what for what in meant if what.platform == said.platform]
        found = list(dict.fromkeys(meant))
        if not found:
            row.wrong("what", f"{quoted(said.what)} is not on your register. Add it there first.")
        elif len(found) > 1:
            row.wrong("what", f"{quoted(said.what)} may be {either(found)}. Write its address.")
        elif problem := closed(found[0]):
            row.wrong("what", problem)
        else:
            return found[0]
        return None

    @staticmethod
    def _level(row: Row, said: Found, what: Property) -> str | None:
        levels = levels_of(what)
        for level in levels:
            if plain_word(said.level) in {plain_word(level.label), plain_word(level.value)}:
                return level.value
        labels = ", ".join(level.label for level in levels)
        row.wrong("level", f"{what} has no level {quoted(said.level)}. It has: {labels}.")
        return None

    @staticmethod
    def _person(row: Row, said: Found, known: Known) -> Membership | None:
        found = known.members.find(row, "person", said.person, today())
        if found and found.ends_on and found.ends_on < today():
            row.wrong(
                "person",
                f"{found.person} left on {when_in_words(found.ends_on)}. Leave this cell empty: "
                "the access is then written down by the name on the platform, for you to end.",
            )
            return None
        return found

    def carry_out(self, council: Council, values: Mapping[str, Any], actor: Person) -> AccessGrant:
        return record_found(actor=actor, **values)

    def describe(self, cells: Mapping[str, str]) -> str:
        return f"{cells.get('name', '')}: {cells.get('what', '')}"


#: What is read of the access on record.
GRANT = (
    *("council_id", "number", "account_id", "way_in_id", "level", "status"),
    *("found_name", "membership_id"),
)


def either(found: Sequence[Property]) -> str:
    """Several accounts or ways in, in words."""
    *first, last = [str(what) for what in found[:4]]
    return f"{', '.join(first)} or {last}"


def closed(what: Property) -> str:
    """Why nobody can have access there; empty where somebody can."""
    if isinstance(what, OfficialAccount):
        state = what.get_status_display().lower()
        return "" if what.is_running else f"{what} is {state}, so nobody has access to it."
    return f"{what} is no longer used." if what.ended_on else ""
