"""The register of access: who had access to what on a day, and on whose authority."""

from collections.abc import Sequence
from datetime import date

from accounts.as_at import day_of
from accounts.councils.models import Council, rules_of
from accounts.dates import today
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.paper.access import Held, held_on
from accounts.paper.register import NOT_KNOWN, Column, Register, in_words, lines, sentence
from accounts.paper.trail import Event, told_of
from accounts.people.models import Membership
from councilsm.audit.verbs import Verb
from councilsm.inbox.due import counted

COLUMNS = (
    Column("Reference", 7),
    Column("Who", 11),
    Column("Account or way in", 13),
    Column("Level", 10),
    Column("State", 9),
    Column("From and until", 13),
    Column("On whose authority", 16),
    Column("Told", 10),
    Column("On the platform", 11),
)
SHEET = (
    *("Reference", "Who", "Category", "Account or way in", "Level", "Direct messages", "State"),
    *("From", "Until", "Why", "On whose authority", "Found on", "Told", "Confirmed", "Removed"),
)


def access_register(council: Council, day: date, *, over: bool) -> Register:
    """The access register as at a day.

    Args:
        over: with what was over and done with by then.
    """
    held = [one for one in held_on(council, day) if over or one.matters]
    changed = told_of(council, (Membership,), (Verb.MEMBERSHIP_CONTACT,)) if day < today() else {}
    changes = changed.get(Membership._meta.label_lower, {})
    shown = [
        (
            one,
            _category(one.grant, day, changes.get(one.grant.membership_id or 0, ())),
            _authority(council, one),
        )
        for one in held
    ]
    people = {one.who for one in held if one.reaches}
    return Register(
        title="Register of access to official accounts",
        day=day,
        columns=COLUMNS,
        rows=[_row(*each) for each in shown],
        sheet=(SHEET, [_cells(*each) for each in shown]),
        notes=sorted({_source(council, one.last) for one in held if one.last} - {""}),
        counted=f"{counted(len(held), 'entry', 'entries')}; "
        f"{counted(len(people), 'person', 'people')} had access on this day",
        empty="No access was on the register on this day",
    )


def _row(one: Held, category: str, authority: list[str]) -> list[str]:
    grant = one.grant
    until = in_words(one.ends_on)
    return [
        grant.reference,
        lines(one.who, category),
        grant.what,
        lines(one.level, "Reads direct messages" if grant.direct_messages else ""),
        one.state,
        lines(f"From {in_words(one.starts_on)}", f"Until {until}" if until else "No end"),
        lines(*authority),
        one.told or ("Not told" if _is_to_be_told(one) else "–"),
        lines(
            f"Confirmed {in_words(one.confirmed_on)}" if one.confirmed_on else "Not confirmed",
            f"Removed {in_words(one.removed_on)}" if one.removed_on else "",
        ),
    ]


def _cells(one: Held, category: str, authority: list[str]) -> list[str]:
    grant = one.grant
    messages = f"Yes: {grant.why_direct_messages}" if grant.direct_messages else "No"
    days = (one.grant.found_on, one.confirmed_on, one.removed_on)
    found, confirmed, removed = (day.isoformat() if day else "" for day in days)
    return [
        *(grant.reference, one.who, category, grant.what, one.level, messages, one.state),
        *(one.starts_on.isoformat(), one.ends_on.isoformat() if one.ends_on else ""),
        *(grant.why, ". ".join(authority), found, one.told, confirmed, removed),
    ]


def _is_to_be_told(one: Held) -> bool:
    """Who asked is told in writing; what was found or stands on an office they had already."""
    asked = one.grant.basis == AccessGrant.Basis.REQUEST
    return asked and one.state in ("In force", "To set up", "To come")


def _category(grant: AccessGrant, day: date, changes: Sequence[Event]) -> str:
    """As what they belonged to the council, and for whom they worked (LLTC-3.1-a)."""
    if grant.membership is None:
        return "Not known here"
    organisation = grant.membership.organisation
    if then := next((event for event in changes if event.day > day), None):
        organisation = then.old["organisation"] if then.old else NOT_KNOWN
    return sentence(grant.membership.get_category_display(), organisation)


def _authority(council: Council, one: Held) -> list[str]:
    """Who decided, in which office, when, by which clause or minute of that day's rules."""
    if one.by_office:
        return ["Held by the office", one.grant.clause, *map(_said, filter(None, [one.gave]))]
    said = [_said(decision) for decision in one.decisions]
    if said and one.last:
        return [*said, _source(council, one.last).partition(": ")[0]]
    if one.grant.found_on:
        return ["Nobody: found on the platform"]
    return ["Not decided yet" if one.grant.requested_at else NOT_KNOWN]


def _said(decision: GrantDecision) -> str:
    by = sentence(str(decision.decided_by), str(decision.office or ""))
    return f"{decision.get_outcome_display()}: {by}, {in_words(day_of(decision.decided_at))}"


def _source(council: Council, decision: GrantDecision) -> str:
    """The clause or minute that said who grants or withdraws it; a version is read once."""
    book = rules_of(council.pk, decision.rulebook_id)
    misuse = decision.outcome == GrantDecision.Outcome.MISUSE
    return book.source_if_set("withdraw_access" if misuse else "grant_access")
