"""What belongs to one policy, as its page shows it: five lists in one query.

Plain SQL, because a question through the ORM costs a page more than the database takes to answer.
"""

from typing import NamedTuple, Self

from django.db import connection

from accounts.people.models import Membership
from councilsm.duties import Duty
from policies.documents.models import Part, Policy, Scope

ASKED = """
    SELECT 'part' AS kind, id, kind AS what, who AS said, '' AS more, '' AS other
    FROM policies_part WHERE policy_id = %(policy)s
    UNION ALL
    SELECT 'scope', id, category, binds, clause, ''
    FROM policies_scope WHERE policy_id = %(policy)s
    UNION ALL
    SELECT 'duty', id, duty, '', '', ''
    FROM policies_dutytoread WHERE policy_id = %(policy)s
    UNION ALL
    SELECT 'law', law.id, law.title, law.url, law.note, COALESCE(later.title, '')
    FROM policies_legalreference law
    LEFT JOIN policies_legalreference later ON later.id = law.replaced_by_id
    WHERE law.policy_id = %(policy)s
    UNION ALL
    SELECT 'related', related.id, related.title, related.url, COALESCE(other.slug, ''), ''
    FROM policies_relatedpolicy related
    LEFT JOIN policies_policy other ON other.id = related.other_id
    WHERE related.policy_id = %(policy)s
    ORDER BY 1, 2
"""


class Law(NamedTuple):
    """A law or guidance that a policy rests on; `replaced_by` is the title of another, or empty."""

    title: str
    url: str
    note: str
    replaced_by: str


class Related(NamedTuple):
    """What is read together with a policy; `slug` that of another of the council's, or empty."""

    title: str
    url: str
    slug: str


class Binding(NamedTuple):
    """What a policy is for people of one category, in words, and the clause that says so."""

    category: str
    binds: str
    clause: str


class Belonging(NamedTuple):
    """The lists of one policy.

    Args:
        parts: who is responsible and so on, by the words for that; each part once (FTC-10-a).
        duties: in words, for which it must be read.
    """

    parts: list[tuple[str, list[str]]]
    scopes: list[Binding]
    duties: list[str]
    laws: list[Law]
    related: list[Related]

    @classmethod
    def to(cls, policy: Policy) -> Self:
        """Of one policy, in the order in which its page shows them; one query."""
        with connection.cursor() as cursor:
            cursor.execute(ASKED, {"policy": policy.pk})
            rows = cursor.fetchall()
        found: dict[str, list[tuple[str, str, str, str]]] = {}
        for kind, _, *values in rows:
            found.setdefault(kind, []).append(tuple(values))
        once = dict.fromkeys(found.get("part", ()))
        parts = [
            (label, of)
            for kind, label in Part.Kind.choices
            if (of := [who for what, who, *_ in once if what == kind])
        ]
        scopes = [
            Binding(Membership.Category(category).label, Scope.Binds(binds).label.lower(), clause)
            for category, binds, clause, _ in found.get("scope", ())
        ]
        related = [Related(*values[:3]) for values in found.get("related", ())]
        return cls(
            parts=parts,
            scopes=sorted(scopes),
            duties=[Duty(duty).label.lower() for duty, *_ in found.get("duty", ())],
            laws=[Law(*values) for values in found.get("law", ())],
            related=sorted(related),
        )
