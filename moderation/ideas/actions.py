"""An idea is sent, becomes a draft, or is declined with a reason."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.intake import adopt
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from councilsm.tenancy import next_number, require_same_council
from moderation.drafts.actions import create_draft
from moderation.drafts.models import Draft
from moderation.ideas.letter import Letter
from moderation.ideas.models import Idea, IdeaPicture
from moderation.ideas.working_copy import typed_from

#: Ideas that a council takes within a day (24 hours), from everybody together.
MOST_A_DAY = 50
#: Ideas that may wait in a council's inbox.
MOST_WAITING = 200


@action
def send_idea(*, council: Council, letter: Letter, by_mail: bool, actor: Person | None) -> Idea:
    """Puts an idea into the council's inbox and tells its sender where to look (FTC-6.3-b).

    Args:
        by_mail: write to the sender's address, if there is one.
        actor: one of the council's own people; None for the public.

    Raises:
        AlreadyDone: the same idea of the same sender waits already; with that idea.
        RuleBroken: the council's inbox is full, it has had its share for today, or a picture
            waited so long that it was removed.
    """
    # The counter is locked first, so that two at once are judged one after the other.
    number = next_number(council, "I")
    before = council.ideas.waiting_like(letter, actor)
    if before is not None:
        raise AlreadyDone(f"{before.reference} says the same and waits already.", before)
    require_room(council, number)
    require_same_council(council, *(sent.file for sent in letter.pictures))
    hold_pictures(council, letter)
    idea = Idea.objects.create(
        council=council,
        number=number,
        token=secrets.token_urlsafe(16),
        sender=sender_of(council, actor),
        sent_by=actor,
        idea=letter.idea,
        text=letter.text,
        name=letter.name,
        email=letter.email,
        wants_credit=letter.wants_credit,
        wanted_on=letter.wanted_on,
        digest=letter.digest_from(actor.pk if actor else None),
    )
    IdeaPicture.objects.bulk_create(
        IdeaPicture(
            council=council,
            idea=idea,
            file=sent.file,
            taken_by=sent.taken_by,
            shows=sent.shows,
            people=sent.people,
            agreed=sent.agreed,
        )
        for sent in letter.pictures
    )
    if by_mail:
        tell_sender(idea, "idea_received")
    record(
        Verb.IDEA_SENT,
        idea,
        actor=actor,
        new={"sender": idea.get_sender_display(), "pictures": len(letter.pictures)},
    )
    return idea


@action
def make_draft_of(*, idea: Idea, actor: Person) -> Draft:
    """Starts a draft with an idea's words, credit and pictures; the actor is its author.

    Raises:
        Stale: somebody has decided about the idea.
        RuleBroken: the actor does not record posts.
    """
    actor.require_duty_at(idea.council, Duty.RECORD_POSTS)
    idea = locked(idea)
    idea.require_waiting()
    draft = create_draft(
        council=idea.council, title=idea.idea, working_copy=typed_from(idea), actor=actor
    )
    for sent in idea.pictures.select_related("file"):
        adopt(sent.file, actor)  # a member uses them now: see `councilsm.files.room`
    settle(idea, Idea.Status.DRAFTED, actor, draft=draft)
    tell_sender(idea, "idea_drafted")
    record(
        Verb.IDEA_DRAFTED,
        idea,
        actor=actor,
        office_id=actor.office_for(idea.council, Duty.RECORD_POSTS),
        new={"draft": draft.reference},
    )
    return draft


@action
def decline_idea(*, idea: Idea, reason: str, actor: Person) -> Idea:
    """Says no to an idea; the sender reads the reason.

    Raises:
        Stale: somebody has decided about the idea.
        RuleBroken: the actor does not record posts, or no reason is given.
    """
    actor.require_duty_at(idea.council, Duty.RECORD_POSTS)
    idea = locked(idea)
    idea.require_waiting()
    reason = required_words(reason, "Say why. Whoever sent it will read this.")
    settle(idea, Idea.Status.DECLINED, actor, reason=reason)
    tell_sender(idea, "idea_declined")
    record(
        Verb.IDEA_DECLINED,
        idea,
        actor=actor,
        office_id=actor.office_for(idea.council, Duty.RECORD_POSTS),
        new={"reason": reason},
    )
    return idea


@action
def tell_posted(*, idea: Idea, actor: Person | None) -> Idea:
    """Tells the sender that their idea is out. The system does so: see `tasks`.

    Raises:
        Stale: they were told already, or it is out nowhere.
    """
    idea = locked(idea)
    if not idea.council.ideas.to_tell_posted().filter(pk=idea.pk).exists():
        raise Stale(f"The sender of {idea.reference} is not to be told now.")
    idea.posted_told_at = timezone.now()
    idea.save(update_fields=["posted_told_at"])
    tell_sender(idea, "idea_posted")
    record(Verb.IDEA_POSTED_TOLD, idea, actor=actor)
    return idea


# --- Of these actions only ----------------------------------------------------------------------


def require_room(council: Council, number: int) -> None:
    """Refuses an idea that would flood the inbox.

    Args:
        number: the one it would get. Numbers have no gaps, so the one that many before it tells
            how long ago that many were sent.

    Raises:
        RuleBroken: see `MOST_WAITING` and `MOST_A_DAY`.
    """
    elsewhere = f"Write to {council.email} instead. What you typed is kept here."
    if len(council.ideas.waiting().values_list("pk")[:MOST_WAITING]) >= MOST_WAITING:
        raise RuleBroken(f"{council} has more ideas waiting than it can read just now. {elsewhere}")
    day_ago = timezone.now() - timedelta(days=1)
    if council.ideas.filter(number=number - MOST_A_DAY, sent_at__gt=day_ago).exists():
        raise RuleBroken(
            f"{council} has had as many ideas as it takes in a day. Try again tomorrow, "
            f"or write to {council.email}. What you typed is kept here."
        )


def hold_pictures(council: Council, letter: Letter) -> None:
    """Locks an idea's pictures, so that none is removed as abandoned before the idea refers to it.

    Raises:
        RuleBroken: one was removed just now.
    """
    wanted = {sent.file.pk for sent in letter.pictures}
    if not wanted:
        return
    files = council.files.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    if {file.pk for file in files} != wanted:
        raise RuleBroken("A picture waited too long to be kept. Check your answers, then send it.")


def sender_of(council: Council, actor: Person | None) -> Idea.Sender:
    """As what somebody writes to this council."""
    membership = actor.membership_at(council) if actor else None
    if membership is None:
        return Idea.Sender.PUBLIC
    return Idea.Sender.COUNCILLOR if membership.is_councillor else Idea.Sender.STAFF


def locked(idea: Idea) -> Idea:
    """The idea as it is now, held until the action ends. The bare row: see docs/architecture.md."""
    return idea.council.ideas.select_for_update(no_key=True).get(pk=idea.pk)


def settle(idea: Idea, status: Idea.Status, actor: Person, **decided: Any) -> None:
    """Writes down what was decided about a locked idea."""
    fields = {"status": status, "decided_by": actor, "decided_at": timezone.now(), **decided}
    for name, value in fields.items():
        setattr(idea, name, value)
    idea.save(update_fields=list(fields))


def tell_sender(idea: Idea, template: str) -> None:
    """Writes to the sender, if there is an address; the link is built from our own."""
    link = f"{settings.BASE_URL}{idea.status_url}"
    notify([idea], template, council=idea.council, secret=True, idea=idea, link=link)
