"""The known cast: a name means a right, in every test.

In Ashford: Priya is the Town Clerk and approves; Ana is an officer who writes; Cora, the comms
officer, records posts and logs what the public posts; Adam keeps people, rules and the register;
Rita reads the trail; Cllr Dev is a councillor; Leo left yesterday. In Barham: Oscar, the clerk, is
the outsider. Nobody else.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from accounts.people.models import Appointment, Membership, Office, Person, TeamMember
from accounts.register.actions.keeping import keep_name
from accounts.register.identity import plain_names
from accounts.register.models import AccountName, OfficialAccount

PASSWORD = "a long enough password"
#: When everybody began.
BEGAN = date(2025, 5, 1)
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
    "log_moderation": chosen({"offices": ["comms-officer"]}),
    "removal_reasons": chosen(
        [
            {"code": "abuse", "label": "Abuse or a threat"},
            {"code": "hate", "label": "Hatred or a slur"},
        ]
    ),
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
        if not create:
            return
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
        if create:
            keep_name(self)


def a_rulebook(council: Council, **rules: Any) -> RulebookVersion:
    """Gives a council its first (or next) rulebook, in force since long ago."""
    version = a_version(council, council.rulebook_versions.count() + 1, rules)
    version.save()
    return version


def a_version(council: Council, number: int, rules: dict[str, Any]) -> RulebookVersion:
    """A rulebook with these rules, not yet saved."""
    book = Rulebook.model_validate(
        {
            "name": "starter",
            "offices": [{"key": key, "title": title} for key, title in OFFICES.items()],
            "proper_officer": "town-clerk",
            "rules": rules,
        }
    )
    values = book.model_dump_json()
    return RulebookVersion(
        council=council,
        number=number,
        values=values,
        digest=RulebookVersion.digest_of(values),
        in_force_from=BEGAN,
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
    membership = Membership.objects.create(
        council=council, person=person, category=category, starts_on=BEGAN, ends_on=ends_on
    )
    for key in offices:
        office, _ = Office.objects.get_or_create(
            council=council, key=key, defaults={"title": OFFICES.get(key, key)}
        )
        Appointment.objects.create(
            council=council, office=office, membership=membership, starts_on=BEGAN, ends_on=ends_on
        )
    if team:
        TeamMember.objects.create(
            council=council, membership=membership, starts_on=BEGAN, ends_on=ends_on
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


#: In which council somebody is, and in which offices.
PEOPLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "Ana": ("ashford", ("events-officer",)),
    "Priya": ("ashford", ("town-clerk",)),
    "Cora": ("ashford", ("comms-officer",)),
    "Adam": ("ashford", ("administrator",)),
    "Rita": ("ashford", ("auditor",)),
    "Cllr Dev": ("ashford", ()),
    "Leo": ("ashford", ("town-clerk",)),
    "Oscar": ("barham", tuple(OFFICES)),
}


def assemble() -> Cast:
    """Creates the cast, a table at a time: nearly every test begins with this."""
    towns = {slug: CouncilFactory.build(slug=slug) for slug in ("ashford", "barham")}
    Council.objects.bulk_create(towns.values())
    RulebookVersion.objects.bulk_create(a_version(town, 1, RULES) for town in towns.values())
    offices = {
        (slug, key): Office(council=town, key=key, title=title)
        for slug, town in towns.items()
        for key, title in OFFICES.items()
    }
    Office.objects.bulk_create(offices.values())
    pages = [AccountFactory.build(council=town) for town in towns.values()]
    OfficialAccount.objects.bulk_create(pages)
    AccountName.objects.bulk_create(name for page in pages for name in _names(page))
    people = _people()
    memberships = {
        name: Membership(
            council=towns[slug],
            person=people[name],
            category="councillor" if name == "Cllr Dev" else "employee",
            starts_on=BEGAN,
            ends_on=today() - timedelta(days=1) if name == "Leo" else None,
        )
        for name, (slug, _) in PEOPLE.items()
    }
    Membership.objects.bulk_create(memberships.values())
    Appointment.objects.bulk_create(
        Appointment(
            council=towns[slug],
            office=offices[slug, key],
            membership=memberships[name],
            starts_on=BEGAN,
            ends_on=memberships[name].ends_on,
        )
        for name, (slug, keys) in PEOPLE.items()
        for key in keys
    )
    by_field = {name.split()[-1].lower(): person for name, person in people.items()}
    return Cast(**towns, page=pages[0], **by_field)


def _people() -> dict[str, Person]:
    password = make_password(PASSWORD)
    people: dict[str, Person] = {name: PersonFactory.build(name=name) for name in PEOPLE}
    for person in people.values():
        person.password = password
    Person.objects.bulk_create(people.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people.values()
    )
    return people


def _names(account: OfficialAccount) -> list[AccountName]:
    """What the account is called; `keep_name` asks the database for each of them."""
    plain = plain_names(account.platform, account.handle, account.url)
    called = {"handle": account.handle, "url": account.url, "platform": account.platform}
    return [AccountName(council=account.council, account=account, plain=p, **called) for p in plain]
