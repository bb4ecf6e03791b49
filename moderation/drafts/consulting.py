"""Consulting before a post is authorised: asked by the rule for its kind, kept as said."""

from collections.abc import Iterable

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY, Kind
from accounts.people.consulting import Consulted, ToConsult, require_consulted, to_consult
from accounts.people.models import Person
from moderation.drafts.authority import holders_of
from moderation.drafts.models import Consultation, Decision


def to_consult_on(council: Council, kind: Kind, actor: Person) -> list[ToConsult]:
    """Whom somebody consults before they authorise a kind; no query where the rule asks nobody."""
    return to_consult(council, holders_of(council, kind), actor)


def consulted_first(
    council: Council, kind: Kind, actor: Person, given: Iterable[Consulted]
) -> list[Consulted]:
    """Those who were consulted before a kind is authorised, and the offices that nobody else holds.

    Raises:
        RuleBroken: somebody was not; names the rule.
    """
    return require_consulted(
        to_consult_on(council, kind, actor),
        given,
        source=council.rulebook.source_of(AUTHORITY[kind]),
    )


def keep_consulted(decision: Decision, consulted: Iterable[Consulted]) -> None:
    """Keeps with a decision whom its maker consulted."""
    for one in consulted:
        Consultation.objects.create(
            council=decision.council,
            decision=decision,
            office=one.office,
            person=one.person,
            consulted_on=one.on,
            said=one.said.strip(),
        )
