"""The councils of the made-up world, their people and their accounts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain as chain_of
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Rulebook
from accounts.people.models import Appointment, Membership, Office, Person
from accounts.register.models import OfficialAccount
from councilsm.audit.verbs import Verb
from councilsm.tenancy import ReferenceCounter
from moderation.world.access import add_access
from moderation.world.blocks import EARLIER, ELSEWHERE, add_blocks
from moderation.world.bulk import Batch, Chain
from moderation.world.drafts import Writing, add_drafts
from moderation.world.log import REASONS, add_log
from moderation.world.policies import add_people, add_policies

#: How far back the world's records go.
PAST = timedelta(days=730)

FIRST = ("Alder", "Brook", "Cold", "East", "Fen", "Great", "Hazel", "King", "Marsh", "North", "Oak")
LAST = ("bridge", "bury", "combe", "dale", "ford", "ham", "leigh", "stead", "thorpe", "ton", "wick")
GIVEN = ("Alice", "Ben", "Carys", "Dan", "Femi", "Grace", "Hugh", "Isla", "Leo", "Noor", "Owen")
FAMILY = ("Adams", "Begum", "Clarke", "Davies", "Evans", "Green", "Jones", "Khan", "Moore", "Patel")

#: The three who work at each council: office, its title, mailbox.
STAFF = (
    ("town-clerk", "Town Clerk", "clerk"),
    ("deputy-clerk", "Deputy Clerk", "officer"),
    ("communications-officer", "Communications Officer", "comms"),
)
#: The two accounts of each council: platform, name, address.
ACCOUNTS = (
    (OfficialAccount.Platform.FACEBOOK, "Main page", "https://www.facebook.com"),
    (OfficialAccount.Platform.X, "Town life", "https://x.com"),
)


def chosen(value: Any) -> dict[str, Any]:
    return {"value": value, "minute": "24/101", "decided_on": "2024-05-14"}


CLERK, COMMS = {"offices": ["town-clerk"]}, {"offices": ["communications-officer", "town-clerk"]}
BOOK = Rulebook.model_validate(
    {
        "name": "starter",
        "offices": [{"key": key, "title": title} for key, title, _ in STAFF],
        "proper_officer": "town-clerk",
        "rules": {
            **{
                f"authorise_{kind}": chosen(CLERK)
                for kind in ("new_post", "reply", "share", "correction")
            },
            "second_person": chosen(["new_post"]),
            "draft_refusal_reasons": chosen(
                [
                    {"code": "misleading", "label": "False or misleading"},
                    {"code": "tone", "label": "Not in the council’s tone"},
                    {"code": "other", "label": "Another reason", "needs_words": True},
                ]
            ),
            "record_posts": chosen(COMMS),
            "log_moderation": chosen(COMMS),
            "removal_reasons": chosen(
                [{"code": code, "label": label} for code, label, _ in REASONS]
            ),
            **{
                duty: chosen(CLERK)
                for duty in ("keep_register", "manage_people", "manage_rules", "read_trail")
            },
        },
    }
)


@dataclass(frozen=True)
class Size:
    """How large the world is.

    Args:
        councils: how many.
        drafts: in all of them together, shared out evenly.
        drafts_in_largest: in the first council, on top of its share.
        grants: of access, in all of them together, shared out evenly.
        log: entries of the moderation log, in all of them together: a tenth in the first council.
        blocks: in all of them together, likewise; the first council has one still to be decided
            of somebody with 500 earlier entries.
        policies: in each council.
        people: in each council, beside the three who hold an office.
        seed: two worlds of one seed and size, made on one day, hold the same.
    """

    councils: int
    drafts: int
    drafts_in_largest: int
    seed: int
    grants: int = 0
    log: int = 0
    blocks: int = 0
    policies: int = 0
    people: int = 0

    @property
    def steps(self) -> int:
        once = self.councils + self.drafts + self.drafts_in_largest + self.log + self.blocks
        return once + self.councils * self.policies

    def share(self, number: int) -> int:
        """The drafts of one council, counted from 0."""
        largest = self.drafts_in_largest if number == 0 else 0
        return self._each(self.drafts, number) + largest

    def access(self, number: int) -> int:
        """The grants of one council; ten times its share in the first one."""
        return self._each(self.grants, number) * (10 if number == 0 else 1)

    def logged(self, number: int) -> int:
        """The entries of one council's log; a tenth of all in the first one."""
        return self._most_in_first(self.log, number)

    def blocked(self, number: int) -> int:
        """The blocks of one council, likewise."""
        return self._most_in_first(self.blocks, number)

    def _most_in_first(self, things: int, number: int) -> int:
        in_first = things // 10
        return self._each(things - in_first, number) + (in_first if number == 0 else 0)

    def _each(self, things: int, number: int) -> int:
        whole, rest = divmod(things, self.councils)
        return whole + (number < rest)


def make_world(
    size: Size, password: str, progress: Callable[[int], None] = lambda done: None
) -> list[str]:
    """Makes councils beside those that are there; each is complete, or absent, when it is stopped.

    The one exception is a council of many drafts, which may stay with fewer of them.

    Args:
        password: opens every sign-in of this world.
        progress: told the number of steps done, out of `size.steps`.

    Returns:
        The slugs of the new councils, the largest first.
    """
    before = Council.objects.count()
    batch, hashed = Batch(), make_password(password)
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    slugs, done = [], 0
    for number in range(size.councils):
        random = Random(f"{size.seed}/{before + number}")
        writing = add_council(
            batch, before + number + 1, hashed, today, random, size.access(number)
        )
        slugs.append(writing.council.slug)
        done += 1
        people = add_people(writing, size.people)
        made = (
            add_drafts(writing, size.share(number)),
            add_log(writing, size.logged(number)),
            add_blocks(writing, size.blocked(number), ELSEWHERE if number else EARLIER),
            add_policies(writing, size.policies, people),
        )
        for _ in chain_of(*made):
            done += 1
            if batch.is_full:
                batch.write()
                progress(done)
    batch.write()
    progress(done)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the planner believes that every table is empty
    return slugs


def add_council(
    batch: Batch, number: int, hashed: str, today: datetime, random: Random, grants: int
) -> Writing:
    """One council with its rules, its three people, its accounts and the access to them."""
    began = today - PAST
    place = random.choice(FIRST) + random.choice(LAST)
    slug = f"{place.lower()}-{number}"
    council = batch.add(
        Council(
            name=f"{place} {random.choice(('Town', 'Parish'))} Council {number}",
            slug=slug,
            email=f"office@{slug}.example",
            created_at=began,
        )
    )
    values = BOOK.model_dump_json()
    version = batch.add(
        RulebookVersion(
            council=council,
            number=1,
            values=values,
            digest=RulebookVersion.digest_of(values),
            in_force_from=began.date(),
            why="Copied from the starter rulebook.",
            made_at=began,
        )
    )
    council.__dict__["rulebook_id"] = version.pk
    chain = Chain(batch, council, began, random)
    counters = {letter: ReferenceCounter(council=council, letter=letter) for letter in "DPMBU"}
    batch.begin(chain.head, *counters.values())
    chain.record(
        Verb.COUNCIL_CREATED,
        council,
        new={"name": council.name, "slug": slug, "rulebook": "starter"},
    )
    members, offices = {}, {}
    for key, title, mailbox in STAFF:
        offices[key] = batch.add(Office(council=council, key=key, title=title))
        name = f"{random.choice(GIVEN)} {random.choice(FAMILY)}"
        members[key] = add_person(
            batch, chain, offices[key], name, f"{mailbox}@{slug}.example", hashed, began
        )
    people = {key: member.person for key, member in members.items()}
    accounts = [
        batch.add(
            OfficialAccount(
                council=council,
                name=name,
                platform=platform,
                handle=f"{slug}council",
                url=f"{address}/{slug}council",
            )
        )
        for platform, name, address in ACCOUNTS
    ]
    for account in accounts:
        values_of = {name: str(getattr(account, name)) for name in ("name", "platform", "handle")}
        chain.record(Verb.ACCOUNT_ADDED, account, actor=people["town-clerk"], new=values_of)
    writing = Writing(
        batch=batch,
        chain=chain,
        random=random,
        council=council,
        version=version,
        source=BOOK.source_of("authorise_new_post"),
        accounts=accounts,
        author=people["deputy-clerk"],
        clerk=people["town-clerk"],
        recorder=people["communications-officer"],
        offices=offices,
        counters=counters,
        today=today,
    )
    add_access(writing, list(members.values()), grants)
    return writing


def add_person(
    batch: Batch, chain: Chain, office: Office, name: str, email: str, hashed: str, began: datetime
) -> Membership:
    """Somebody who can sign in and holds an office since the council began."""
    since = began.date()
    person = batch.add(Person(name=name, email=email, password=hashed, created_at=began))
    batch.add(EmailAddress(user=person, email=email, verified=True, primary=True))
    chain.record(Verb.PERSON_CREATED, person, new={"name": name})
    membership = batch.add(
        Membership(
            council=office.council,
            person=person,
            category=Membership.Category.EMPLOYEE,
            starts_on=since,
        )
    )
    chain.record(
        Verb.MEMBERSHIP_STARTED,
        membership,
        new={"category": "employee", "starts_on": since.isoformat(), "ends_on": None},
    )
    appointment = batch.add(
        Appointment(council=office.council, office=office, membership=membership, starts_on=since)
    )
    chain.record(
        Verb.APPOINTMENT_MADE,
        appointment,
        new={"office": office.title, "kind": "substantive", "starts_on": since.isoformat()},
    )
    return membership
