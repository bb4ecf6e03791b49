"""What the actions on access ask before they change anything."""

from datetime import date

from django.db.models import Q

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.grants.levels import Property, levels_of
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.grants.models.grant import AccessGrantQuerySet
from accounts.people.models import Membership, Person
from accounts.register.levels import ADMINISTERS
from accounts.register.models import OfficialAccount, WayIn
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import next_number

_S = AccessGrant.Status

#: Rows of which a member has one at most for one account and level.
OPEN = (_S.FOUND, _S.REQUESTED, _S.GRANTED, _S.SUSPENDED)


def lock(grant: AccessGrant) -> AccessGrant:
    """The grant as it is now, held until the action ends, with the objects it is joined to."""
    row: AccessGrant = grant.council.access_grants.select_for_update(no_key=True).get(pk=grant.pk)
    row.council, row.account, row.way_in = grant.council, grant.account, grant.way_in
    return row


def lock_property(what: Property) -> None:
    """Holds the account or way in, so that its administrators are counted one after the other."""
    type(what)._default_manager.select_for_update(no_key=True).get(pk=what.pk)


def property_of(grant: AccessGrant) -> Property:
    """What the access opens."""
    what = grant.account or grant.way_in
    assert what is not None  # grant_of_account_or_way_in
    return what


def of(what: Property) -> dict[str, Property]:
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
    if grant.membership and grant.membership.person_id == actor.pk:
        raise RuleBroken(
            "This is your own access, so somebody else decides.", source=source(grant.council)
        )


def require_duty(council: Council, actor: Person, *duties: Duty) -> None:
    """Asserts that somebody holds one of these duties today.

    Raises:
        RuleBroken: they hold none of them.
    """
    membership = actor.membership_at(council)
    if membership is None or not any(membership.allows(duty) for duty in duties):
        raise RuleBroken(
            f"This needs the duty “{duties[0].label}”, which you do not hold today.",
            source=source(council),
        )


def source(council: Council, rule: str = "grant_access") -> str:
    """The clause or decision behind a rule; empty while it is not set."""
    book = council.rulebook
    return book.source_of(rule) if getattr(book.rules, rule).is_set else ""


def said(words: str, otherwise: str) -> str:
    """A reason without blanks around it.

    Raises:
        RuleBroken: there is none; says `otherwise`.
    """
    if not words.strip():
        raise RuleBroken(otherwise)
    return words.strip()


def number(council: Council) -> int:
    """The next number of a grant. It also holds back a second click until the first is done."""
    return next_number(council, "A")


def require_none_open(
    membership: Membership, what: Property, level: str, *, apart_from: AccessGrant | None = None
) -> None:
    """Asserts that a member has no open access there at this level. What is over by date is ended.

    Raises:
        RuleBroken: there is one; says which.
    """
    # Held, so that two at once do not both find nothing.
    membership.council.memberships.select_for_update(no_key=True).get(pk=membership.pk)
    rows = membership.access_grants.filter(**of(what), level=level, status__in=OPEN)
    for row in rows.exclude(pk=apart_from.pk) if apart_from else rows:
        if row.status == _S.GRANTED and row.ends_on and row.ends_on < today():
            row.status = _S.ENDED  # its last day has passed; it makes room for the next
            row.save(update_fields=["status"])
            continue
        raise RuleBroken(
            f"{membership.person} has this already: {row.reference}, {row.state_in_words}."
        )


def decide(
    grant: AccessGrant, outcome: str, actor: Person, *, duty: Duty, reason: str = ""
) -> GrantDecision:
    """Writes down one decision, by the office through which the actor holds the duty."""
    membership = actor.membership_at(grant.council)
    rulebook_id = grant.council.rulebook_id
    assert rulebook_id is not None
    gives = outcome in {"granted", "kept", "extended", "resumed"}
    return GrantDecision.objects.create(
        council=grant.council,
        grant=grant,
        outcome=outcome,
        reason=reason,
        ends_on=grant.ends_on if gives else None,
        decided_by=actor,
        office_id=membership.office_for(duty) if membership else None,
        rulebook_id=rulebook_id,
    )


def administrators(what: Property, *, decided_only: bool, apart_from: AccessGrant) -> int:
    """How many people can let others in or lock them out; of a way in, where it opens most.

    Args:
        decided_only: without those who were found and nobody has confirmed.
    """
    rows = AccessGrant.objects.filter(council_id=what.council_id, level__in=ADMINISTERS)
    rows = rows.exclude(pk=apart_from.pk)
    counted = Q(status=_S.GRANTED) & in_force(today())
    if not decided_only:
        counted |= Q(status=_S.FOUND)
    rows = rows.filter(counted)
    accounts = [what] if isinstance(what, OfficialAccount) else list(what.opens.all())
    if not accounts:
        return _people(rows.filter(**of(what)), apart_from)
    return max(_people(rows.reaching(account), apart_from) for account in accounts)


def _people(rows: AccessGrantQuerySet, apart_from: AccessGrant) -> int:
    """Different people; everybody whom nobody here knows counts by the name that was found."""
    names = set(rows.values_list("membership", "found_name"))
    mine = apart_from.membership_id
    people = {member or name for member, name in names}
    return len(people - {mine})


def require_few_administrators(
    grant: AccessGrant, reason: str, *, decided_only: bool = False
) -> None:
    """Asserts that whoever adds an administrator beyond the council's number says why.

    Raises:
        RuleBroken: there would be more than the rulebook has, and no reason is given (LLTC-12.1-d).
    """
    most: int | None = grant.council.rulebook.rules.administrators.value
    if most is None or grant.level not in ADMINISTERS or reason.strip():
        return
    others = administrators(property_of(grant), decided_only=decided_only, apart_from=grant)
    if others >= most:
        raise RuleBroken(
            f"{property_of(grant)} would have {others + 1} people with full control, and the "
            f"council wants {most} at most. Give less, or say why it must be so.",
            source=source(grant.council, "administrators"),
        )


def days(grant: AccessGrant) -> dict[str, str | None]:
    """The first and last day of a grant, for the trail."""
    return {
        "starts_on": grant.starts_on.isoformat(),
        "ends_on": grant.ends_on.isoformat() if grant.ends_on else None,
    }


def facts(grant: AccessGrant) -> dict[str, str | None]:
    """Whose access to what, at which level, for the trail."""
    return {
        "who": grant.who,
        "to": grant.what,
        "level": str(grant.level),
        **days(grant),
    }


def last_day(starts_on: date) -> date:
    """The last day of what ends now: today, or its first day where it had not begun."""
    return max(starts_on, today())
