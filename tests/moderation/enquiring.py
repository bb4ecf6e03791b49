"""Enquiries for tests, made by the actions that people use."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Office
from moderation.enquiries.actions import (
    add_standard_reply,
    add_topic,
    add_watch,
    raise_with_item,
)
from moderation.enquiries.models import Enquiry, StandardReply, Topic, Watch
from moderation.items.actions import add_item
from moderation.items.models import Item
from tests.cast import Cast

SWING = "The swing at Manor Park is cracked. Somebody will get hurt."


def an_item(cast: Cast, **changes: Any) -> Item:
    """A comment under Ashford's page, as Cora wrote it down."""
    values: dict[str, Any] = {
        **{"platform": "facebook", "account": cast.page, "handle": "@jo.reed", "words": SWING},
        **{"posted_at": timezone.now() - timedelta(hours=3), "seen_at": timezone.now()},
    }
    return add_item(council=cast.ashford, actor=cast.cora, **values | changes)


def an_enquiry(
    cast: Cast,
    kind: str = "report",
    *,
    subject: str = "Cracked swing",
    topic: Topic | None = None,
    item: dict[str, Any] | None = None,
) -> Enquiry:
    """Raised by Cora from a comment that was not on the log yet."""
    values: dict[str, Any] = {
        **{"platform": "facebook", "account": cast.page, "handle": "jo.reed", "words": SWING},
        **{"url": "", "kind": "comment", "posted_at": timezone.now() - timedelta(hours=3)},
        "seen_at": timezone.now(),
    }
    return raise_with_item(
        council=cast.ashford,
        item=values | (item or {}),
        kind=kind,
        subject=subject,
        topic=topic,
        actor=cast.cora,
    )


def office(cast: Cast, key: str) -> Office:
    return Office.objects.get(council=cast.ashford, key=key)


def a_topic(cast: Cast, name: str = "Play areas", **values: Any) -> Topic:
    return add_topic(council=cast.ashford, name=name, actor=cast.adam, **values)


def a_standard_reply(cast: Cast, name: str = "Who mends roads", **values: Any) -> StandardReply:
    given: dict[str, Any] = {
        "text": "Potholes are mended by Kent Highways. Report one to them:",
        "link": "https://www.kent.gov.uk/potholes",
        "office": office(cast, "comms-officer"),
        "review_due_on": today() + timedelta(days=365),
    }
    return add_standard_reply(council=cast.ashford, name=name, actor=cast.priya, **given | values)


def a_watch(cast: Cast, **values: Any) -> Watch:
    given = {"weekdays": ["monday"], "office": office(cast, "events-officer")}
    return add_watch(account=cast.page, actor=cast.cora, **given | values)


def newly_raised(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What the page of an enquiry by itself posts."""
    return {
        **{"kind": "report", "subject": "Cracked swing", "place": str(cast.page.pk)},
        **{"item_kind": "comment", "handle": "jo.reed", "words": SWING},
        **at("seen_at", timezone.now()),
        **changes,
    }


def at(name: str, moment: datetime) -> dict[str, str]:
    """A moment as a form's boxes have it."""
    local = timezone.localtime(moment)
    return {
        f"{name}_day": str(local.day),
        f"{name}_month": str(local.month),
        f"{name}_year": str(local.year),
        f"{name}_time": f"{local:%H:%M}",
    }


def url(enquiry: Enquiry | str = "", step: str = "") -> str:
    """The address of the list, of an enquiry, or of one of its steps."""
    where = f"{enquiry.reference}/" if isinstance(enquiry, Enquiry) else enquiry
    return f"/c/ashford/enquiries/{where}{f'{step}/' if step else ''}"


def priyas(cast: Cast, days_ago: int = 0) -> Enquiry:
    """An enquiry of the clerk's, who authorises replies; asked and seen so many days ago."""
    item: dict[str, Any] = {"url": "https://www.facebook.com/ashfordcouncil/9"}
    if days_ago:
        item["posted_at"] = item["seen_at"] = timezone.now() - timedelta(days=days_ago)
    return an_enquiry(cast, "question", item=item)
