"""What everybody may read of a council's policies, and how it is put into words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.councils.models import Council
from policies.dates import LENGTH, in_words
from policies.documents.models import Part, Policy, Scope, Version
from policies.documents.questions import LONG, in_force_on

PUBLIC = Policy.Audience.PUBLIC


def published(council: Council, day: date) -> list[Version]:
    """The version of each public policy in force on a day (London), by title; one query."""
    rows = in_force_on(council, day).filter(policy__audience=PUBLIC)
    return list(rows.select_related("policy").defer(*LONG).order_by("policy__title"))


def adopted_versions(policy: Policy) -> list[Version]:
    """All that the council ever adopted of a policy, the newest first, without their words."""
    rows = policy.versions.adopted().defer(*LONG)
    return list(rows.order_by("-effective_from", "-number"))


def approved_in_words(version: Version) -> str:
    """By whom and when it was approved, as far as that is known; "" where nothing is."""
    if not version.approved_by and not version.approved_on:
        return ""
    words = f"By {version.approved_by}" if version.approved_by else "Approved"
    if version.approved_on:
        at = "on" if len(version.approved_on) == LENGTH else "in"
        words += f" {at} {in_words(version.approved_on)}"
    return f"{words}, minute {version.minute}" if version.minute else words


def replaced_by(version: Version, versions: Iterable[Version]) -> Version | None:
    """The version that took the place of one: the next that began; None for the newest."""
    assert version.effective_from
    later = [
        other
        for other in versions
        if other.effective_from and other.effective_from > version.effective_from
    ]
    return min(later, key=lambda other: other.effective_from or date.max, default=None)


def in_place_of(version: Version, versions: Iterable[Version]) -> list[Version]:
    """Whose place it took, and whose that one did, as the council named them (LTC-header-c)."""
    known = {other.pk: other for other in versions}
    chain: list[Version] = []
    before = known.get(version.supersedes_id or 0)
    while before is not None and before not in chain:
        chain.append(before)
        before = known.get(before.supersedes_id or 0)
    return chain


#: What stands before the people of a kind, for the public.
BOUND = {
    Scope.Binds.BINDING: "Who must follow it",
    Scope.Binds.GUIDANCE: "For whom it is guidance",
    Scope.Binds.EXCLUDED: "Whom it leaves out",
}


@dataclass(frozen=True)
class Bound:
    """What a policy is for some categories of people."""

    words: str
    categories: list[str]
    clauses: list[str]


def scope_of(policy: Policy) -> list[Bound]:
    """Whom a policy binds, whom it guides and whom it leaves out; empty where it does not say."""
    rows = list(policy.scopes.order_by("pk"))
    found = []
    for binds in Scope.Binds:
        alike = [row for row in rows if row.binds == binds]
        if alike:
            clauses = dict.fromkeys(row.clause for row in alike if row.clause)
            names = [row.get_category_display() for row in alike]
            found.append(Bound(BOUND[binds], names, list(clauses)))
    return found


def parts_of(policy: Policy) -> list[tuple[str, list[str]]]:
    """Who has which part, in the council's words, each once (FTC-10-a)."""
    rows = list(policy.parts.order_by("pk"))
    named = [
        (kind.label, dict.fromkeys(part.who for part in rows if part.kind == kind))
        for kind in Part.Kind
    ]
    return [(label, list(people)) for label, people in named if people]


def disclaimers_of(policy: Policy) -> list[str]:
    """The words that people may copy, as the policy gives them (FTC-D-1)."""
    return [line.strip() for line in policy.disclaimers.splitlines() if line.strip()]
