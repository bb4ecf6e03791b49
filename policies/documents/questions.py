"""Which version holds, what a clause said on a day, and which rules a version makes one look at."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts.councils.models import Council, rules_of
from accounts.councils.rulebook import Rulebook
from policies.documents.carried_out import cited_by
from policies.documents.clauses import Clause, clauses_of
from policies.documents.models import Asked, Policy, Version

#: What lists do without: a policy may be as long as a book.
LONG = ("text", "clauses_json")


def in_force_on(council: Council, day: date) -> QuerySet[Version]:
    """Of each policy that was not withdrawn by a day (London) the version in force on it."""
    first = Version.objects.filter(policy=OuterRef("policy")).in_force(day)
    standing = Q(policy__withdrawn_on__isnull=True) | Q(policy__withdrawn_on__gt=day)
    # What holds of the one that is found is said of each, so that the database looks only at those.
    begun = council.policy_versions.in_force(day)
    return begun.filter(standing, pk=Subquery(first.values("pk")[:1]))


def policy_of_rules(council: Council) -> Policy | None:
    """The policy that the council's rulebook carries out; None while there is none."""
    found: Policy | None = council.policies.filter(carries_rules=True).first()
    return found


def clause_on(council: Council, ref: str, day: date) -> tuple[Version, Clause] | None:
    """A clause as it stood on a day (London), with its version; None where none had it. One query.

    A policy that carries out the rules comes before one that merely has a clause of that name.
    """
    rows = in_force_on(council, day).select_related("policy").defer("text")
    for version in rows.order_by("-policy__carries_rules", "policy__title"):
        version.council = version.policy.council = council
        for clause in clauses_of(version):
            if clause.ref == ref:
                return version, clause
    return None


def changed_clauses(before: Version | None, after: Version) -> dict[str, tuple[Any, Any]]:
    """Clauses that differ, by their ids: as they were and as they are, None where there is none.

    Where there is nothing to compare with, none changed: no version before, or one of which nobody
    wrote the clauses down.
    """
    if before is None or not before.clauses_json:
        return {}
    old = {clause.ref: clause for clause in clauses_of(before)}
    new = {clause.ref: clause for clause in clauses_of(after)}
    return {
        ref: (old.get(ref), new.get(ref))
        for ref in dict.fromkeys([*new, *old])
        if old.get(ref) != new.get(ref)
    }


def version_before(version: Version) -> Version | None:
    """The version whose place one takes: the one that it names, else the adopted one before it."""
    if version.supersedes_id:
        return version.supersedes
    others = version.policy.versions.adopted().exclude(pk=version.pk)
    if version.effective_from:
        others = others.filter(effective_from__lt=version.effective_from)
    return others.order_by("-effective_from").first()


def later_in_force(version: Version, day: date) -> Version | None:
    """The version that holds on a day (London) though an adopted one had begun, since it began
    later; None where that one holds itself, is to come, or none holds.
    """
    current = version.policy.version_on(day)
    assert version.effective_from is not None  # it was adopted
    return current if version.effective_from <= day and current != version else None


def book_at_adoption(version: Version) -> Rulebook:
    """The rules as they were when a version was adopted; today's of one that is not."""
    at = version.rulebook_version_id
    return rules_of(version.council_id, at) if at else version.council.rulebook


def rules_changed(version: Version) -> list[str]:
    """Names of the rules whose clause a version changed, in the rulebook's order.

    By the rules at its adoption: a rule that was changed since may rest on a decision instead.
    """
    if not version.policy.carries_rules:
        return []
    changed = changed_clauses(version_before(version), version)
    return [
        name
        for name, rule in book_at_adoption(version).each()
        if any(ref in changed for ref in cited_by(rule))
    ]


def rules_to_look_at(version: Version) -> list[str]:
    """Those of them at which nobody has looked yet. None of a version that is not adopted."""
    if version.state != Version.State.APPROVED:
        return []
    names = rules_changed(version)
    seen = set(version.rule_looks.values_list("rule", flat=True)) if names else set()
    return [name for name in names if name not in seen]


def in_work(policy: Policy) -> Version | None:
    """The draft that is written or consulted on; there is one at most."""
    found: Version | None = policy.versions.in_work().first()
    return found


def silent(version: Version) -> list[Asked]:
    """Who was asked about a version and has not answered, whoever is to answer first at the top."""
    waiting = version.asked.filter(said_on__isnull=True)
    return list(waiting.order_by(F("answer_by").asc(nulls_last=True), "asked_on", "pk"))


def unasked(version: Version) -> list[str]:
    """In the council's words whom the policy says to consult and nobody has asked (FTC-10-b)."""
    asked = {who.casefold() for who in version.asked.values_list("who", flat=True)}
    consulted = version.policy.parts.filter(kind="consulted").order_by("pk")
    named = dict.fromkeys(consulted.values_list("who", flat=True))
    return [who for who in named if who.casefold() not in asked]
