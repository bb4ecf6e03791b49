"""What the public often asks in the demonstration: whose it is, and the words ready for it."""

from accounts.councils.models import Council
from accounts.dates import months_later, today
from accounts.people.models import Person
from moderation.enquiries.actions import add_standard_reply, add_topic

#: Topic, working days, who deals with it where the council does not.
TOPICS = (
    ("Potholes and street lights", 2, "Central Bedfordshire Council, highways"),
    ("Halls and bookings", 5, ""),
)


def topics_and_answers(council: Council, clerk: Person) -> None:
    """Two topics beside the first, how to book a hall, and a polite no to private contact."""
    topics = {
        name: add_topic(
            council=council, name=name, target_days=days, signpost=signpost, actor=clerk
        )
        for name, days, signpost in TOPICS
    }
    for name, text, topic in (
        (
            "How to book a hall",
            f"You can book our halls by e-mail: {council.email}. Tell us the day, the hours and "
            "how many of you there will be.",
            topics["Halls and bookings"],
        ),
        (
            "No private contact",
            "Thank you for your message. I cannot talk about council matters from my own account. "
            f"Write to {council.email} and we will help.",
            None,
        ),
    ):
        add_standard_reply(
            council=council,
            name=name,
            text=text,
            topic=topic,
            office=council.offices.get(key=council.rulebook.proper_officer),
            review_due_on=months_later(today(), 12),
            actor=clerk,
        )
