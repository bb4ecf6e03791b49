"""Policies for tests, written straight into the tables: what a page needs to be there."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files import File
from django.utils import timezone

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.files.documents import take_in_pdf
from councilsm.files.models import StoredFile
from policies.documents.clauses import Clause, as_json
from policies.documents.digest import digest_of, shown_of
from policies.documents.models import Asked, DutyToRead, Policy, Scope, Version
from tests.cast import BEGAN, Cast, chosen

TITLE = "Social media policy"
WORDS = "# Purpose\n\nWe answer within two days.\n\n# Posts\n\nThe clerk lets posts out."
#: Under /c/<slug>/.
MANAGE = "/c/ashford/policies/manage/"


def a_policy(council: Council, title: str = TITLE, **columns: Any) -> Policy:
    """A policy without any version; by default everybody may read it."""
    given: dict[str, Any] = {"slug": title.lower().replace(" ", "-"), **columns}
    return Policy.objects.create(council=council, title=title, **given)


def a_draft(
    policy: Policy, label: str = "v.1", *, by: Person | None = None, **columns: Any
) -> Version:
    """A version in work, with words."""
    columns["clauses_json"] = as_json(columns.pop("clauses", ()))
    return Version.objects.create(
        council=policy.council,
        policy=policy,
        number=policy.versions.count() + 1,
        label=label,
        slug=label.lower().replace(".", "-"),
        **{"text": WORDS, "written_by": by or anybody(policy.council), **columns},
    )


def on_page() -> dict[str, str]:
    """What the page of the only version in work sends of what it showed."""
    found = Version.objects.in_work().first()
    return {"shown": shown_of(found) if found else "nothing"}


def an_adopted_version(
    policy: Policy, label: str = "v.1", *, by: Person | None = None, **columns: Any
) -> Version:
    """A version that the Full Council adopted; in force since everybody began, unless said."""
    who = by or anybody(policy.council)
    version = Version(
        council=policy.council,
        policy=policy,
        number=policy.versions.count() + 1,
        label=label,
        slug=label.lower().replace(".", "-"),
        state=Version.State.APPROVED,
        clauses_json=as_json(columns.pop("clauses", ())),
        **{
            "text": WORDS,
            "approved_by": "Full Council",
            "approved_on": BEGAN.isoformat(),
            "minute": "25/40",
            "effective_from": BEGAN,
            "written_by": who,
            "adopted_by": who,
            "adopted_at": timezone.now(),
            **columns,
        },
    )
    has_words = version.written_by_id or version.text or version.file_id
    version.words_at = version.words_at or (version.adopted_at if has_words else None)
    version.digest = digest_of(version)
    version.save(force_insert=True)
    return version


def without_words(policy: Policy, label: str = "v.4", **columns: Any) -> Version:
    """A version that came with the rulebook: its clauses, and no words."""
    columns = {"text": "", "written_by": None, "adopted_by": None, **columns}
    return an_adopted_version(policy, label, **{"clauses": [a_clause()], **columns})


def a_clause(ref: str = "AT-1", title: str = "Answer within two days", **more: str) -> Clause:
    return Clause(ref=ref, title=title, **more)


def binds(policy: Policy, category: str = "employee", how: str = "binding") -> Scope:
    """Says what the policy is for people of a category."""
    return Scope.objects.create(council=policy.council, policy=policy, category=category, binds=how)


def read_for(policy: Policy, duty: str) -> DutyToRead:
    """Whoever holds a duty reads the policy."""
    return DutyToRead.objects.create(council=policy.council, policy=policy, duty=duty)


def anybody(council: Council) -> Person:
    """Whoever belongs to a council first: somebody has written a version."""
    return Membership.objects.filter(council=council).order_by("pk")[0].person


def in_text(name: str, day: date | str) -> dict[str, str]:
    """A stated day as a form posts it."""
    return {name: day if isinstance(day, str) else f"{day:%d/%m/%Y}"}


def in_rows(*rows: dict[str, Any]) -> dict[str, Any]:
    """Rows as their page posts them."""
    posted = {f"rows-{n}-{name}": v for n, row in enumerate(rows) for name, v in row.items()}
    return {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, **posted}


def pdf_bytes(pages: int = 1) -> bytes:
    """A whole PDF, as plain as can be: so many empty pages."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    objects = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj",
        *(
            f"{number + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj"
            for number in range(pages)
        ),
    ]
    return "\n".join(["%PDF-1.4", *objects, "trailer<</Root 1 0 R>>", "%%EOF", ""]).encode()


def a_pdf(cast: Cast, name: str = "policy.pdf") -> StoredFile:
    """A PDF of Ashford's."""
    return take_in_pdf(File(BytesIO(pdf_bytes()), name), council=cast.ashford, actor=cast.adam)


def _policy(cast: Cast) -> list[Any]:
    return [a_policy(cast.ashford).slug]


def _draft(cast: Cast) -> list[Any]:
    draft = a_draft(a_policy(cast.ashford))
    return [draft.policy.slug, draft.slug]


def _adopted(cast: Cast) -> list[Any]:
    version = an_adopted_version(a_policy(cast.ashford), clauses=[a_clause()])
    return [version.policy.slug, version.slug]


def _without_words(cast: Cast) -> list[Any]:
    version = without_words(a_policy(cast.ashford))
    return [version.policy.slug, version.slug]


def _clause(cast: Cast) -> list[Any]:
    _adopted(cast)
    return ["AT-1"]


def _with_file(cast: Cast) -> list[Any]:
    version = an_adopted_version(a_policy(cast.ashford), file=a_pdf(cast))
    return [version.policy.slug, version.slug]


def _asked(cast: Cast) -> list[Any]:
    draft = a_draft(a_policy(cast.ashford))
    asked = Asked.objects.create(
        council=cast.ashford,
        version=draft,
        who="Councillors",
        asked_on=today(),
        recorded_by=cast.adam,
    )
    return [draft.policy.slug, draft.slug, asked.pk]


#: URL name: what its address needs beside the council.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    **{
        f"documents:{name}": _policy
        for name in (
            *("manage", "edit", "withdraw", "scope", "laws", "related", "parts", "new_version"),
        )
    },
    **{
        f"documents:{name}": _draft
        for name in ("edit_version", "clauses", "consult", "adopt", "discard")
    },
    **{
        f"documents:{name}": _adopted
        for name in ("version", "informed", "look_at_rules", "compare", "public_version")
    },
    "documents:words": _without_words,
    "documents:answered": _asked,
    "documents:clause": _clause,
    "documents:public_policy": lambda cast: _adopted(cast)[:1],
    "documents:public_file": _with_file,
}


def rules_with(council: Council, **values: Any) -> RulebookVersion:
    """The council's next rulebook: its own with some rules that it chose by minute."""
    last = council.rulebook_versions.order_by("-number")[0]
    book = last.rulebook.model_dump(mode="json")
    book["rules"] |= {name: chosen(value) for name, value in values.items()}
    text = Rulebook.model_validate(book).model_dump_json()
    version = RulebookVersion.objects.create(
        council=council,
        number=last.number + 1,
        values=text,
        digest=RulebookVersion.digest_of(text),
        in_force_from=last.in_force_from,
        why="For the tests.",
    )
    council.refresh_from_db()
    return version
