"""The known cast: a name means a right, in every test.

In Ashford: Priya is the Town Clerk and approves; Ana is an officer who writes; Cora, the comms
officer, records posts; Adam keeps people, rules and the register; Rita reads the trail; Cllr Dev is
a councillor; Leo left yesterday. In Barham: Oscar, the clerk, is the outsider. Nobody else.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from accounts.register.actions.keeping import keep_name
from accounts.register.models import OfficialAccount

PASSWORD = "a long enough password"
MINUTE = {"minute": "24/101", "decided_on": "2026-05-12"}


def chosen(value: Any) -> dict[str, Any]:
    """A rule that the council chose by minute."""
    return {"value": value, **MINUTE}


#: Ashford's rules: a second person for new posts, each duty with its own office.
RULES: dict[str, Any] = {
    **{
        f"authorise_{kind}": chosen({"offices": ["town-clerk"]})
        for kind in ("new_post", "reply", "share", "correction")
    },
    "second_person": chosen(["new_post"]),
    "draft_refusal_reasons": chosen(
        [
            {"code": "misleading", "label": "False or misleading"},
            {"code": "other", "label": "Another reason", "needs_words": True},
        ]
    ),
    "record_posts": chosen({"offices": ["comms-officer"]}),
    "keep_register": chosen({"offices": ["administrator"]}),
    "manage_people": chosen({"offices": ["administrator"]}),
    "manage_rules": chosen({"offices": ["administrator"]}),
    "appoint_team": chosen({"offices": ["administrator"]}),
    "read_trail": chosen({"offices": ["auditor"]}),
}

OFFICES = {
    "town-clerk": "Town Clerk",
    "comms-officer": "Communications Officer",
    "administrator": "Administrator",
    "auditor": "Internal Auditor",
    "events-officer": "Events Officer",
}


class CouncilFactory(factory.django.DjangoModelFactory[Council]):
    class Meta:
        model = Council

    name = factory.LazyAttribute(lambda council: f"{council.slug.title()} Town Council")
    slug = factory.Sequence(lambda number: f"council-{number}")
    email = factory.LazyAttribute(lambda council: f"office@{council.slug}.example")


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.LazyAttribute(
        lambda person: f"{person.name.lower().replace(' ', '.')}@example.org"
    )

    @factory.post_generation
    def password(self: Any, create: bool, extracted: str | None, **kwargs: Any) -> None:
        self.set_password(extracted or PASSWORD)
        self.save()
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class AccountFactory(factory.django.DjangoModelFactory[OfficialAccount]):
    class Meta:
        model = OfficialAccount
        skip_postgeneration_save = True

    name = "Main page"
    platform = OfficialAccount.Platform.FACEBOOK
    handle = factory.LazyAttribute(lambda account: f"{account.council.slug}council")
    url = factory.LazyAttribute(lambda account: f"https://www.facebook.com/{account.handle}")

    @factory.post_generation
    def its_name(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        keep_name(self)


def a_rulebook(council: Council, **rules: Any) -> RulebookVersion:
    """Gives a council its first (or next) rulebook, in force since long ago."""
    book = Rulebook.model_validate(
        {
            "name": "starter",
            "offices": [{"key": key, "title": title} for key, title in OFFICES.items()],
            "proper_officer": "town-clerk",
            "rules": rules,
        }
    )
    values = book.model_dump_json()
    return RulebookVersion.objects.create(
        council=council,
        number=council.rulebook_versions.count() + 1,
        values=values,
        digest=RulebookVersion.digest_of(values),
        in_force_from=date(2025, 5, 1),
        why="For the tests.",
    )


def a_member(
    council: Council,
    name: str,
    *offices: str,
    category: str = Membership.Category.EMPLOYEE,
    ends_on: date | None = None,
    team: bool = False,
) -> Person:
    """Somebody who belongs to a council since long ago and holds some offices there."""
    person = Person.objects.filter(name=name).first() or PersonFactory(name=name)
    began = date(2025, 5, 1)
    membership = Membership.objects.create(
        council=council, person=person, category=category, starts_on=began, ends_on=ends_on
    )
    for key in offices:
        office, _ = Office.objects.get_or_create(
            council=council, key=key, defaults={"title": OFFICES.get(key, key)}
        )
        Appointment.objects.create(
            council=council, office=office, membership=membership, starts_on=began, ends_on=ends_on
        )
    if team:
        TeamMember.objects.create(
            council=council, membership=membership, starts_on=began, ends_on=ends_on
        )
    return person


@dataclass(frozen=True)
class Cast:
    """The two councils and their people."""

    ashford: Council
    barham: Council
    page: OfficialAccount
    ana: Person
    priya: Person
    cora: Person
    adam: Person
    rita: Person
    dev: Person
    leo: Person
    oscar: Person


def assemble() -> Cast:
    """Creates the cast."""
    ashford, barham = CouncilFactory(slug="ashford"), CouncilFactory(slug="barham")
    a_rulebook(ashford, **RULES)
    a_rulebook(barham, **RULES)
    for council in (ashford, barham):
        for key, title in OFFICES.items():
            Office.objects.create(council=council, key=key, title=title)
    AccountFactory(council=barham)
    return Cast(
        ashford=ashford,
        barham=barham,
        page=AccountFactory(council=ashford),
        ana=a_member(ashford, "Ana", "events-officer"),
        priya=a_member(ashford, "Priya", "town-clerk"),
        cora=a_member(ashford, "Cora", "comms-officer"),
        adam=a_member(ashford, "Adam", "administrator"),
        rita=a_member(ashford, "Rita", "auditor"),
        dev=a_member(ashford, "Cllr Dev", category=Membership.Category.COUNCILLOR),
        leo=a_member(ashford, "Leo", "town-clerk", ends_on=today() - timedelta(days=1)),
        oscar=a_member(barham, "Oscar", *OFFICES),
    )
