"""Somebody asked or told the council something: it gets an owner and a day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, require_past, required_words
from councilsm.tenancy import next_number, require_same_council
from moderation.enquiries.actions.common import done, tell_owner
from moderation.enquiries.clock import clock_of, is_notice
from moderation.enquiries.models import Enquiry, EnquiryEntry, Topic
from moderation.enquiries.owning import owner_by
from moderation.items.actions import add_item
from moderation.items.corrected import lineage
from moderation.items.known import known_item
from moderation.items.models import Item

CONCERN = "Safeguarding concern"


@action
def raise_enquiry(
    *,
    council: Council,
    kind: str,
    subject: str,
    actor: Person,
    topic: Topic | None = None,
    item: Item | None = None,
    words: str = "",
    posted_at: datetime | None = None,
    seen_at: datetime | None = None,
    case_reference: str = "",
    form_key: UUID | None = None,
) -> Enquiry:
    """Records an enquiry, starts its clock and gives it to its owner (FTC-A-17, FTC-6.1-a).

    Args:
        subject: what it is about, in the council's words and without anybody's name.
        item: what was posted; its own times and words then count, whatever else is given.
        words: what was said, where there is no item.
        seen_at: by default now.
        case_reference: of a safeguarding concern, the restricted case that keeps it.
        form_key: of the page that it comes from, which raises one however often it is sent.

    Raises:
        AlreadyDone: this page was sent before, or such an enquiry about this item is open; with it.
        Stale: the item was moved to where it is kept apart.
        RuleBroken: it is a safeguarding concern with words or an item, the topic is retired, or a
            time lies in the future.
    """
    require_same_council(council, topic, item)
    number = next_number(council, "N")  # two at once are judged one after the other
    if form_key and (before := council.enquiries.filter(form_key=form_key).first()):
        raise AlreadyDone(f"This page has already raised {before.reference}.", before)
    if item:
        item = council.items.select_for_update(no_key=True).get(pk=item.pk)
        if item.restricted:
            raise Stale(f"{item.reference} is not on the log any more.")
        posted_at, seen_at, words = item.posted_at, item.seen_at, ""
        asked = council.enquiries.open().filter(item__in=lineage(item), kind=kind)
        if before := asked.first():
            raise AlreadyDone(f"{before.reference} about this is open already.", before)
    seen_at = seen_at or timezone.now()
    if kind == Enquiry.Kind.SAFEGUARDING:
        _keep_nothing(item, words)
        subject = CONCERN
    if topic and topic.retired_on:
        raise RuleBroken(f"The topic {topic} is retired. Choose another.")
    for moment, what in ((posted_at, "it was posted"), (seen_at, "it was seen")):
        if moment:
            require_past(moment, what)
    refuse_hidden(subject)
    notice = is_notice(council, kind)
    clock = clock_of(
        council,
        kind=kind,
        posted_at=posted_at,
        seen_at=seen_at,
        topic=topic,
        notice=notice,
        elsewhere=item is not None and item.account_id is None,
    )
    enquiry = Enquiry.objects.create(
        council=council,
        number=number,
        kind=kind,
        subject=required_words(subject, "Say what it is about."),
        topic=topic,
        item=item,
        words=words,
        is_notice=notice,
        clock_from=clock.runs_from,
        clock_in_words=clock.how,
        due_by=clock.due_by,
        due_at=clock.due_at,
        acknowledge_by=clock.acknowledge_by,
        case_reference=case_reference,
        raised_by=actor,
        form_key=form_key,
        **owner_by(council, kind, topic),
    )
    tell_owner(enquiry, actor)
    done(
        enquiry,
        EnquiryEntry.What.RAISED,
        Verb.ENQUIRY_RAISED,
        actor=actor,
        membership=actor.require_membership_at(council),
        to_whom=enquiry.owned,
    )
    return enquiry


def _keep_nothing(item: Item | None, words: str) -> None:
    """A safeguarding concern is kept with its restricted case, and here only that there is one.

    Raises:
        RuleBroken: something would be kept here.
    """
    if item or words:
        raise RuleBroken(
            "A safeguarding concern is kept in a restricted case, not here. Open a restricted case "
            "and record there what was posted, said and seen."
        )


@action
def raise_with_item(
    *, council: Council, item: dict[str, Any], actor: Person, **enquiry: Any
) -> Enquiry:
    """Writes down what was posted, where it is not on the log yet, and raises an enquiry of it.

    Args:
        item: what `add_item` takes.
        enquiry: what `raise_enquiry` takes.

    Raises:
        AlreadyDone, RuleBroken: as `add_item` and `raise_enquiry`.
    """
    same = {name: item[name] for name in ("platform", "url", "kind", "handle", "words")}
    about = known_item(council, **same) or add_item(council=council, actor=actor, **item)
    return raise_enquiry(council=council, item=about, actor=actor, **enquiry)
