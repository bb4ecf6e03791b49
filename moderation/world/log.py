"""The moderation logs of the made-up world: what the public posted and what was done about it.

Each entry has its event on the trail. Its evidence is a row without a file: nobody opens it here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models

from accounts.register.models import OfficialAccount
from councilsm.audit.verbs import Verb
from moderation.evidence.models import Evidence
from moderation.items.models import Author, Item
from moderation.log.models import ModerationAction
from moderation.world.drafts import Writing

#: Code, label, and of how many entries in a hundred it is the reason.
REASONS = (
    ("abuse", "Abuse or a threat", 64),
    ("hate", "Hatred or a slur", 30),
    ("private", "Somebody’s private details", 5),
    ("copyright", "Somebody else’s work", 1),
)
#: One entry in so many is an earlier one's reversal, or belongs to a restricted case; one has no
#: reason, because nothing was removed; one has evidence; one author has written so many.
REVERSED, RESTRICTED, LEFT, SHOWN, EACH = 200, 150, 4, 2, 40
#: The kinds of those without a reason; the last is rare.
OTHERS = ("no_action",) * 30 + ("replied",) * 15 + ("reported",) * 4 + ("police",)
WORDS = (
    "You lot are thieves, the whole bunch of you, and the mayor is the worst.",
    "Why has nobody answered my question about the bins in {}?",
    "They should be strung up outside the town hall. {} deserves better.",
    "Another waste of our money. {} was fine as it was.",
    "Scum. Go back to where you came from, nobody wants you in {}.",
)
PLACES = ("Church Street", "Market Square", "the Green", "Station Road", "Mill Lane", "the Rec")
NOTE = "The second time this week."
RARE = "zebra crossing"  #: stands in one entry of a hundred thousand


@dataclass
class Line:
    """The values of a model's columns, made once and copied for each row."""

    row: models.Model

    def __post_init__(self) -> None:
        self.fields = [field.attname for field in self.row._meta.concrete_fields]
        self.values = [getattr(self.row, name) for name in self.fields]
        self.place = {name: place for place, name in enumerate(self.fields)}

    def with_(self, **changes: Any) -> list[Any]:
        line = self.values.copy()
        for name, value in changes.items():
            line[self.place[name]] = value
        return line


def add_log(writing: Writing, how_many: int) -> Iterator[None]:
    """Adds so many entries, oldest first, yielding after each."""
    if not how_many:
        return
    apart = timedelta(days=700) / how_many
    authors = [an_author(writing, number) for number in range(max(1, how_many // EACH))]
    office = writing.offices["communications-officer"]
    own = {"council": writing.council, "office": office}
    item_line = Line(Item(**own, logged_by=writing.recorder, kind=Item.Kind.COMMENT))
    entry_line = Line(
        ModerationAction(**own, decided_by=writing.recorder, rulebook_version=writing.version)
    )
    evidence_line = Line(
        Evidence(
            council=writing.council,
            captured_by=writing.recorder,
            name="comment.png",
            media_type="image/png",
            size=2_000,
        )
    )
    label_of = {code: label for code, label, _ in REASONS}
    codes = [code for code, _, share in REASONS for _ in range(share)]
    last: dict[str, int] = {}
    for place in range(how_many):
        at = (writing.today - apart * (how_many - place)).astimezone(UTC)
        pk = writing.batch.next_id(ModerationAction)
        told = told_of(writing, place, codes, label_of, last.get("hidden"))
        if "reverses_id" not in told:
            author = authors[(place * 7919) % len(authors)]
            account = writing.accounts[place % len(writing.accounts)]
            number, item_id = writing.next_number("M"), writing.batch.next_id(Item)
            where = {"account_id": account.pk, "author_id": author.pk}
            writing.batch.add_values(
                Item,
                item_line.with_(
                    id=item_id,
                    number=number,
                    platform=account.platform,
                    url=address_of(account, writing.council.pk, number),
                    url_key=key_of(account, number),
                    words=words_of(writing, place),
                    restricted=place % RESTRICTED == 7,
                    posted_at=at - timedelta(hours=1),
                    seen_at=at,
                    logged_at=at,
                    **where,
                ),
            )
            if place % SHOWN == 0:
                show(writing, evidence_line, item_id, at)
        writing.batch.add_values(
            ModerationAction,
            entry_line.with_(
                id=pk,
                item_id=item_id,
                happened_at=at,
                logged_at=at,
                **where,
                **told,
                **confirmed(writing, at, place == how_many - 1),
            ),
        )
        last = {"hidden": pk} if told["kind"] == "hidden" else {}
        writing.chain.record(
            Verb.MODERATION_DECIDED,
            ModerationAction(pk=pk, item=Item(number=number), kind=told["kind"]),
            at=at,
            actor=writing.recorder,
            office_id=office.pk,
            new={"kind": told["kind"], "reason": told["reason"]},
        )
        yield


def an_author(writing: Writing, number: int) -> Author:
    handle = f"resident{writing.random.randrange(10**9)}.{number}"
    return writing.batch.add(
        Author(
            council=writing.council,
            platform=OfficialAccount.Platform.FACEBOOK,
            handle=handle,
            handle_key=handle,
            first_seen_at=writing.council.created_at,
        )
    )


def words_of(writing: Writing, place: int) -> str:
    words = WORDS[place % len(WORDS)].format(writing.random.choice(PLACES))
    return f"{words} {RARE}" if place % 100_000 == 99_999 else words


def address_of(account: OfficialAccount, council: int, number: int) -> str:
    """Where it stands: a comment's own number on Facebook, a reply's on X."""
    if account.platform == OfficialAccount.Platform.X:
        return f"https://x.com/somebody/status/{number}"
    return f"{account.url}/posts/{council}?comment_id={number}"


def key_of(account: OfficialAccount, number: int) -> str:
    """As `address_key` makes it of that address, which takes longer than all else here."""
    return f"{account.platform}:{number}"


def told_of(
    writing: Writing, place: int, codes: list[str], label_of: dict[str, str], last: int | None
) -> dict[str, Any]:
    """What was done, and why.

    Args:
        last: the entry before, of the same item where it is reversed; None where none was hidden.
    """
    if last and place % REVERSED == 0:
        return {"kind": "restored", "reason": "", "reverses_id": last, "in_error": True}
    if place % LEFT == 0:
        kind = OTHERS[place // LEFT % len(OTHERS)]
        reported = kind in ModerationAction.REPORTS
        return {"kind": kind, "reason": "", "none_given": True if reported else None}
    code = codes[(place * 31) % len(codes)]
    return {
        "kind": "hidden",
        "reason": code,
        "reason_label": label_of[code],
        "source": writing.source,
        "marked": "thieves",
        "even_if_praise": True,
        "note": NOTE if place % 10 == 3 else "",
    }


def confirmed(writing: Writing, at: datetime, is_last: bool) -> dict[str, Any]:
    """That it was done on the platform: of all but the newest entry."""
    if is_last:
        return {}
    office = writing.offices["communications-officer"].pk
    who = {"confirmed_by_id": writing.recorder.pk, "confirmed_office_id": office}
    return {**who, "confirmed_at": at}


def show(writing: Writing, line: Line, item: int, at: datetime) -> None:
    """A screenshot of the item."""
    random = writing.random
    writing.batch.add_values(
        Evidence,
        line.with_(
            id=writing.batch.next_id(Evidence),
            item_id=item,
            uid=f"{random.getrandbits(128):032x}",
            digest=f"{random.getrandbits(256):064x}",
            captured_at=at,
            saved_at=at,
        ),
    )
