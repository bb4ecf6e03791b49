"""The drafts of the made-up world, in every state, with what led to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from accounts.councils.models import Council, RulebookVersion
from accounts.people.models import Office, Person
from accounts.register.models import OfficialAccount
from councilsm.audit.verbs import Verb
from councilsm.tenancy import ReferenceCounter
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result
from moderation.checks.personal import LAW
from moderation.drafts.models import Decision, Draft, Revision, Target, digest_of
from moderation.posts.models import Post
from moderation.world.bulk import Batch, Chain

Status, Outcome = Draft.Status, Decision.Outcome

#: What becomes of twelve drafts in a row: four wait, four are posted, one is still to be posted.
POSTED = "posted"
FATES = (
    *(Status.WAITING, POSTED, Status.WAITING, POSTED, Status.CHANGES, Status.APPROVED),
    *(Status.WAITING, POSTED, Status.REJECTED, Status.DRAFT, Status.WAITING, POSTED),
)
#: From one draft to the next; in a council of very many they come closer together.
APART = timedelta(hours=6)
SEEN = timedelta(minutes=1)

TITLES = (
    "Bin collections at {}",
    "Road closure in {}",
    "Market day in {}",
    "Allotments to let near {}",
    "Council meeting about {}",
    "Roadworks: {} and around",
    "Volunteers wanted for {}",
)
PLACES = ("Church Street", "Market Square", "the Green", "Station Road", "Mill Lane", "the Rec")
WORDS = (
    "Please allow more time for your journey.",
    "Residents and businesses keep access throughout.",
    "You can reach the office on weekdays from 9am to 1pm.",
    "Thank you for your patience.",
    "More details are on the noticeboard and on our website.",
    "Everyone is welcome, and there is no need to book.",
)

#: One draft in so many names somebody's telephone, at which a policy check stops.
WITH_TELEPHONE = 4
TELEPHONE = "07700 900142"
NUMBER_FOUND = Finding(
    Result.CHECK_THIS,
    "This looks like somebody’s telephone number. Take it out, unless it is published for "
    "this and its owner agrees.",
    words=(TELEPHONE,),
    source=LAW,
    check="Telephone numbers",
)


@dataclass
class Writing:
    """A council in the making: who writes there, who decides, and where it all goes.

    Args:
        source: by what right the clerk decides, in words.
        counters: by letter, the last numbers given to drafts (D), posts (P), items (M) and blocks
            (B).
        today: the midnight from which times are counted, back and forth.
    """

    batch: Batch
    chain: Chain
    random: Random
    council: Council
    version: RulebookVersion
    source: str
    accounts: list[OfficialAccount]
    author: Person
    clerk: Person
    recorder: Person
    offices: dict[str, Office]
    counters: dict[str, ReferenceCounter]
    today: datetime

    def next_number(self, letter: str) -> int:
        self.counters[letter].last += 1
        return self.counters[letter].last


def add_drafts(writing: Writing, how_many: int) -> Iterator[Draft]:
    """Adds so many drafts, oldest first, yielding each when it is complete."""
    # The largest councils write more than one draft in six hours.
    apart = min(APART, timedelta(days=700) / max(how_many, 1))
    for place in range(how_many):
        at = (writing.today - apart * (how_many - place)).astimezone(UTC)
        yield add_draft(writing, FATES[place % len(FATES)], at)


def add_draft(writing: Writing, fate: str, at: datetime) -> Draft:
    """One draft, started at a moment, and what became of it."""
    random, batch = writing.random, writing.batch
    title = random.choice(TITLES).format(random.choice(PLACES))
    text = f"{title}.\n\n{' '.join(random.sample(WORDS, 3))}"
    number = writing.next_number("D")
    findings = []
    if number % WITH_TELEPHONE == 0:
        text += f" To take part, ring {TELEPHONE}."
        findings = [{**NUMBER_FOUND.as_record(), "note": "It is the organiser’s own wish."}]
    accounts = writing.accounts[: random.randint(1, len(writing.accounts))]
    draft = Draft(
        pk=batch.next_id(Draft),
        council=writing.council,
        number=number,
        author=writing.author,
        status=Status.APPROVED if fate == POSTED else fate,
        title=title,
        working_copy={
            "title": [title],
            "kind": ["new_post"],
            "accounts": [str(account.pk) for account in accounts],
            "text": [text],
        },
        saved_at=at,
    )
    batch.add(draft)
    writing.chain.record(Verb.DRAFT_CREATED, draft, at=at, actor=writing.author)
    if fate == Status.DRAFT:
        return draft
    live = fate in {Status.WAITING, Status.APPROVED}
    not_after = (writing.today if live else at) + timedelta(minutes=random.randint(1500, 20_000))
    revision = submit(
        writing, draft, accounts, text, at + SEEN, not_after.astimezone(UTC), findings
    )
    targets = [
        batch.add(Target(council=writing.council, revision=revision, account=account, text=text))
        for account in accounts
    ]
    if fate in DECIDED:
        decide(writing, revision, fate, targets, at + 2 * SEEN)
    if fate == POSTED:
        for target in targets:
            record_post(writing, revision, target, at + 3 * SEEN)
    return draft


def submit(
    writing: Writing,
    draft: Draft,
    accounts: list[OfficialAccount],
    text: str,
    at: datetime,
    not_after: datetime,
    findings: list[dict[str, Any]],
) -> Revision:
    """The draft's only revision, with what the policy checks found in it."""
    revision = writing.batch.add(
        Revision(
            council=writing.council,
            draft=draft,
            number=1,
            author=writing.author,
            kind=draft.kind,
            title=draft.title,
            not_after=not_after,
            findings=findings,
            digest=digest_of(
                Content(
                    kind=draft.kind,
                    title=draft.title,
                    texts={account: text for account in accounts},
                ),
                not_after,
            ),
            submitted_at=at,
        )
    )
    draft.current, draft.not_after, draft.version = revision, not_after, 2
    writing.chain.record(
        Verb.DRAFT_SUBMITTED,
        draft,
        at=at,
        actor=writing.author,
        office_id=writing.offices["deputy-clerk"].pk,
        new={
            "revision": 1,
            "digest": revision.digest,
            "accounts": sorted(str(account) for account in accounts),
        },
    )
    return revision


DECIDED: dict[str, tuple[Decision.Outcome, Verb, str]] = {
    POSTED: (Outcome.APPROVED, Verb.DRAFT_APPROVED, ""),
    Status.APPROVED: (Outcome.APPROVED, Verb.DRAFT_APPROVED, ""),
    Status.CHANGES: (
        Outcome.CHANGES,
        Verb.DRAFT_CHANGES_REQUESTED,
        "Add the telephone number of the office.",
    ),
    Status.REJECTED: (Outcome.REJECTED, Verb.DRAFT_REJECTED, "The county council has said this."),
}


def decide(
    writing: Writing, revision: Revision, fate: str, targets: list[Target], at: datetime
) -> None:
    """The clerk's decision, through the clerk's office."""
    outcome, verb, note = DECIDED[fate]
    office = writing.offices["town-clerk"]
    writing.batch.add(
        Decision(
            council=writing.council,
            draft=revision.draft,
            revision=revision,
            outcome=outcome,
            decider=writing.clerk,
            author=writing.author,
            office=office,
            rulebook_version=writing.version,
            source=writing.source,
            note=note,
            decided_at=at,
        )
    )
    if outcome == Outcome.APPROVED:
        for target in targets:
            target.state = Target.State.TO_POST
    writing.chain.record(
        verb,
        revision.draft,
        at=at,
        actor=writing.clerk,
        office_id=office.pk,
        new={
            "revision": 1,
            "digest": revision.digest,
            "own_authority": False,
            "source": writing.source,
            "reason": "",
            "note": note,
        },
    )


def record_post(writing: Writing, revision: Revision, target: Target, at: datetime) -> None:
    """The communications officer's record that the words went out."""
    office = writing.offices["communications-officer"]
    target.state = Target.State.POSTED
    number = writing.next_number("P")
    post = writing.batch.add(
        Post(
            council=writing.council,
            number=number,
            target=target,
            account=target.account,
            words=target.text,
            authority=writing.source,
            url=f"{target.account.url}/posts/{number}",
            posted_at=at,
            recorded_by=writing.recorder,
            office=office,
            recorded_at=at,
        )
    )
    writing.chain.record(
        Verb.POST_RECORDED,
        revision.draft,
        at=at,
        actor=writing.recorder,
        office_id=office.pk,
        new={
            "post": post.reference,
            "account": str(target.account),
            "url": post.url,
            "posted_at": at.isoformat(),
            "digest": revision.digest,
        },
    )
