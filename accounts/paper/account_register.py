"""The register of official accounts as at a day."""

from datetime import date

from django.db.models import Q

from accounts.as_at import day_of
from accounts.councils.models import Council
from accounts.paper.accounts import OFFICES, Entry, entries_on
from accounts.paper.register import NOT_KNOWN, Column, Register, in_words, lines, sentence
from accounts.register.models import OfficialAccount

_S = OfficialAccount.Status

COLUMNS = (
    Column("Account", 18),
    Column("State", 11),
    Column("Purpose", 13),
    Column("Answers for it", 11),
    Column("Monitored", 11),
    Column("Approved", 12),
    Column("People with access", 16),
    Column("Last check", 8),
)
SHEET = (
    *("Platform", "Name", "Handle", "Address", "The platform’s own number", "What it is", "State"),
    *("Since", "Found on", "Closed on", "Taken over by", "Purpose", "Place or brand"),
    *("Residents can see it", "Owner", "Second owner", "Monitored by", "Monitored when"),
    *("Approved", "Ways in", "People with access", "Last checked"),
)


def account_register(council: Council, day: date) -> Register:
    """The register of official accounts as at a day, closed ones included (FTC-6.2-i)."""
    entries = entries_on(council, day)
    number = f"{len(entries)} account{'' if len(entries) == 1 else 's'}, closed ones included"
    return Register(
        title="Register of official accounts",
        day=day,
        columns=COLUMNS,
        rows=[_row(one) for one in entries],
        sheet=(SHEET, [_cells(one, day) for one in entries]),
        counted=number,
        empty=_stated(council, day) if not entries else "",
    )


def _stated(council: Council, day: date) -> str:
    """What an empty register says: that there is no account, by which minute."""
    stated = council.no_accounts_statements.filter(starts_on__lte=day)
    stated = stated.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    if found := stated.first():
        return f"The council has no social media account (minute {found.minute})"
    return "No account was on the register on this day"


def _row(one: Entry) -> list[str]:
    says = one.says
    since = in_words(one.since)
    return [
        lines(one.name, says["url"] or says["handle"]),
        lines(_state(one), f"Since {since}" if since else "", _successor(one)),
        says["purpose"] or "–",
        lines(says["owner"] or "Nobody", says["second_owner"] and f"Then {says['second_owner']}"),
        _monitored(says),
        _approved(one),
        lines(*dict.fromkeys(f"{held.who}: {held.level}" for held in one.access)) or "Nobody",
        in_words(_checked(one)) or "Never",
    ]


def _monitored(says: dict[str, str]) -> str:
    by = says["monitored_by"]
    return sentence(by, says["monitored_when"]) if by else "Nobody"


def _cells(one: Entry, day: date) -> list[str]:
    says, account = one.says, one.account
    found = account.found_on if account.found_on and account.found_on <= day else None
    closed = one.since if one.state == _S.CLOSED else None
    names = ("handle", "url", "platform_ref", "kind")
    more = ("purpose", "brand", "is_public", *OFFICES, "monitored_when")
    return [
        *(one.platform, says["name"], *(says[name] for name in names), _state(one)),
        *(_iso(one.since), _iso(found), _iso(closed)),
        str(account.successor or "") if closed else "",
        *(says[name] for name in more),
        _approved(one).replace("\n", "; "),
        "; ".join(str(way_in) for way_in in one.ways_in),
        "; ".join(dict.fromkeys(f"{held.who}: {held.level}" for held in one.access)),
        _iso(_checked(one)),
    ]


def _state(one: Entry) -> str:
    return str(_S(one.state).label) if one.state else NOT_KNOWN


def _successor(one: Entry) -> str:
    shown = one.state == _S.CLOSED and one.account.successor
    return f"Now {one.account.successor}" if shown else ""


def _approved(one: Entry) -> str:
    """Whose approvals it stood on: offices and people, or a meeting's minute."""
    if one.state in (_S.PROPOSED, _S.FOUND, _S.REFUSED):
        return "Not approved"
    newest = max((approval.proposal for approval in one.approvals), default=0)
    return (
        lines(
            *(
                f"Minute {given.minute}, {in_words(given.met_on)}"
                if given.minute
                else f"{given.office}: {given.approver}, {in_words(day_of(given.decided_at))}"
                for given in one.approvals
                if given.proposal == newest
            )
        )
        or "Not on record"
    )


def _checked(one: Entry) -> date | None:
    return day_of(one.checked_at) if one.checked_at else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
