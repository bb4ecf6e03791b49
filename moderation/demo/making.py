"""Makes the demonstration's councils, each whole or not at all."""

from datetime import date

from accounts.councils.actions import (
    answer_setup,
    change_council,
    change_rules,
    create_council,
)
from accounts.councils.models import Council
from accounts.councils.questions import QUESTIONS
from accounts.dates import today
from accounts.people.actions import (
    add_member,
    appoint,
    appoint_team_member,
    change_password,
)
from accounts.people.demo import DEMO_PASSWORD
from accounts.people.models import Person
from accounts.register.actions import add_account
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from moderation.demo.councils import COUNCILS, DemoCouncil, DemoPerson, chosen
from moderation.demo.drafts import some_drafts


def load_demo() -> list[Council]:
    """Makes what is not there yet; returns the councils it made."""
    existing = set(Council.objects.values_list("slug", flat=True))
    return [make_with_examples(demo) for demo in COUNCILS if demo.slug not in existing]


@action
def make_with_examples(demo: DemoCouncil) -> Council:
    """One council with something of everything that councilsm does, or nothing of it."""
    from moderation.demo.examples import examples_at  # a second start needs none of it

    council = make(demo)
    examples_at(council)
    return council


@action
def make(demo: DemoCouncil) -> Council:
    """Makes one council whole, or nothing of it."""
    council = create_council(
        name=demo.name,
        slug=demo.slug,
        email=f"office@{demo.slug}.example",
        rulebook=demo.rulebook,
        actor=None,
        is_demo=True,
    )
    change_council(
        council=council, name=demo.name, email=council.email, colour=demo.colour, actor=None
    )
    clerk = join(council, demo.people[0])
    if demo.choices:
        set_up(council, demo, clerk)
    others = {person.mailbox: join(council, person) for person in demo.people[1:]}
    page = add_account(
        council=council,
        name="Main page",
        platform=OfficialAccount.Platform.FACEBOOK,
        handle=f"{demo.slug.replace('-', '')}council",
        url=f"https://www.facebook.com/{demo.slug.replace('-', '')}council",
        actor=clerk,
    )
    if demo.slug == "flitwick":
        some_drafts(page, clerk=clerk, writer=others["events"])
    return council


def join(council: Council, demo: DemoPerson) -> Person:
    """A person with a password, their office and their seat on the team."""
    began = date(2025, 5, 1)
    membership = add_member(
        council=council,
        name=demo.name,
        email=f"{demo.mailbox}@{council.slug}.example",
        category=demo.category,
        starts_on=began,
        actor=None,
    )
    person = membership.person
    change_password(person=person, password=DEMO_PASSWORD)
    if demo.office:
        office = council.offices.get(key=demo.office)
        appoint(office=office, membership=membership, starts_on=began, actor=None)
    if demo.team:
        appoint_team_member(membership=membership, starts_on=began, actor=None)
    return person


def set_up(council: Council, demo: DemoCouncil, clerk: Person) -> None:
    """The council's own choices as rulebook version 2, and setup finished."""
    change_rules(
        council=council,
        changes={name: chosen(value) for name, value in demo.choices.items()},
        offices=demo.offices,
        in_force_from=today(),
        why="The council's choices for this demonstration.",
        based_on=1,
        actor=clerk,
    )
    for question in QUESTIONS:
        answer_setup(council=council, question=question.key, changes={}, why="", actor=clerk)
    council.refresh_from_db()
