"""Whom a policy binds and what belongs to it: each list is set as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.dates import today
from accounts.people.models import Office, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council
from policies.documents.actions.common import locked
from policies.documents.models import (
    DutyToRead,
    LegalReference,
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
class Law:
    """A law or guidance that a policy rests on.

    Args:
        replaced_by: the title of the one in the same list that took its place.
    """

    title: str
    url: str = ""
    note: str = ""
    replaced_by: str = ""


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
    _once([scope.category for scope in rows], "One kind of people is named twice.")
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
        lambda one: f"{one.category}: {one.binds}" + (f" ({one.clause})" if one.clause else ""),
    )


@action
def set_duties(*, policy: Policy, duties: Iterable[str], actor: Person) -> Policy:
    """Says for which duties the policy must be read.

    Raises:
        RuleBroken: the actor does not keep the policies, or it was withdrawn.
    """
    row = locked(policy, actor)
    wanted = dict.fromkeys(duties)
    old = sorted(row.duties.values_list("duty", flat=True))
    row.duties.exclude(duty__in=wanted).delete()
    # What stays keeps the day since when it is wanted.
    row.duties.bulk_create(
        DutyToRead(council=row.council, policy=row, duty=duty) for duty in wanted if duty not in old
    )
    record(
        Verb.POLICY_DUTIES_SET,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old={"is": old},
        new={"is": sorted(wanted)},
    )
    return row


@action
def set_readers(
    *, policy: Policy, scopes: Iterable[ScopeOf], duties: Iterable[str], actor: Person
) -> Policy:
    """Says both: whom the policy binds, and for which duties it is read; raises as those do."""
    set_scope(policy=policy, scopes=scopes, actor=actor)
    return set_duties(policy=policy, duties=duties, actor=actor)


@action
def set_parts(*, policy: Policy, parts: Sequence[PartOf], actor: Person) -> Policy:
    """Says who is responsible, accountable, consulted and informed (FTC-10-a).

    Raises:
        RuleBroken: the actor does not keep the policies, it was withdrawn, or somebody has the
            same part twice.
    """
    row = locked(policy, actor)
    require_same_council(row, *(part.office for part in parts))
    _once(
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
        lambda one: f"{one.kind}: {one.who}",
    )


@action
def set_related(*, policy: Policy, related: Sequence[Related], actor: Person) -> Policy:
    """Says what is read together with the policy.

    Raises:
        RuleBroken: the actor does not keep the policies, it was withdrawn, names itself, or a title
            stands twice.
    """
    row = locked(policy, actor)
    require_same_council(row, *(one.other for one in related))
    if any(one.other and one.other.pk == row.pk for one in related):
        raise RuleBroken("A policy is not read together with itself.")
    _once([one.title.casefold() for one in related], "One title stands here twice.")
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
        lambda one: ", ".join(filter(None, [one.title, one.url])),
    )


@action
def set_laws(*, policy: Policy, laws: Sequence[Law], actor: Person) -> Policy:
    """Says on which laws the policy rests, and which of them another replaced (DTC-leg-a).

    Raises:
        RuleBroken: the actor does not keep the policies, it was withdrawn, a title stands twice, or
            one is replaced by itself or by one that is not in the list.
    """
    row = locked(policy, actor)
    _once([law.title.casefold() for law in laws], "One title stands here twice.")
    titles = {law.title.casefold() for law in laws}
    for law in laws:
        refuse_secrets(law.note)
        if law.replaced_by.casefold() == law.title.casefold():
            raise RuleBroken(f"{law.title} cannot be replaced by itself.")
        if law.replaced_by and law.replaced_by.casefold() not in titles:
            raise RuleBroken(f"“{law.replaced_by}” is not in the list. Add it first.")
    old = _listed(row.laws.select_related("replaced_by"), _in_words)
    row.laws.update(replaced_by=None)
    row.laws.all().delete()
    made = {
        law.title.casefold(): LegalReference.objects.create(
            council=row.council, policy=row, title=law.title, url=law.url, note=law.note
        )
        for law in laws
    }
    for law in laws:
        if law.replaced_by:
            one = made[law.title.casefold()]
            one.replaced_by = made[law.replaced_by.casefold()]
            one.save(update_fields=["replaced_by"])
    new = _listed(made.values(), _in_words)
    record(
        Verb.POLICY_LAWS_SET,
        row,
        actor=actor,
        duty=Duty.MANAGE_RULES,
        old={"is": old},
        new={"is": new},
    )
    return row


def _in_words(law: LegalReference) -> str:
    """All that a row says of a law, as the trail keeps it."""
    now = f"now {law.replaced_by.title}" if law.replaced_by else ""
    return ", ".join(filter(None, [law.title, now, law.url, law.note]))


def _once(keys: list[Any], sentence: str) -> None:
    if len(set(keys)) < len(keys):
        raise RuleBroken(sentence)


def _set(
    row: Policy, there: Any, wanted: list[Any], verb: Verb, actor: Person, called: Any
) -> Policy:
    """Puts rows in the place of those that are there."""
    old = _listed(there.all(), called)
    there.all().delete()
    there.bulk_create(wanted)
    new = _listed(wanted, called)
    record(verb, row, actor=actor, duty=Duty.MANAGE_RULES, old={"is": old}, new={"is": new})
    return row


def _listed(rows: Iterable[models.Model], called: Any) -> list[str]:
    return sorted(called(one) for one in rows)
