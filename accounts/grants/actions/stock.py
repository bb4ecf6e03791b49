"""Taking stock: access that exists already is written down as found, then confirmed or ended.

No granter is invented for it. What an office carries by itself is recorded as standing on the
clause, not granted.
"""

from datetime import date

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.grants.actions import common
from accounts.grants.lacking import require_nothing_missing
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.grants.offices import may_stand_on
from accounts.people.actions.common import within
from accounts.people.models import Membership, Office, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council

_S = AccessGrant.Status

#: Any one of these lets somebody write down what the platform shows.
KEEPERS = (Duty.GRANT_ACCESS, Duty.KEEP_REGISTER)


@action
def record_found(
    *,
    what: Property,
    found_name: str,
    level: str,
    found_on: date,
    found_source: str,
    actor: Person,
    membership: Membership | None = None,
) -> AccessGrant:
    """Writes down access that exists on the platform and that nobody here had recorded.

    Args:
        found_name: the person as the platform shows them.
        found_on: the day somebody looked (London).
        found_source: where it was seen, for example "Page access, screenshot by the clerk".
        membership: whose it is, where that is known.

    Raises:
        RuleBroken: the level does not exist there, the day lies in the future, it is written down
            already, something looks like a password, or the actor may not take stock.
    """
    require_same_council(what, membership)
    council: Council = what.council
    common.require_duty(council, actor, *KEEPERS)
    refuse_secrets(found_name, found_source)
    common.require_level(what, level)
    name = common.said(found_name, "Enter the name as the platform shows it.")
    source = common.said(found_source, "Say where you saw it.")
    if found_on > today():
        raise RuleBroken("The day you looked is in the future.")
    number = common.number(council)
    again = council.access_grants.filter(
        **common.of(what), level=level, found_name__iexact=name, status=_S.FOUND
    )
    if there := again.first():
        raise RuleBroken(f"{name} is written down there already, as {there.reference}.")
    if membership:
        common.require_none_open(membership, what, level)
    grant = AccessGrant.objects.create(
        council=council,
        number=number,
        membership=membership,
        found_name=name,
        **common.of(what),
        level=level,
        status=_S.FOUND,
        basis=AccessGrant.Basis.FOUND,
        starts_on=found_on,
        found_on=found_on,
        found_source=source,
        confirmed_on=found_on,
        confirmed_by=actor,
        confirmed_how=source,
    )
    record(
        Verb.GRANT_FOUND,
        grant,
        actor=actor,
        duty=Duty.GRANT_ACCESS,
        new={**common.facts(grant), "source": source},
    )
    return grant


@action
def match_found(*, grant: AccessGrant, membership: Membership, actor: Person) -> AccessGrant:
    """Says whose access it is that the platform shows under some name.

    Raises:
        Stale: it was confirmed or ended meanwhile.
        RuleBroken: that member has such access recorded already, or the actor may not take stock.
    """
    require_same_council(grant, membership)
    common.require_duty(grant.council, actor, *KEEPERS)
    grant = common.lock(grant)
    common.require_status(grant, _S.FOUND)
    if grant.membership_id == membership.pk:
        raise RuleBroken(f"It is {membership.person}’s already.")
    common.require_none_open(membership, common.property_of(grant), grant.level)
    grant.membership = membership
    grant.save(update_fields=["membership"])
    record(
        Verb.GRANT_FOUND,
        grant,
        actor=actor,
        duty=Duty.GRANT_ACCESS,
        new={**common.facts(grant), "note": f"{grant.found_name} is {membership.person}."},
    )
    return grant


@action
def keep_found(
    *, grant: AccessGrant, why: str, ends_on: date | None, reason: str, actor: Person
) -> AccessGrant:
    """Confirms access that was found: from today it stands on this decision.

    Args:
        why: why the job needs it (LLTC-12.1-a).
        ends_on: the last day (London); None until further notice.
        reason: needed where it adds an administrator beyond the council's number.

    Raises:
        Stale: it was confirmed or ended meanwhile.
        RuleBroken: nobody here is known by that name, it is the actor's own, the member has left,
            there would be too many administrators and nobody says why, or, once the council has
            gone live, something is missing.
    """
    common.require_duty(grant.council, actor, Duty.GRANT_ACCESS)
    common.lock_property(common.property_of(grant))
    grant = common.lock(grant)
    common.require_status(grant, _S.FOUND)
    refuse_secrets(why, reason)
    if grant.membership is None:
        raise RuleBroken("Say first whose it is. What belongs to nobody here is ended.")
    common.require_other(grant, actor)
    common.require_here(grant.membership)
    within(grant.membership, max(grant.starts_on, grant.membership.starts_on), ends_on)
    common.require_to_come(ends_on)
    common.require_few_administrators(grant, reason, decided_only=True)
    lacks = require_nothing_missing(grant)
    grant.why = common.said(why, "Say why their job needs it.")
    grant.status, grant.ends_on = _S.GRANTED, ends_on
    grant.save(update_fields=["why", "status", "ends_on"])
    common.decide(
        grant,
        GrantDecision.Outcome.KEPT,
        actor,
        duty=Duty.GRANT_ACCESS,
        reason=reason.strip(),
    )
    record(
        Verb.GRANT_KEPT,
        grant,
        actor=actor,
        duty=Duty.GRANT_ACCESS,
        new={
            **common.facts(grant),
            "why": grant.why,
            "reason": reason.strip(),
            "missing": [one.what for one in lacks],
        },
    )
    return grant


@action
def record_by_office(
    *,
    what: Property,
    membership: Membership,
    office: Office,
    level: str,
    clause: str,
    actor: Person,
    found: AccessGrant | None = None,
) -> AccessGrant:
    """Records access that somebody has by their office, and that nobody grants: the clerk's own.

    It ends with the office, where that has a last day.

    Args:
        clause: on what it stands: the clause, the minute or the job description.
        found: the row as which it was found when the council took stock.

    Raises:
        Stale: the row was confirmed or ended meanwhile.
        RuleBroken: the office carries no access by itself, they do not hold it today, or they have
            such access recorded already.
    """
    require_same_council(what, membership, office, found)
    council: Council = what.council
    common.require_duty(council, actor, *KEEPERS)
    common.require_open(what)
    common.require_level(what, level)
    refuse_secrets(clause)
    if office.key not in may_stand_on(what):
        raise RuleBroken(
            f"The office of {office} carries no access to {what} by itself. It is asked for and "
            "granted.",
            source=common.source(council),
        )
    held = membership.appointments.filter(in_force(today()), office=office)
    appointment = held.order_by("starts_on").first()
    if appointment is None:
        raise RuleBroken(f"{membership.person} does not hold the office of {office} today.")
    ends = [day for day in (appointment.ends_on, membership.ends_on) if day]
    values = {
        "membership": membership,
        "level": level,
        "status": _S.GRANTED,
        "basis": AccessGrant.Basis.OFFICE,
        "clause": f"{office}: {common.said(clause, 'Say on what it stands.')}"[:200],
        "ends_on": min(ends, default=None),
    }
    if found:
        grant = common.lock(found)
        common.require_status(grant, _S.FOUND)
        common.require_none_open(membership, what, level, apart_from=grant)
        for name, value in values.items():
            setattr(grant, name, value)
        grant.save(update_fields=list(values))
    else:
        number = common.number(council)
        common.require_none_open(membership, what, level)
        grant = AccessGrant.objects.create(
            council=council, number=number, starts_on=today(), **common.of(what), **values
        )
    record(
        Verb.GRANT_KEPT,
        grant,
        actor=actor,
        duty=Duty.GRANT_ACCESS,
        new={**common.facts(grant), "source": grant.clause},
    )
    return grant
