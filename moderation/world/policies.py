"""The policies of the made-up world: a library in force, people who must read it, who has.

Nearly all of them have, but the three who hold an office have still to read it all.

Each version's digest is right and its adoption stands on the trail. That somebody read it has no
event here: there are a thousand of those in each council.
"""

from collections.abc import Iterator
from datetime import UTC, timedelta
from typing import Any

from accounts.people.models import Membership, Person
from councilsm.audit.verbs import Verb
from moderation.world.drafts import Writing
from moderation.world.log import Line
from policies.acknowledgements.models import Acknowledgement
from policies.documents.digest import digest_of
from policies.documents.models import Policy, Scope, Version

SUBJECTS = (
    *("Social media", "Press and media", "Data protection", "Complaints", "Recruitment"),
    *("Health and safety", "Lone working", "Expenses", "Training", "Grants", "Allotments"),
    *("Cemetery", "Events", "Procurement", "Reserves", "Sickness", "Volunteers", "Biodiversity"),
    *("Safeguarding", "Equality"),
)
PARAGRAPH = "Whoever acts for the council keeps to this policy, and asks the clerk where in doubt. "
#: Of so many people one has not read the newest version of a policy.
UNREAD = 20
#: So many days ago the first policy was approved; the others since, evenly, so that reviews of
#: twelve months come due all through the year and a few are late.
SINCE = 380


def add_policies(writing: Writing, how_many: int, people: list[Membership]) -> Iterator[None]:
    """Adds so many policies, each with a version in force that the people must read; yields after
    each."""
    for place in range(how_many):
        version = adopted(writing, place, how_many)
        read(writing, version, place, people)
        yield


def adopted(writing: Writing, place: int, of: int) -> Version:
    """One policy with its version."""
    subject = SUBJECTS[place % len(SUBJECTS)]
    title = f"{subject} policy" if place < len(SUBJECTS) else f"{subject} policy {place}"
    days = SINCE - (SINCE * place + writing.random.randrange(SINCE)) // of
    at = (writing.today - timedelta(days=days)).astimezone(UTC)
    own = {"council": writing.council}
    policy = writing.batch.add(
        Policy(
            **own,
            title=title,
            slug=title.lower().replace(" ", "-"),
            owner=writing.offices["town-clerk"],
            review_months=12,
            created_at=at,
        )
    )
    version = Version(
        **own,
        pk=writing.batch.next_id(Version),
        policy=policy,
        number=1,
        label="v.1",
        slug="v-1",
        text=f"# {title}\n\n{PARAGRAPH * 20}",
        state=Version.State.APPROVED,
        approved_by="Full Council",
        approved_on=at.date().isoformat(),
        minute="25/114",
        effective_from=at.date(),
        written_by=writing.clerk,
        created_at=at,
        adopted_at=at,
        words_at=at,
        adopted_by=writing.clerk,
    )
    version.digest = digest_of(version)
    writing.batch.add(version)
    writing.batch.add(
        Scope(
            **own,
            policy=policy,
            category=Membership.Category.EMPLOYEE,
            binds=Scope.Binds.BINDING,
            since=at.date(),
        )
    )
    writing.chain.record(Verb.VERSION_ADOPTED, version, at=at, actor=writing.clerk)
    return version


def read(writing: Writing, version: Version, place: int, people: list[Membership]) -> None:
    """Who has read it: nearly everybody."""
    assert version.effective_from and version.words_at
    line = Line(
        Acknowledgement(
            council=writing.council,
            version=version,
            digest=version.digest,
            read_on=version.effective_from,
            recorded_at=version.words_at,
        )
    )
    for number, member in enumerate(people):
        if (number + place) % UNREAD == 0:
            continue
        values: dict[str, Any] = {
            "id": writing.batch.next_id(Acknowledgement),
            "membership_id": member.pk,
            "recorded_by_id": member.person_id,
        }
        writing.batch.add_values(Acknowledgement, line.with_(**values))


def add_people(writing: Writing, how_many: int) -> list[Membership]:
    """So many employees besides the three, who hold no office."""
    began = writing.council.created_at
    found = []
    for number in range(how_many):
        email = f"person-{number}@{writing.council.slug}.example"
        person = Person(name=f"Person {number}", email=email, password="!", created_at=began)
        found.append(
            Membership(
                council=writing.council,
                person=writing.batch.add(person),
                category=Membership.Category.EMPLOYEE,
                starts_on=began.date(),
            )
        )
        writing.batch.add(found[-1])
    return found
