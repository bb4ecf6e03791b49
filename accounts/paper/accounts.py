"""Each official account as it was at the end of a day, and who could get into it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q

from accounts.as_at import end_of
from accounts.councils.models import Council
from accounts.dates import today
from accounts.paper.access import Held, held_on
from accounts.paper.register import NOT_KNOWN
from accounts.paper.trail import Event, Told, told_of
from accounts.register.models import AccountApproval, OfficialAccount, WayIn
from councilsm.audit.verbs import Verb

_S = OfficialAccount.Status
#: With these an account comes onto the register.
BEGINS = (Verb.ACCOUNT_ADDED, Verb.ACCOUNT_FOUND, Verb.ACCOUNT_PROPOSED)
#: These change its state.
DECIDED = (Verb.ACCOUNT_APPROVED, Verb.ACCOUNT_REFUSED, Verb.ACCOUNT_WITHDRAWN)
STATES = (*BEGINS, *DECIDED, Verb.ACCOUNT_STATE_CHANGED)
VERBS = (*STATES, Verb.ACCOUNT_CHANGED, Verb.WAY_IN_ADDED, Verb.WAY_IN_CHANGED)
#: Of these the trail keeps what was said before; each is shown as it is said in words.
OFFICES = ("owner", "second_owner", "monitored_by")
WORDS = (
    *("name", "kind", "platform", "platform_name", "handle", "url", "platform_ref"),
    *("purpose", "brand", "is_public", *OFFICES, "monitored_when"),
)


@dataclass
class Entry:
    """One account as it was at the end of a day."""

    account: OfficialAccount
    state: str
    since: date | None
    says: dict[str, str]
    checked_at: datetime | None = None
    approvals: list[AccountApproval] = field(default_factory=list)
    ways_in: list[WayIn] = field(default_factory=list)
    access: list[Held] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.platform}: {self.says['name']}"

    @property
    def platform(self) -> str:
        """Where it is, by the name that another platform was given."""
        return self.says["platform_name"] or self.says["platform"]


def entries_on(council: Council, day: date) -> list[Entry]:
    """Every account that was on the register by the end of a day (eight queries)."""
    checked = Max("checks__checked_at", filter=Q(checks__checked_at__lt=end_of(day)))
    rows = council.official_accounts.select_related(*OFFICES, "successor")
    rows = rows.annotate(compared_at=checked).order_by("platform", "name", "pk")
    told = told_of(council, (OfficialAccount, WayIn), VERBS) if day < today() else {}
    events = told.get(OfficialAccount._meta.label_lower, {})
    entries = {
        row.pk: _entry(row, day, events.get(row.pk, []))
        for row in rows
        if _was_there(events.get(row.pk, []), day)
    }
    for row in rows:
        if entry := entries.get(row.pk):
            entry.checked_at = row.compared_at
    given = council.account_approvals.filter(decided_at__lt=end_of(day), approved=True)
    for approval in given.select_related("office", "approver"):
        if entry := entries.get(approval.account_id):
            entry.approvals.append(approval)
    _add_access(council, day, entries, told.get(WayIn._meta.label_lower, {}))
    return list(entries.values())


def _was_there(events: list[Event], day: date) -> bool:
    began = next((event.day for event in events if event.verb in BEGINS), None)
    return began is None or began <= day


def _entry(account: OfficialAccount, day: date, events: list[Event]) -> Entry:
    state = state_on(account, day, events)
    return Entry(account, state, _since(account, state, day, events), _says(account, day, events))


def state_on(account: OfficialAccount, day: date, events: list[Event]) -> str:
    """The code of its state on a day; empty where the trail no longer tells.

    Args:
        events: of the account, oldest first; the day that one names counts, not its own.
    """
    later = [event for event in events if event.since > day and _matters(event, account)]
    if not later:
        return str(account.status)
    state = ""
    for event in events:
        if event.since <= day:
            state = _after(state, event)
    if not state:
        changes = (one for one in later if one.old and one.old.get("status"))
        state = next((str(one.old["status"]) for one in changes if one.old), "")
    return state


def _matters(event: Event, account: OfficialAccount) -> bool:
    """Whether the state may have been another before it: a change proposes a refused one anew."""
    return event.verb in STATES or account.status in OfficialAccount.NOT_OPEN


def _after(state: str, event: Event) -> str:
    """The state that an entry brings; empty where its detail, which would say it, is gone."""
    match event.verb:
        case Verb.ACCOUNT_PROPOSED:
            return str(_S.PROPOSED)
        case Verb.ACCOUNT_FOUND:
            return str(_S.FOUND)
        case Verb.ACCOUNT_REFUSED:
            return state if state == _S.FOUND else str(_S.REFUSED)
        case Verb.ACCOUNT_CHANGED:
            return str(_S.PROPOSED) if state in OfficialAccount.NOT_OPEN else state
    return str((event.new or {}).get("status", ""))


def _since(account: OfficialAccount, state: str, day: date, events: list[Event]) -> date | None:
    """Since when it was in that state, where that is known."""
    columns = {"closed": account.closed_on, "live": account.live_since, "found": account.found_on}
    column = columns.get(state)
    if column and column <= day:
        return column
    named = [one.since for one in events if one.verb == Verb.ACCOUNT_STATE_CHANGED]
    return next((since for since in reversed(named) if since <= day), None)


def _says(account: OfficialAccount, day: date, events: Iterable[Event]) -> dict[str, str]:
    """Its particulars in words, as the register had them at the end of a day."""
    found = {name: _plain(getattr(account, name)) for name in WORDS}
    for event in reversed([one for one in events if one.day > day]):
        old, new = event.old, event.new or {}
        if old is None and event.verb == Verb.ACCOUNT_CHANGED:
            # Anything may have been changed; by its name of today it can still be told apart.
            kept = {name: found[name] for name in ("platform", "platform_name", "name")}
            found = dict.fromkeys(WORDS, NOT_KNOWN) | kept
            continue
        if event.verb == Verb.ACCOUNT_STATE_CHANGED:
            # Opening an account gives it both; early entries do not say what they were before.
            found |= {name: NOT_KNOWN for name in ("handle", "url") if name in new}
        found |= {name: str(value) for name, value in (old or {}).items() if name in found}
    return {name: _called(name, value) for name, value in found.items()}


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _called(name: str, value: str) -> str:
    """A stored value as it is shown."""
    choices: dict[str, dict[str, str]] = {
        "kind": dict(OfficialAccount.Kind.choices),
        "platform": dict(OfficialAccount.Platform.choices),
        "is_public": {"True": "Yes", "False": "No"},
    }
    return choices.get(name, {}).get(value, value)


def _add_access(council: Council, day: date, entries: dict[int, Entry], told: Told) -> None:
    """Puts to each account the ways in that opened it that day, and who had access by either."""
    opened = {pk: set(accounts) for pk, accounts in _openings(council).items()}
    ways_in = {}
    for way_in in council.ways_in.filter(Q(ended_on=None) | Q(ended_on__gt=day)):
        events = told.get(way_in.pk, [])
        if any(one.verb == Verb.WAY_IN_ADDED and one.day > day for one in events):
            continue
        ways_in[way_in.pk] = way_in
        for event in reversed(events):
            if event.day > day and "opens" in (event.old or {}):
                opened[way_in.pk] = set((event.old or {})["opens"])
        for pk in opened.get(way_in.pk, ()):
            if pk in entries:
                entries[pk].ways_in.append(way_in)
    for held in held_on(council, day):
        grant = held.grant
        by_way_in = opened.get(grant.way_in_id or 0, ()) if grant.way_in_id in ways_in else ()
        for pk in {grant.account_id, *by_way_in} & entries.keys() if held.reaches else ():
            entries[pk].access.append(held)


def _openings(council: Council) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for way_in, account in council.openings.values_list("way_in", "account"):
        found.setdefault(way_in, []).append(account)
    return found
