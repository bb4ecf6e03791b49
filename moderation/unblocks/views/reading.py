"""The requests that wait, and the page of one: what was sent, and what became of it."""

import re
from dataclasses import replace
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.people.models import Membership
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import Entry, timeline
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.paging import keyset_page
from councilsm.pdf import pdf_response
from councilsm.refusals import RuleBroken
from moderation.blocks.models import Block, BlockPlace
from moderation.blocks.readers import DOERS, only_with
from moderation.blocks.register import LABELS as PLATFORMS
from moderation.unblocks.age import age_of, ages_of
from moderation.unblocks.before import Before, decisions_about, with_captures
from moderation.unblocks.deciders import (
    is_unset,
    names_today,
    office_in_words,
    require_not_refused,
    standing_to,
)
from moderation.unblocks.letters import paragraphs
from moderation.unblocks.listing import LABELS, NEWEST_FIRST, SHOW, parts_for
from moderation.unblocks.models import UnblockDecision, UnblockLetter, UnblockRequest
from moderation.unblocks.reaching import did_not_arrive
from moderation.unblocks.readers import PREPARING, READERS, prepares

#: By whom the trail says that something was done where nobody was signed in.
SYSTEM = "The system"
#: How a letter begins that names its reader.
GREETING = re.compile(r"(dear|hello|hi|good (morning|afternoon|day))\b.{0,100}\Z", re.IGNORECASE)


@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*READERS)
@require_safe
def request_list(request: MemberRequest) -> HttpResponse:
    """What waits, the oldest first; without outcomes, since none is a precedent."""
    show = request.GET.get("show", "")
    show = show if show in SHOW else ""
    mine = parts_for(request.membership)
    requests = request.council.unblock_requests
    counted = requests.order_by().aggregate(
        **{name or "open": Count("pk", filter=part) for name, part in mine.items()}
    )
    rows = requests.select_related("block").filter(mine[show])
    newest_first = show in NEWEST_FIRST
    page = keyset_page(rows, request, order=("-number",) if newest_first else ("number",))
    ages = ages_of(request.council, page.items)
    context = {
        "page": page,
        "rows": [(row, PLATFORMS[row.platform], ages.get(row.pk, "")) for row in page.items],
        "show": show,
        "shown": LABELS[show],
        "parts": [(name, label, counted[name or "open"]) for name, label in LABELS.items()],
        "newest_first": newest_first,
        "decides": request.membership.allows(Duty.DECIDE_UNBLOCKS),
        **who_decides(request),
    }
    return render(request, "moderation/unblocks/request_list.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*READERS)
@require_safe
def detail(request: MemberRequest, number: int) -> HttpResponse:
    """One request, and what is next about it."""
    asked = find(request, number)
    membership = request.membership
    letters = list(asked.letters.select_related("sent_by", "office").order_by("-pk"))
    places = places_of(asked.block) if made_of(asked) else []
    context = {
        **case_of(asked),
        **who_decides(request),
        "decision": made_of(asked),
        "letters": letters,
        "paragraphs": letter_of(letters, whole=prepares(membership)),
        "not_sent": was_not_sent(asked, letters),
        "returned": not letters and did_not_arrive(asked),
        "places": places,
        "left": next((place for place in places if place.to_do == "unblock"), None),
        "undoes": any(map(membership.allows, DOERS)),
        "prepares": prepares(membership),
        "names_kept": not prepares(membership),
        "decides": membership.allows(Duty.DECIDE_UNBLOCKS),
        "refused": refusal_of(membership, asked),
        "printed": any(one.way != UnblockLetter.Way.PLATFORM for one in letters),
        "events": history(asked),
    }
    return render(request, "moderation/unblocks/request.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
@only_with(*PREPARING)
@require_safe
def letter_pdf(request: MemberRequest, number: int) -> HttpResponse:
    """The answer on paper: tagged, so that a screen reader reads it too."""
    asked = find(request, number)
    rows = asked.letters.select_related("sent_by", "office").order_by("-pk")
    # A message on the platform is copied, and handed to nobody.
    printable = rows.exclude(way=UnblockLetter.Way.PLATFORM)
    letter = printable.first() or get_object_or_404(printable)
    context = {
        "asked": asked,
        "letter": letter,
        "paragraphs": paragraphs(letter.words),
        "council": request.council,
    }
    name = f"{request.council.slug}-{asked.reference.lower()}.pdf"
    return pdf_response(request, "moderation/unblocks/letter_pdf.html", context, name=name)


def letter_of(letters: list[UnblockLetter], *, whole: bool) -> list[tuple[bool, str]]:
    """The last letter’s paragraphs; for those who only read without the name that it greets."""
    parts = paragraphs(letters[0].words) if letters else []
    if parts and not whole and GREETING.match(parts[0][1]):
        parts[0] = (False, "Hello")
    return parts


def find(request: MemberRequest, number: int) -> UnblockRequest:
    """The council's request of that number with its block and decision, or 404."""
    rows = request.council.unblock_requests.select_related(
        *("block__author", "matched_by", "complaint", "access"),
        *("decision__decided_by", "decision__office"),
    )
    asked = get_object_or_404(rows, number=number)
    if asked.block is not None:
        asked.block.council = request.council
    return asked


def refusal_of(membership: Membership, asked: UnblockRequest) -> RuleBroken | None:
    """Why somebody with the duty may not decide this request: the block was theirs."""
    if asked.state != UnblockRequest.State.WAITING or not membership.allows(Duty.DECIDE_UNBLOCKS):
        return None
    try:
        require_not_refused(standing_to(membership, decisions_about(asked)))
    except RuleBroken as error:
        return error
    return None


def case_of(asked: UnblockRequest) -> dict[str, Any]:
    """What every page about one request shows: this request, and nothing of any other."""
    return {
        "asked": asked,
        "facts": asked.facts.select_related("added_by").order_by("pk"),
        "age": age_of(asked),
    }


def block_of(case: Before) -> dict[str, Any]:
    """The block a request is about, how it was decided, and what its author did before it."""
    block = case.request.block
    if block is None:
        return {"blocked": None}
    places = places_of(block)
    return {
        "blocked": block,
        "decisions": case.standing,
        "places": places,
        "conduct": with_captures([one for one in case.entries if not one.in_error]),
        "still_shown": [place for place in places if place.to_do == "unblock"],
        "errors": sum(one.in_error for one in case.entries),
    }


def places_of(block: Block | None) -> list[BlockPlace]:
    """The accounts of a block, each with what is left to do there."""
    if block is None:
        return []
    rows = list(block.places.select_related("account").order_by("pk"))
    for place in rows:
        place.block = block
    return rows


def history(asked: UnblockRequest) -> list[Entry]:
    """What happened to it. Nobody was signed in when the requester did something."""
    theirs = {Verb.UNBLOCK_ASKED.label, Verb.UNBLOCK_FACT_ADDED.label, Verb.UNBLOCK_WITHDRAWN.label}
    return [
        replace(entry, by="Whoever asks") if entry.by == SYSTEM and entry.title in theirs else entry
        for entry in timeline(asked)
    ]


def made_of(asked: UnblockRequest) -> UnblockDecision | None:
    """The decision of a request that came with it; None while there is none."""
    decision: UnblockDecision | None = getattr(asked, "decision", None)
    return decision


def was_not_sent(asked: UnblockRequest, letters: list[UnblockLetter]) -> bool:
    """Whether the mail with the last letter did not go, as far as our mail server says."""
    if not letters or letters[0].way != UnblockLetter.Way.EMAIL or not asked.email:
        return False
    return did_not_arrive(asked, since=letters[0].sent_at)


def who_decides(request: MemberRequest) -> dict[str, Any]:
    """The office that decides, who holds it today besides the reader, and the rule's source."""
    book, reader = request.council.rulebook, request.membership
    decides = reader.allows(Duty.DECIDE_UNBLOCKS)
    names = "" if decides else names_today(reader)
    return {
        "office": office_in_words(request.council),
        "names": names,
        "nobody": not decides and not names,
        "unset": is_unset(request.council),
        "office_source": book.source_if_set("decide_unblocks"),
    }
