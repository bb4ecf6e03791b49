"""The demonstration: six councils, their people and a few drafts, all made by the same actions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

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
from accounts.people.models import Membership, Person
from accounts.register.actions import add_account
from accounts.register.models import OfficialAccount
from councilsm.audit.actions import action
from moderation.checks.content import Content
from moderation.drafts.actions import (
    approve_draft,
    create_draft,
    request_changes,
    submit_draft,
)
from moderation.drafts.models import Draft
from moderation.posts.actions import record_post

MINUTE = {"minute": "demo 1", "decided_on": "2026-05-12"}
MONDAY_TO_FRIDAY = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def chosen(value: Any) -> dict[str, Any]:
    """A rule as this demonstration's council chose it."""
    return {"value": value, **MINUTE}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as; the first of each council is its clerk."""

    name: str
    mailbox: str
    office: str = ""
    team: bool = False
    category: str = Membership.Category.EMPLOYEE


@dataclass(frozen=True)
class DemoCouncil:
    """A council of the demonstration.

    Args:
        choices: what it chose where its policy is silent; empty leaves setup unfinished.
    """

    name: str
    slug: str
    rulebook: str
    colour: str
    choices: dict[str, Any]
    people: tuple[DemoPerson, ...]


CLERK = {"offices": ["town-clerk"]}
EVERY_KIND = ("new_post", "reply", "share", "correction")
COUNCILLOR = Membership.Category.COUNCILLOR

COUNCILS = (
    DemoCouncil(
        "Flitwick Town Council",
        "flitwick",
        "flitwick",
        "#4a2370",
        {"second_person": ["new_post"], "working_days": MONDAY_TO_FRIDAY},
        (
            DemoPerson("Margaret Ellis", "clerk", "town-clerk", team=True),
            DemoPerson("Tom Barker", "deputy", "deputy-town-clerk", team=True),
            DemoPerson("Sana Malik", "comms", "communications-officer", team=True),
            DemoPerson("Beth Howe", "events", "weddings-events-coordinator"),
            DemoPerson("Cllr Dev Shah", "cllr.shah", category=COUNCILLOR),
        ),
    ),
    DemoCouncil(
        "Ludlow Town Council",
        "ludlow",
        "ludlow",
        "#7a1f2b",
        {"second_person": [], "working_days": MONDAY_TO_FRIDAY},
        (
            DemoPerson("Gareth Owen", "clerk", "town-clerk"),
            DemoPerson("Nia Rees", "officer"),
        ),
    ),
    DemoCouncil(
        "Little Wickham Parish Council",
        "little-wickham",
        "starter",
        "#23604a",
        {
            **{f"authorise_{kind}": CLERK for kind in EVERY_KIND},
            "second_person": [],
            "team_name": "Office",
            "caretaker": "chair",
            "working_days": ["tuesday", "thursday"],
        },
        (
            DemoPerson("Jo Marsh", "clerk", "town-clerk"),
            DemoPerson("Cllr Alan Pike", "chair", "chair", category=COUNCILLOR),
        ),
    ),
    DemoCouncil(
        "Dunstable Town Council",
        "dunstable",
        "dunstable",
        "#0f4c5c",
        {**{f"authorise_{kind}": CLERK for kind in EVERY_KIND}, "second_person": ["new_post"]},
        (
            DemoPerson("Helen Price", "clerk", "town-clerk"),
            DemoPerson("Imran Aziz", "marketing", "marketing-communications-officer"),
        ),
    ),
    DemoCouncil(
        "Leighton-Linslade Town Council",
        "leighton-linslade",
        "leighton-linslade",
        "#2b4a1f",
        {**{f"authorise_{kind}": CLERK for kind in EVERY_KIND}, "second_person": []},
        (
            DemoPerson("Rachel Dunn", "clerk", "town-clerk"),
            DemoPerson("Kofi Mensah", "officer"),
        ),
    ),
    DemoCouncil(
        "Heanor and Loscoe Town Council",
        "heanor-loscoe",
        "heanor-loscoe",
        "#5a3a1a",
        {},
        (
            DemoPerson("Peter Gill", "clerk", "town-clerk"),
            DemoPerson("Cllr Joan Webb", "cllr.webb", category=COUNCILLOR),
        ),
    ),
)


def load_demo() -> list[Council]:
    """Makes what is not there yet; returns the councils it made."""
    existing = set(Council.objects.values_list("slug", flat=True))
    return [make(demo) for demo in COUNCILS if demo.slug not in existing]


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
    people = [join(council, person) for person in demo.people]
    if demo.choices:
        set_up(council, demo.choices, people[0])
    clerk, writer = people[0], people[-2] if demo.slug == "flitwick" else people[0]
    page = add_account(
        council=council,
        name="Main page",
        platform=OfficialAccount.Platform.FACEBOOK,
        handle=f"{demo.slug.replace('-', '')}council",
        url=f"https://www.facebook.com/{demo.slug.replace('-', '')}council",
        actor=clerk,
    )
    if demo.slug == "flitwick":
        some_drafts(council, page, clerk=clerk, writer=writer)
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


def set_up(council: Council, choices: dict[str, Any], clerk: Person) -> None:
    """The council's own choices as rulebook version 2, and setup finished."""
    change_rules(
        council=council,
        changes={name: chosen(value) for name, value in choices.items()},
        in_force_from=today(),
        why="The council's choices for this demonstration.",
        based_on=1,
        actor=clerk,
    )
    for question in QUESTIONS:
        answer_setup(council=council, question=question.key, changes={}, why="", actor=clerk)
    council.refresh_from_db()


def some_drafts(council: Council, page: OfficialAccount, *, clerk: Person, writer: Person) -> None:
    """One draft posted, one sent back, one waiting, each by the actions that people use."""

    def submitted(title: str, text: str, days: int) -> Draft:
        draft = create_draft(
            council=council,
            title=title,
            working_copy={
                "title": [title],
                "kind": ["new_post"],
                "accounts": [str(page.pk)],
                "text": [text],
            },
            actor=writer,
        )
        content = Content(
            kind="new_post",
            title=title,
            texts={page: text},
            not_after=timezone.now() + timedelta(days=days),
        )
        submit_draft(draft=draft, content=content, version=1, actor=writer)
        draft.refresh_from_db()
        return draft

    posted = submitted(
        "Bin collections at Christmas",
        "Bin collections change over Christmas and New Year.\n\n"
        "Your new days are on Central Bedfordshire Council's website.",
        7,
    )
    assert posted.current is not None
    approve_draft(draft=posted, digest=posted.current.digest, actor=clerk)
    posted.refresh_from_db()
    target = posted.current.targets.get()
    record_post(
        target=target,
        url=f"{page.url}/posts/1001",
        posted_at=timezone.now(),
        digest=posted.current.digest,
        actor=clerk,
    )
    back = submitted("Allotments to let", "We have allotments to let. Ring the office.", 5)
    assert back.current is not None
    request_changes(
        draft=back,
        digest=back.current.digest,
        reason=None,
        note="Add the telephone number and the closing date.",
        actor=clerk,
    )
    submitted(
        "Market day road closure",
        "Market Square is closed to traffic on Friday from 6am to 4pm for market day.\n\n"
        "Buses stop in Dunstable Road instead. Thank you for your patience.",
        2,
    )
