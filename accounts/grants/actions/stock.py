"""Taking stock: access that exists already is written down as found, then confirmed or ended.

No granter is invented for it. What an office carries by itself is not granted either: `office.py`.
"""

from datetime import date

from accounts.councils.models import Council
from accounts.dates import today
from accounts.grants.actions import common
from accounts.grants.actions.asking import given
from accounts.grants.actions.judging import judge
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.people.models import Membership, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, required_words
from councilsm.tenancy import require_same_council

_S = AccessGrant.Status


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
    actor.require_duty_at(council, *common.KEEPERS)
    what = common.lock_property(what)
    if membership:
        common.lock_member(membership)
    grant = AccessGrant(
        council=council,
        membership=membership,
        found_name=found_name.strip(),
        **common.naming(what),
        level=level,
        status=_S.FOUND,
        basis=AccessGrant.Basis.FOUND,
        starts_on=found_on,
        found_on=found_on,
        found_source=found_source.strip(),
        confirmed_on=found_on,
        confirmed_by=actor,
        confirmed_how=found_source.strip(),
    )
    _judge_found(grant, what)
    if membership:
        common.require_none_open(membership, what, level, actor)
    grant.number = common.number(council)
    grant.save()
    new = {**common.facts(grant), "source": grant.found_source}
    record(
        Verb.GRANT_FOUND,
        grant,
        actor=actor,
        office_id=actor.office_for(grant.council, *common.KEEPERS),
        new=new,
    )
    return grant


def _judge_found(grant: AccessGrant, what: Property) -> None:
    refuse_secrets(grant.found_name, grant.found_source)
    common.require_level(what, grant.level)
    required_words(grant.found_name, "Enter the name as the platform shows it.")
    required_words(grant.found_source, "Say where you saw it.")
    if grant.found_on and grant.found_on > today():
        raise RuleBroken("The day you looked is in the future.")
    same = grant.council.access_grants.filter(
        **common.naming(what),
        level=grant.level,
        found_name__iexact=grant.found_name,
        status=_S.FOUND,
    )
    if there := same.first():
        raise RuleBroken(f"{there.found_name} is written down there already, as {there.reference}.")


@action
def match_found(*, grant: AccessGrant, membership: Membership, actor: Person) -> AccessGrant:
    """Says whose access it is that the platform shows under some name.

    Raises:
        Stale: it was confirmed or ended meanwhile.
        RuleBroken: that member has such access recorded already, or the actor may not take stock.
    """
    require_same_council(grant, membership)
    actor.require_duty_at(grant.council, *common.KEEPERS)
    common.lock_member(membership)
    grant = common.lock(grant)
    common.require_status(grant, _S.FOUND)
    if grant.membership_id == membership.pk:
        raise RuleBroken(f"It is {membership.person}’s already.")
    common.require_none_open(membership, common.property_of(grant), grant.level, actor)
    grant.membership = membership
    grant.save(update_fields=["membership"])
    new = {**common.facts(grant), "note": f"{grant.found_name} is {membership.person}."}
    record(
        Verb.GRANT_MATCHED,
        grant,
        actor=actor,
        office_id=actor.office_for(grant.council, *common.KEEPERS),
        new=new,
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
        RuleBroken: nobody here is known by that name, nobody says why their job needs it, or as
            `judge`.
    """
    actor.require_duty_at(grant.council, Duty.GRANT_ACCESS)
    what = common.lock_property(common.property_of(grant))
    grant = common.lock(grant)
    common.require_status(grant, _S.FOUND)
    if grant.membership is None:
        raise RuleBroken("Say first whose it is. What belongs to nobody here is ended.")
    refuse_secrets(reason)
    grant.why = common.reason_given(why, "Say why their job needs it.")
    grant.ends_on = ends_on
    lacks = judge(grant, what, actor, reason, decided_only=True)
    grant.status = _S.GRANTED
    grant.save(update_fields=["why", "status", "ends_on"])
    given(grant, GrantDecision.Outcome.KEPT, Verb.GRANT_KEPT, actor, reason, lacks)
    return grant
