"""What the actions on access share: what they hold, ask first, and write down."""

from datetime import date

from accounts.as_at import day_of
from accounts.councils.models import Council
from accounts.dates import today
from accounts.grants.levels import Property, levels_of
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.grants.models.held import Held
from accounts.people.models import Membership, Person
from accounts.register.models import OfficialAccount, WayIn
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale, required_words
from councilsm.tenancy import next_number

_S = AccessGrant.Status
_O = GrantDecision.Outcome

#: Any one of these lets somebody write down what the platform shows.
KEEPERS = (Duty.GRANT_ACCESS, Duty.KEEP_REGISTER)

#: Rows of which a member has one at most for one account and level.
OPEN = (_S.FOUND, _S.REQUESTED, _S.GRANTED, _S.SUSPENDED)

#: What can be ended: whatever might be used now or later.
ENDABLE = (_S.FOUND, _S.GRANTED, _S.SUSPENDED)


# What is held until the action ends, in this order: a way in, the accounts it opens, the member,
# the grant, the counter of numbers.


def lock_property(what: Property) -> Property:
    """The account or way in as it is now, held with all accounts that it opens.

    So whoever lets people in there is judged one after the other, by whatever way they come.
    """
    accounts = what.council.official_accounts.select_for_update(no_key=True)
    row: Property
    if isinstance(what, WayIn):
        row = what.council.ways_in.select_for_update(no_key=True).get(pk=what.pk)
        opened = list(row.openings.values_list("account", flat=True))
        list(accounts.filter(pk__in=opened).order_by("pk"))
    else:
        row = accounts.get(pk=what.pk)
    row.council = what.council
    return row


def lock_member(membership: Membership) -> None:
    """Holds a member, so that two who give them the same at once do not both find nothing."""
    membership.council.memberships.select_for_update(no_key=True).get(pk=membership.pk)


def lock(grant: AccessGrant) -> AccessGrant:
    """The grant as it is now, held until the action ends, with the objects it is joined to."""
    row: AccessGrant = grant.council.access_grants.select_for_update(no_key=True).get(pk=grant.pk)
    row.council, row.account, row.way_in = grant.council, grant.account, grant.way_in
    return row


def number(council: Council) -> int:
    """The next number of a grant. Taken last, since everybody else waits for the counter."""
    return next_number(council, "A")


def property_of(grant: AccessGrant) -> Property:
    """What the access opens."""
    what = grant.account or grant.way_in
    assert what is not None  # grant_of_account_or_way_in
    return what


def naming(what: Property) -> dict[str, Property]:
    """The column of a grant that names this account or way in."""
    return {"way_in" if isinstance(what, WayIn) else "account": what}


def require_status(grant: AccessGrant, *statuses: str) -> None:
    """Asserts that the grant is in one of these states.

    Raises:
        Stale: it is not; says what it is.
    """
    if grant.status not in statuses:
        raise Stale(f"{grant.reference} is no longer open to this: {grant.state_in_words}.")


def require_level(what: Property, level: str) -> None:
    """Asserts that the platform has this level there.

    Raises:
        RuleBroken: it has not.
    """
    if level not in levels_of(what):
        raise RuleBroken(f"{what} has no such level. Choose one of those it has.")


def require_open(what: Property) -> None:
    """Asserts that somebody can be let in there.

    Raises:
        RuleBroken: the account is closed or was never opened, or the way in is no longer used.
    """
    if isinstance(what, WayIn) and what.ended_on:
        raise RuleBroken(f"{what} is no longer used. Choose another way in.")
    if isinstance(what, OfficialAccount) and what.status not in OfficialAccount.RUNNING:
        raise RuleBroken(f"{what} is {what.get_status_display().lower()}: nobody can be let in.")


def require_here(membership: Membership) -> None:
    """Asserts that somebody belongs to the council today or will.

    Raises:
        RuleBroken: they have left.
    """
    if membership.ends_on and membership.ends_on < today():
        raise RuleBroken(f"{membership.person} has left the council, so cannot be given access.")


def require_to_come(ends_on: date | None) -> None:
    """Asserts that access that is given does not lie in the past already.

    Raises:
        RuleBroken: its last day has passed.
    """
    if ends_on and ends_on < today():
        raise RuleBroken("The last day has passed already. Choose today or later.")


def require_other(grant: AccessGrant, actor: Person) -> None:
    """Asserts that nobody decides about their own access.

    Raises:
        RuleBroken: it is the actor's own.
    """
    if is_own(grant, actor):
        raise RuleBroken(
            "This is your own access, so somebody else decides.", source=source(grant.council)
        )


def is_own(grant: AccessGrant, actor: Person) -> bool:
    """Whether it is somebody's own access."""
    return grant.membership is not None and grant.membership.person_id == actor.pk


def source(council: Council, rule: str = "grant_access") -> str:
    """The clause or decision behind a rule; empty while it is not set."""
    return council.rulebook.source_if_set(rule)


def reason_given(words: str, otherwise: str) -> str:
    """A reason without blanks around it.

    Raises:
        RuleBroken: there is none, and then says `otherwise`; or it looks like a password.
    """
    refuse_secrets(words)
    return required_words(words, otherwise)


def require_none_open(
    membership: Membership,
    what: Property,
    level: str,
    actor: Person,
    *,
    apart_from: AccessGrant | None = None,
) -> None:
    """Asserts that a member, who is held, has no open access there at this level.

    What is over by its date is closed, so that it makes room for the next.

    Raises:
        RuleBroken: there is one; says which.
    """
    rows = membership.access_grants.filter(**naming(what), level=level, status__in=OPEN)
    rows = rows.exclude(pk=apart_from.pk) if apart_from else rows
    for row in rows.select_for_update(no_key=True):
        row.council, row.membership = membership.council, membership
        if not (row.status == _S.GRANTED and row.is_over):
            raise RuleBroken(
                f"{membership.person} has this already: {row.reference}, {row.state_in_words}."
            )
        _close_after_its_last_day(row, actor)


def _close_after_its_last_day(grant: AccessGrant, actor: Person) -> None:
    """Its last day stays what it was: until then it gave access."""
    grant.status = _S.ENDED
    grant.save(update_fields=["status"])
    last = grant.ends_here_on
    note = f"Its last day was {when_in_words(last)}." if last else ""
    decide(grant, _O.RAN_OUT, actor, reason=note)
    record(Verb.GRANT_RAN_OUT, grant, actor=actor, new={**facts(grant), "note": note})


def decide(
    grant: AccessGrant,
    outcome: str,
    actor: Person,
    *,
    duty: Duty = Duty.GRANT_ACCESS,
    reason: str = "",
) -> GrantDecision:
    """Writes down one decision, by the office through which the actor holds the duty."""
    membership = actor.membership_at(grant.council)
    rulebook_id = grant.council.rulebook_id
    assert rulebook_id is not None
    return GrantDecision.objects.create(
        council=grant.council,
        grant=grant,
        outcome=outcome,
        reason=reason,
        ends_on=grant.ends_on if outcome in GrantDecision.GIVES else None,
        decided_by=actor,
        office_id=membership.office_for(duty) if membership else None,
        rulebook_id=rulebook_id,
    )


def end(grant: AccessGrant) -> None:
    """Ends it at once, or on its first day where it had not begun."""
    last = max(grant.starts_on, today())
    grant.status = _S.ENDED
    grant.ends_on = min(grant.ends_on, last) if grant.ends_on else last
    grant.save(update_fields=["status", "ends_on"])


def decided_on(grant: AccessGrant, *outcomes: str) -> date | None:
    """The London day of the last decision with one of these outcomes."""
    row = grant.decisions.filter(outcome__in=outcomes).order_by("decided_at", "pk").last()
    return day_of(row.decided_at) if row else None


def require_past(day: date, *, since: date | None, what: str) -> None:
    """Asserts that a day on which something was seen or done is neither to come nor too early.

    Args:
        since: the earliest that it can be; None for any day.
        what: what happened on that day, for example "it was granted".

    Raises:
        RuleBroken: it is.
    """
    if day > today():
        raise RuleBroken("That day is in the future.")
    if since and day < since:
        raise RuleBroken(f"That is before {what}, on {when_in_words(since)}. Choose a later day.")


def days(grant: Held) -> dict[str, str | None]:
    """The first and last day of a grant, for the trail."""
    return {
        "starts_on": grant.starts_on.isoformat(),
        "ends_on": grant.ends_on.isoformat() if grant.ends_on else None,
    }


def facts(grant: Held) -> dict[str, str | None]:
    """Whose access to what, at which level, for the trail."""
    return {
        "who": grant.who,
        "to": grant.what,
        "level": str(grant.level),
        **days(grant),
    }
