"""What the public asks and tells in the demonstration: whose it is, and the words ready for it."""

from datetime import timedelta

from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import months_later, today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.enquiries.actions import (
    add_standard_reply,
    add_topic,
    add_watch,
    look_at,
    raise_with_item,
)
from moderation.enquiries.models import Topic

PLAY_AREAS, ROADS, HALLS = "Play areas", "Potholes and street lights", "Halls and bookings"
#: Topic, working days, who deals with it where the council does not.
TOPICS = (
    (PLAY_AREAS, 3, ""),
    (ROADS, 2, "Central Bedfordshire Council, highways"),
    (HALLS, 5, ""),
)
#: What it answers, the words, a link, the topic.
ANSWERS = (
    (
        "Potholes",
        "Roads are mended by Central Bedfordshire Council. Tell them of a pothole here:",
        "https://www.centralbedfordshire.gov.uk/potholes",
        ROADS,
    ),
    (
        "How to book a hall",
        "You can book our halls by e-mail: {email}. Tell us the day, the hours and how many of you "
        "there will be.",
        "",
        HALLS,
    ),
    (
        "No private contact",
        "Thank you for your message. I cannot talk about council matters from my own account. "
        "Write to {email} and we will help.",
        "",
        None,
    ),
)
SWING = "The left swing at Manor Park is cracked right through. Somebody will get hurt."


def topics_and_answers(council: Council, clerk: Person) -> dict[str | None, Topic]:
    """The topics, by their names, and what answers what is often asked."""
    topics: dict[str | None, Topic] = {
        name: add_topic(
            council=council, name=name, target_days=days, signpost=signpost, actor=clerk
        )
        for name, days, signpost in TOPICS
    }
    for name, text, link, topic in ANSWERS:
        add_standard_reply(
            council=council,
            name=name,
            text=text.format(email=council.email),
            link=link,
            topic=topics.get(topic),
            office=council.offices.get(key=council.rulebook.proper_officer),
            review_due_on=months_later(today(), 12),
            actor=clerk,
        )
    return topics


def notice_served(page: OfficialAccount, logs: Person, clerk: Person) -> None:
    """A cracked swing told of in a comment, and who looks at the page on which it stood."""
    council = page.council
    topics = topics_and_answers(council, clerk)
    raise_with_item(
        council=council,
        item={
            "platform": page.platform,
            "account": page,
            "url": f"{page.url}/posts/1001?comment_id=9015",
            "kind": "comment",
            "handle": "jo.reed",
            "words": SWING,
            "posted_at": timezone.now() - timedelta(hours=26),
            "seen_at": timezone.now() - timedelta(hours=3),
        },
        kind="report",
        subject="Cracked swing at Manor Park",
        topic=topics[PLAY_AREAS],
        actor=logs,
    )
    office = council.offices.get(key="communications-officer")
    add_watch(account=page, weekdays=["monday", "wednesday", "friday"], office=office, actor=logs)
    look_at(accounts=[page], actor=logs)
