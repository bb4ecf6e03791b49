"""Each grant of access as it was at the end of a day, from its columns, decisions and trail."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from accounts.as_at import day_of, end_of
from accounts.councils.models import Council
from accounts.dates import today
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.paper.register import NOT_KNOWN, in_words, sentence
from accounts.paper.trail import Event, told_since
from accounts.register.levels import Level
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb

_O = GrantDecision.Outcome
#: These change who has it and at which level.
WHOSE = (Verb.GRANT_FOUND, Verb.GRANT_MATCHED, Verb.GRANT_KEPT, Verb.GRANT_BY_OFFICE)
#: With these the person is told anew.
TELLING = (
    *(Verb.GRANT_DECIDED, Verb.GRANT_KEPT, Verb.GRANT_EXTENDED, Verb.GRANT_RESUMED),
    Verb.GRANT_TOLD,
)
#: What these change on a grant had another value before, which no column keeps.
OVERWRITES = frozenset((*WHOSE, *TELLING)) - {Verb.GRANT_TOLD}


@dataclass(frozen=True)
class Held:
    """One grant as it was at the end of a day."""

    grant: AccessGrant
    who: str
    level: str
    state: str
    #: Asked for, in force, to come, or still there on the platform: it is not over and done with.
    matters: bool
    #: It might be used that day, or the platform showed it.
    reaches: bool
    starts_on: date
    ends_on: date | None
    #: It stands by itself on the grant's clause, and on no decision.
    by_office: bool
    #: The decision that gives it with those after it; all of them where none gave it.
    decisions: list[GrantDecision]
    #: The one that gives it, and the one that came last; None where there was none yet.
    gave: GrantDecision | None
    last: GrantDecision | None
    told: str
    confirmed_on: date | None
    removed_on: date | None


def held_on(council: Council, day: date) -> list[Held]:
    """Every grant that was on the register by the end of a day, as it was then (three queries).

    What no column keeps is read from the trail; where that was disposed of, it is not known.
    """
    end = end_of(day)
    there = (
        Q(requested_at__lt=end)
        | Q(found_on__lte=day)
        | Q(requested_at=None, found_on=None, starts_on__lte=day)
    )
    grants = council.access_grants.filter(there).shown().order_by("number")
    taken = council.grant_decisions.filter(decided_at__lt=end, grant__in=grants)
    taken = taken.exclude(outcome=_O.RAN_OUT)  # its day had passed: nothing changed
    taken = taken.select_related("decided_by", "office").order_by("grant", "decided_at", "pk")
    decisions = {pk: list(of) for pk, of in groupby(taken, lambda one: one.grant_id)}
    events: dict[int, list[Event]] = {}
    if day < today():
        changed = AuditEvent.objects.filter(
            council_id=council.pk,
            object_kind=AccessGrant._meta.label_lower,
            verb__in=OVERWRITES,
            at__gte=end,
        )
        events = told_since(council, AccessGrant, changed)
    return [
        _held(grant, day, decisions.get(grant.pk, []), events.get(grant.pk, [])) for grant in grants
    ]


@dataclass
class _Then:
    """The columns of a grant that are overwritten, as they were."""

    who: str
    level: str
    starts_on: date
    told: str
    confirmed_on: date | None
    removed_on: date | None


def _held(
    grant: AccessGrant, day: date, decisions: list[GrantDecision], events: list[Event]
) -> Held:
    then = _then(grant, day, events)
    gave = next((one for one in reversed(decisions) if one.outcome in GrantDecision.GIVES), None)
    last = decisions[-1] if decisions else None
    # Neither found nor asked for: it stands as it was entered.
    stands = not (grant.found_on or grant.requested_at)
    by_office = gave.outcome == _O.OFFICE if gave else stands and bool(grant.clause)
    ends = gave.ends_on if gave and not by_office else grant.ends_on if gave or stands else None
    leaves = grant.membership.ends_on if grant.membership else None
    until = min((one for one in (ends, leaves) if one), default=None)
    continued = grant.continued_on and grant.continued_on <= day
    is_there = bool(then.confirmed_on) and not then.removed_on and not continued
    outcome = last.outcome if last else ""
    if outcome in OVER:
        state = "To remove" if is_there and outcome != _O.SUSPENDED else OVER[outcome]
        if last and outcome in (_O.ENDED, _O.MISUSE):
            until = day_of(last.decided_at)
    elif outcome == _O.REFUSED:
        state = "Refused"
    elif gave or stands:
        state = _granted(then, day, until, is_there)
    else:
        state = "Found, not confirmed" if grant.found_on else "Asked for"
    return Held(
        grant=grant,
        who=then.who,
        level=then.level,
        state=state,
        matters=state not in ("Refused", "Ended"),
        reaches=is_there or state in ("In force", "To set up"),
        starts_on=then.starts_on,
        ends_on=until,
        by_office=by_office,
        decisions=decisions[decisions.index(gave) :] if gave else decisions,
        gave=gave,
        last=last,
        told=then.told,
        confirmed_on=then.confirmed_on,
        removed_on=then.removed_on,
    )


#: What it is called after one of these decisions, once the platform shows it no more.
OVER: dict[str, str] = {
    _O.ENDED: "Ended",
    _O.MISUSE: "Ended",
    _O.SUSPENDED: "Suspended",
}


def _granted(then: _Then, day: date, last: date | None, is_there: bool) -> str:
    """In the words of `AccessGrant.tag`."""
    if last and last < day:
        return "To remove" if is_there else "Ended"
    if then.starts_on > day:
        return "To come"
    return "In force" if then.confirmed_on else "To set up"


def _then(grant: AccessGrant, day: date, events: list[Event]) -> _Then:
    """The columns as at a day; from the trail those that were overwritten since."""

    def by(column: date | None) -> date | None:
        return column if column and column <= day else None

    then = _Then(
        who=grant.who,
        level=grant.get_level_display(),
        starts_on=grant.starts_on,
        told=sentence(grant.get_told_display(), in_words(grant.told_on))
        if by(grant.told_on)
        else "",
        confirmed_on=by(grant.confirmed_on),
        removed_on=by(grant.removed_on),
    )
    known = [event for event in events if event.day <= day]
    since = {event.verb for event in events if event.day > day}
    if since.intersection(WHOSE):
        said = known[-1].new if known else None
        then.who = said.get("who", NOT_KNOWN) if said else NOT_KNOWN
        then.level = _level(said.get("level", "")) if said else NOT_KNOWN
    if since.intersection(TELLING):
        telling = [event for event in known if event.verb in TELLING]
        then.told = _told(telling[-1]) if telling else ""
    if Verb.GRANT_DECIDED in since and known:
        then.starts_on = _day(known[-1].new or {}, "starts_on") or then.starts_on
    if Verb.GRANT_RESUMED in since:
        then.confirmed_on, then.removed_on = _seen(grant, day, events)
    return then


def _seen(grant: AccessGrant, day: date, events: list[Event]) -> tuple[date | None, date | None]:
    """When the platform showed it and when no more, by a day: giving it back empties both."""
    confirmed, removed = grant.found_on, None
    for event in events:
        new = event.new or {}
        named = _day(new, "confirmed_on") or _day(new, "removed_on") or event.day
        if event.verb == Verb.GRANT_RESUMED and event.day <= day and removed:
            confirmed = removed = None
        elif event.verb == Verb.GRANT_CONFIRMED and named <= day:
            confirmed = named
        elif event.verb == Verb.GRANT_REMOVED and named <= day:
            removed = named
    return confirmed, removed


def _level(code: str) -> str:
    return str(Level(code).label) if code in Level.values else NOT_KNOWN


def _told(event: Event) -> str:
    new = event.new or {}
    if "told" not in new:
        return NOT_KNOWN
    on = _day(new, "told_on") or event.day
    return sentence(str(AccessGrant.Told(new["told"]).label), in_words(on)) if new["told"] else ""


def _day(new: dict[str, str], name: str) -> date | None:
    return date.fromisoformat(new[name]) if new.get(name) else None
