"""What the public posted at Flitwick and Dunstable, and what was done about it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.cases.actions import open_case
from moderation.demo.drawing import comment
from moderation.evidence.intake import capture
from moderation.log.actions import log_action
from moderation.log.grounds import Grounds
from moderation.log.models import ModerationAction
from moderation.sightings.actions import send_sighting
from moderation.sightings.report import Report

ABUSER = "gaz_from_the_rec"
ABUSE = "You lot are vermin and somebody should put you down."
AGAIN = "Still here, vermin? Go back to where you came from."
CRITICISM = "Fifty thousand pounds for a fountain nobody wanted. The worst council in the county."
THREAT = "I know which way you walk home after the meeting, councillor."


def log_at(page: OfficialAccount, people: dict[str, Person]) -> None:
    """A log of some days at Flitwick: an author who comes back, a report, a case."""
    logs, councillor = people["comms"], people["cllr.shah"]
    now = timezone.now()
    about: dict[str, Any] = {"page": page, "actor": logs}
    entry(
        **about,
        place=11,
        words=ABUSE,
        kind="hidden",
        grounds=Grounds(reason="offensive", marked=ABUSE, even_if_praise=True),
        handle=ABUSER,
        seen_at=now - timedelta(days=12, hours=2),
        shown=True,
    )
    entry(
        **about,
        place=12,
        words=CRITICISM,
        kind="no_action",
        handle="pat.of.flitwick",
        seen_at=now - timedelta(days=3),
        note="Harsh, and an opinion: it stays.",
    )
    entry(
        **about,
        place=13,
        words="When is the market back on the square?",
        kind="replied",
        handle="hollie.b",
        seen_at=now - timedelta(days=1, hours=5),
    )
    entry(
        **about,
        place=14,
        words=AGAIN,
        kind="hidden",
        grounds=Grounds(
            reason="offensive", marked="Go back to where you came from", even_if_praise=True
        ),
        handle=ABUSER,
        seen_at=now - timedelta(minutes=40),
        shown=True,
        done=False,
    )
    send_sighting(
        council=page.council,
        report=Report(
            kind="harmful",
            url="https://www.facebook.com/flitwickchat/posts/7001?comment_id=7002",
            words="A post in a local group says that the council poisons the pond.",
            seen_at=now - timedelta(hours=4),
        ),
        actor=councillor,
    )
    open_case(
        council=page.council,
        kind="abuse",
        what="A message to me after Tuesday’s meeting.",
        affected=councillor,
        handle="unknown.walker",
        words=THREAT,
        seen_at=now - timedelta(hours=20),
        actor=councillor,
    )


def platform_told_at(page: OfficialAccount, logs: Person) -> None:
    """Dunstable: a slur hidden, and a report whose reference the platform still owes."""
    now = timezone.now()
    about: dict[str, Any] = {"page": page, "actor": logs, "handle": "dunstable_truth"}
    why = "It calls people by where their parents were born, and others then joined in."
    hate: dict[str, Any] = {"reason": "hate", "necessity": why}
    words = "Foreign rats, the lot of them. Burn the hall down with them in it."
    entry(
        **about,
        place=21,
        words=words,
        kind="hidden",
        grounds=Grounds(**hate, marked="Foreign rats", even_if_praise=True),
        seen_at=now - timedelta(days=2),
        shown=True,
    )
    entry(
        **about,
        place=22,
        words="We know where the fire exits are.",
        kind="reported",
        grounds=Grounds(reason="incitement", necessity="It calls for burning the hall down."),
        seen_at=now - timedelta(days=1),
        done=False,
    )


def entry(
    *,
    page: OfficialAccount,
    place: int,
    kind: str,
    words: str,
    seen_at: datetime,
    actor: Person,
    shown: bool = False,
    done: bool = True,
    **more: Any,
) -> ModerationAction:
    """One comment under a post of the council's, dealt with twenty minutes after it was seen."""
    council = page.council
    captures = []
    if shown:
        drawn = comment(f"comment-{place}.png", more.get("handle", ""), words)
        captures = [capture(drawn, council=council, actor=actor, url=address(page, place))]
    return log_action(
        council=council,
        kind=kind,
        platform=page.platform,
        account=page,
        url=address(page, place),
        words=words,
        posted_at=seen_at - timedelta(hours=1),
        seen_at=seen_at,
        happened_at=seen_at + timedelta(minutes=20),
        captures=captures,
        done=done,
        actor=actor,
        **more,
    )


def address(page: OfficialAccount, place: int) -> str:
    return f"{page.url}/posts/1001?comment_id=90{place}"
