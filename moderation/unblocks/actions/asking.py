"""Somebody asks to be unblocked, adds to it, or takes it back. Blocks are asked of nowhere here."""

import secrets
from dataclasses import asdict
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.hours.working_days import HolidaysUnknown, working_days_after
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import AlreadyDone, RuleBroken, Stale, required_words
from councilsm.tenancy import next_number
from moderation.unblocks.erasing import empty_if_due
from moderation.unblocks.models import UnblockFact, UnblockRequest
from moderation.unblocks.request_letter import RequestLetter

#: Requests that a council takes within a day (24 hours), from everybody together.
MOST_A_DAY = 50
#: Requests that may wait for a decision.
MOST_WAITING = 200
#: What a requester may add to one request.
MOST_ADDED = 10

State = UnblockRequest.State


@action
def send_request(
    *, council: Council, letter: RequestLetter, by_mail: bool, sender: str = ""
) -> UnblockRequest:
    """Takes a request to be unblocked and tells its sender where to look (DTC-3.2-d).

    Whether anybody of that name is blocked is not asked here: a human finds out.

    Args:
        by_mail: write to the sender's address, if there is one.
        sender: see `RequestLetter.digest_of`.

    Raises:
        AlreadyDone: the very same of this sender waits already; with that request.
        RuleBroken: the council has more requests than it takes in a day, or than it can read.
    """
    # The counter is locked first, so that two at once are judged one after the other.
    number = next_number(council, "U")
    before = council.unblock_requests.waiting_like(letter, sender)
    if before is not None:
        raise AlreadyDone(f"{before.reference} says the same and waits already.", before)
    _require_room(council)
    request = UnblockRequest.objects.create(
        council=council,
        number=number,
        token=secrets.token_urlsafe(16),
        digest=letter.digest_of(sender),
        due_by=answered_by(council, today()),
        **asdict(letter),
    )
    if by_mail:
        _tell_requester(request, "unblock_received")
    record(
        Verb.UNBLOCK_ASKED,
        request,
        actor=None,
        new={
            "platform": request.get_platform_display(),
            "answer": request.get_answer_by_display(),
            "by_a_helper": bool(letter.helper_name),
        },
    )
    return request


@action
def add_fact(*, request: UnblockRequest, words: str, actor: Person | None) -> UnblockFact:
    """Adds something to a request that nobody has decided yet.

    Args:
        actor: who of the council adds it; None for the requester, on their own page.

    Raises:
        AlreadyDone: it was the last thing that they added; with the request.
        Stale: it was decided or taken back.
        RuleBroken: there are no words, the requester has added enough, or the actor neither keeps
            the log nor decides requests.
    """
    request = locked(request)
    _require_waiting(request)
    words = required_words(words, "Enter what you want to add.")
    last = request.facts.order_by("-pk").first()
    if last is not None and (last.words, last.added_by_id) == (words, actor and actor.pk):
        raise AlreadyDone(f"That was added to {request.reference} already.", request)
    office_id = None
    if actor is not None:
        membership = actor.require_membership_at(request.council)
        duty = next(filter(membership.allows, (Duty.DECIDE_UNBLOCKS, Duty.LOG_MODERATION)), None)
        if duty is None:
            raise RuleBroken(
                "Only whoever logs moderation or decides requests to be unblocked may add to one."
            )
        office_id = membership.office_for(duty)
    elif request.facts.filter(added_by=None).count() >= MOST_ADDED:
        raise RuleBroken(
            f"You have added to {request.reference} {MOST_ADDED} times, which is as often as you "
            f"can here. For anything else, write to {request.council.email}."
        )
    fact = UnblockFact.objects.create(
        council=request.council, request=request, words=words, added_by=actor
    )
    record(
        Verb.UNBLOCK_FACT_ADDED,
        request,
        actor=actor,
        office_id=office_id,
        new={"by_the_requester": actor is None},
    )
    return fact


@action
def withdraw_request(*, request: UnblockRequest, by_mail: bool) -> UnblockRequest:
    """Takes a request back, by whoever has its link; nothing is decided about it then.

    Args:
        by_mail: write to the sender's address, if there is one: somebody else may have the link.

    Raises:
        Stale: it was decided or taken back already.
    """
    request = locked(request)
    _require_waiting(request)
    request.state = State.WITHDRAWN
    request.save(update_fields=["state"])
    if by_mail:
        _tell_requester(request, "unblock_withdrawn")
    record(Verb.UNBLOCK_WITHDRAWN, request, actor=None)
    empty_if_due(request)
    return request


def locked(request: UnblockRequest) -> UnblockRequest:
    """The request as it is now, held until the action ends. The bare row: no block with it."""
    rows = request.council.unblock_requests.select_for_update(no_key=True)
    return rows.get(pk=request.pk)


def answered_by(council: Council, received: date) -> date | None:
    """The last day (London) to answer in time by the council's rule; None while it promises none.

    None also where the bank holidays of those days are not known yet.
    """
    days = council.rulebook.rules.unblock_days.value
    if days is None:
        return None
    try:
        return working_days_after(council, received, days)
    except HolidaysUnknown:
        return None


# --- Of these actions only ----------------------------------------------------------------------


def _require_room(council: Council) -> None:
    """Refuses a request that would flood the council. What was taken back takes no room.

    Raises:
        RuleBroken: see `MOST_WAITING` and `MOST_A_DAY`.
    """
    elsewhere = f"write to {council.email}. What you typed is kept here."
    waiting = council.unblock_requests.waiting().values_list("pk")
    if len(waiting[:MOST_WAITING]) >= MOST_WAITING:
        raise RuleBroken(
            f"{council} has more requests waiting than this page can take. Instead, {elsewhere}"
        )
    day_ago = timezone.now() - timedelta(days=1)
    sent = council.unblock_requests.filter(sent_at__gt=day_ago).exclude(state=State.WITHDRAWN)
    if len(sent.values_list("pk")[:MOST_A_DAY]) >= MOST_A_DAY:
        raise RuleBroken(
            f"{council} has had as many requests as this page takes in a day. "
            f"Try again tomorrow, or {elsewhere}"
        )


def _require_waiting(request: UnblockRequest) -> None:
    """Judges a locked request in words that its sender may read.

    Raises:
        Stale: it was decided or taken back.
    """
    if request.state == State.WITHDRAWN:
        raise Stale(f"{request.reference} was taken back.")
    if request.state == State.SET_ASIDE:
        raise Stale(f"The council has set {request.reference} aside.")
    if request.state != State.WAITING:
        raise Stale(
            f"The council has finished looking at {request.reference}. Its answer comes next."
            if request.state == State.DECIDED
            else f"The council has answered {request.reference}."
        )


def _tell_requester(request: UnblockRequest, template: str) -> None:
    """Writes to the sender, if there is an address; the link is built from our own."""
    link = f"{settings.BASE_URL}{request.status_url}"
    notify([request], template, council=request.council, secret=True, request=request, link=link)
