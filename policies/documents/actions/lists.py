"""Whom a policy binds and what belongs to it: each list is set as a whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council
from policies.documents.actions.common import locked, require_once, require_read
from policies.documents.listed import (
    Said,
    duties_said,
    parts_said,
    readers_said,
    related_said,
    scopes_said,
)
from policies.documents.models import (
    DutyToRead,
    Part,
    Policy,
    RelatedPolicy,
    Scope,
)


@dataclass(frozen=True)
class ScopeOf:
    """What a policy is for people of one category, and the clause that says so."""

    category: str
    binds: str
    clause: str = ""


@dataclass(frozen=True)
class PartOf:
    """One part that somebody has in a policy (FTC-10-a).

    Args:
        who: in the council's words.
        category: whom that is among its people; empty where it is somebody else.
        office: or which office.
    """

    kind: str
    who: str
    category: str = ""
    office: Office | None = None


@dataclass(frozen=True)
class Related:
    """What is read together with a policy: another of the council's, or a document elsewhere."""

    title: str
    url: str = ""
    other: Policy | None = None


@action
def set_scope(*, policy: Policy, scopes: Iterable[ScopeOf], actor: Person) -> Policy:
    """Says of each category of people what the policy is for them; of others it says nothing.

    Raises:
        RuleBroken: the actor does not keep the policies, it was withdrawn, or one category is named
            twice.
    """
    row, rows = locked(policy, actor), list(scopes)
    require_once([scope.category for scope in rows], "One kind of people is named twice.")
    # What stays as it was keeps its day: people are asked to read from then.
    since = {(one.category, one.binds): one.since for one in row.scopes.all()}
    return _set(
        row,
        row.scopes,
        [
            Scope(
                council=row.council,
                policy=row,
                category=s.category,
                binds=s.binds,
                clause=s.clause,
                since=since.get((s.category, s.binds), today()),
            )
            for s in rows
        ],
        Verb.POLICY_SCOPE_SET,
        actor,
        scopes_said,
    )


@action
def set_duties(*, policy: Policy, duties: Iterable[str], actor: Person) -> Policy:
    """Says for which duties the policy must be read.

    Raises:
        RuleBroken: the actor does not keep the policies, or it was withdrawn.
    """
    row = locked(policy, actor)
    wanted, old = dict.fromkeys(duties), duties_said(row)
    row.duties.exclude(duty__in=wanted).delete()
    # What stays keeps the day since when it is wanted.
    row.duties.bulk_create(
        DutyToRead(council=row.council, policy=row, duty=duty)
        for duty in wanted
        if duty not in old["is"]
    )
    record(
        Verb.POLICY_DUTIES_SET,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old=old,
        new=duties_said(row),
    )
    return row


@action
def set_readers(
    *,
    policy: Policy,
    scopes: Iterable[ScopeOf],
    duties: Iterable[str],
    actor: Person,
    read: str = "",
) -> Policy:
    """Says both: whom the policy binds, and for which duties it is read.

    Args:
        read: what the page showed, as `fingerprint` tells it of `readers_said`; empty for whatever
            it was. The other lists that are set by a page have their own likewise.

    Raises:
        AlreadyDone: the same page was sent before; with the policy.
        Stale: it was changed meanwhile.
        RuleBroken: as those do.
    """
    row = locked(policy, actor)
    old = readers_said(row)
    set_scope(policy=row, scopes=scopes, actor=actor)
    set_duties(policy=row, duties=duties, actor=actor)
    require_read(row, old, readers_said(row), read)
    return row


@action
def set_parts(*, policy: Policy, parts: Sequence[PartOf], actor: Person, read: str = "") -> Policy:
    """Says who is responsible, accountable, consulted and informed (FTC-10-a).

    Args:
        read: as `set_readers`, of `parts_said`.

    Raises:
        AlreadyDone: the same page was sent before; with the policy.
        Stale: it was changed meanwhile.
        RuleBroken: the actor does not keep the policies, it was withdrawn, or somebody has the
            same part twice.
    """
    row = locked(policy, actor)
    require_same_council(row, *(part.office for part in parts))
    require_once(
        [(part.kind, part.who.casefold(), part.category) for part in parts],
        "Somebody is named twice for the same part.",
    )
    return _set(
        row,
        row.parts,
        [
            Part(
                council=row.council,
                policy=row,
                kind=part.kind,
                who=part.who,
                category=part.category,
                office=part.office,
            )
            for part in parts
        ],
        Verb.POLICY_PARTS_SET,
        actor,
        parts_said,
        read,
    )


@action
def set_related(
    *, policy: Policy, related: Sequence[Related], actor: Person, read: str = ""
) -> Policy:
    """Says what is read together with the policy.

    Args:
        read: as `set_readers`, of `related_said`.

    Raises:
        AlreadyDone: the same page was sent before; with the policy.
        Stale: it was changed meanwhile.
        RuleBroken: the actor does not keep the policies, it was withdrawn, names itself, or a title
            stands twice.
    """
    row = locked(policy, actor)
    require_same_council(row, *(one.other for one in related))
    if any(one.other and one.other.pk == row.pk for one in related):
        raise RuleBroken("A policy is not read together with itself.")
    require_once([one.title.casefold() for one in related], "One title stands here twice.")
    return _set(
        row,
        row.related,
        [
            RelatedPolicy(
                council=row.council, policy=row, title=one.title, url=one.url, other=one.other
            )
            for one in related
        ],
        Verb.POLICY_RELATED_SET,
        actor,
        related_said,
        read,
    )


def _set(
    row: Policy,
    there: Any,
    wanted: list[Any],
    verb: Verb,
    actor: Person,
    said: Callable[[Policy], Said],
    read: str = "",
) -> Policy:
    """Puts rows in the place of those that are there; raises as `require_read`."""
    old = said(row)
    there.all().delete()
    there.bulk_create(wanted)
    new = said(row)
    require_read(row, old, new, read)
    record(verb, row, actor=actor, duty=Duty.MANAGE_RULES, old=old, new=new)
    return row
