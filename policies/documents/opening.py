"""The policy that a shipped rulebook carries out, given to a council that is set up from it."""

import tomllib
from pathlib import Path
from typing import Annotated

from django.utils import timezone
from django.utils.text import slugify
from pydantic import Field

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.opening import when_set_up
from accounts.councils.rulebook import Rulebook
from accounts.councils.terms import Frozen
from policies.dates import first_day
from policies.documents.clauses import Clause, as_json
from policies.documents.digest import digest_of
from policies.documents.models import (
    LegalReference,
    Part,
    Policy,
    RelatedPolicy,
    Scope,
    Version,
)

SHIPPED = Path(__file__).parent / "shipped"


class ShippedVersion(Frozen):
    """What a document says of one of its versions; days as stated (`policies/dates.py`)."""

    label: str
    approved_by: str = ""
    approved_on: str = ""
    reviewed_on: str = ""
    review_due: str = ""


class ShippedLaw(Frozen):
    title: str
    url: str = ""
    note: str = ""


class ShippedRelated(Frozen):
    title: str
    url: str = ""


class ShippedPart(Frozen):
    """Somebody who has a part; `category` and `office` say who that is among the people here."""

    kind: Part.Kind
    who: str
    category: str = ""
    office: str = ""


class ShippedScope(Frozen):
    binds: Scope.Binds
    clause: str = ""
    categories: tuple[str, ...]


class ShippedPolicy(Frozen):
    """The facts about one policy: never its words, which are the council's to put in.

    Args:
        versions: the earliest first; each takes the place of the one before it.
    """

    title: str
    reference: str = ""
    owner: str
    disclaimers: tuple[str, ...] = ()
    versions: Annotated[tuple[ShippedVersion, ...], Field(min_length=1)]
    scope: tuple[ShippedScope, ...] = ()
    parts: tuple[ShippedPart, ...] = ()
    laws: tuple[ShippedLaw, ...] = ()
    related: tuple[ShippedRelated, ...] = ()


def shipped_policy(name: str) -> ShippedPolicy | None:
    """What is shipped with the rulebook of a name; None with one that carries out no policy."""
    path = SHIPPED / f"{name}.toml"
    if not path.exists():
        return None
    with path.open("rb") as file:
        return ShippedPolicy.model_validate(tomllib.load(file))


@when_set_up
def policy_of_the_rulebook(council: Council, book: Rulebook) -> None:
    """Gives a new council its policy with all that the document says of itself.

    Nobody adopted these versions here: they came with the rulebook, so they name no writer.
    """
    facts = shipped_policy(book.name)
    if facts is None:
        return
    offices = {office.key: office for office in council.offices.all()}
    policy = Policy.objects.create(
        council=council,
        title=facts.title,
        slug=slugify(facts.title),
        reference=facts.reference,
        owner=offices[facts.owner],
        carries_rules=True,
        disclaimers="\n".join(facts.disclaimers),
    )
    _versions(policy, facts, book)
    of = {"council": council, "policy": policy}
    Scope.objects.bulk_create(
        Scope(**of, category=category, binds=scope.binds, clause=scope.clause)
        for scope in facts.scope
        for category in scope.categories
    )
    Part.objects.bulk_create(
        Part(
            **of,
            kind=part.kind,
            who=part.who,
            category=part.category,
            office=offices[part.office] if part.office else None,
        )
        for part in facts.parts
    )
    LegalReference.objects.bulk_create(
        LegalReference(**of, **law.model_dump()) for law in facts.laws
    )
    RelatedPolicy.objects.bulk_create(
        RelatedPolicy(**of, **related.model_dump()) for related in facts.related
    )


def _versions(policy: Policy, facts: ShippedPolicy, book: Rulebook) -> None:
    """The versions that the document names; the last lists the clauses of the rulebook.

    One of which nobody knows when it was approved is kept from the rulebook's first day on.
    """
    rules = RulebookVersion.objects.get(council=policy.council, number=1)
    before: Version | None = None
    for number, said in enumerate(facts.versions, start=1):
        last = number == len(facts.versions)
        version = Version(
            council=policy.council,
            policy=policy,
            number=number,
            label=said.label,
            slug=slugify(said.label.replace(".", "-")),
            clauses_json=as_json(clauses_in(book)) if last else [],
            supersedes=before,
            state=Version.State.APPROVED,
            approved_by=said.approved_by,
            approved_on=said.approved_on,
            effective_from=first_day(said.approved_on) if said.approved_on else rules.in_force_from,
            reviewed_on=said.reviewed_on,
            review_due=said.review_due,
            rulebook_version=rules if last else None,
            adopted_at=timezone.now(),
        )
        version.digest = digest_of(version)
        version.save()
        before = version


def clauses_in(book: Rulebook) -> list[Clause]:
    """The clauses that a rulebook names; what it says of gaps in the document is none."""
    return [
        Clause(ref=ref, section=section_of(ref), title=title)
        for ref, title in book.clauses.items()
        if "-gap-" not in ref
    ]


def section_of(ref: str) -> str:
    """Where a clause stands, from its id: "FTC-6.5-d" in "6.5", "FTC-A-8" in "Appendix A"."""
    middle = "-".join(ref.split("-")[1:-1])
    if middle.startswith("App"):
        return f"Appendix {middle[3:]}"
    if len(middle) == 1 and middle.isalpha():
        return f"Appendix {middle}"
    return middle if middle[:1].isdigit() else ""
