"""Proposing a block from the log, taking that back, and what they are told and answer before."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.blocks.actions import (
    propose_block,
    record_notice,
    record_response,
    record_told,
    withdraw_proposal,
)
from moderation.blocks.actions.proposing import accounts_of
from moderation.blocks.conduct import conduct_of
from moderation.blocks.forms.proposing import (
    NoticeForm,
    ProposeForm,
    ResponseForm,
    ToldForm,
    WithdrawForm,
)
from moderation.blocks.models import Block
from moderation.blocks.questions import blocked_on, dealt_with, waiting_for
from moderation.blocks.readers import block_doers
from moderation.blocks.telling import notice_of
from moderation.blocks.words import nothing_words, notice_words, to_tell, told_words
from moderation.items.authors import shown
from moderation.items.models import Author
from moderation.log.models import ModerationAction


@member_view(Duty.LOG_MODERATION)
def propose(request: MemberRequest) -> HttpResponse:
    """From an entry of the log (`?entry=`), or from a profile (`?author=`), in one step."""
    entry, author = source_of(request)
    offered = accounts_of(author)
    account = entry.item.account_id if entry else None
    kept_from = blocked_on(author, offered)
    kept = {place.account_id for place in kept_from}
    free = [one.pk for one in offered if one.pk not in kept]
    waits = waiting_for(author)
    here = [pk for pk in free if pk == account]
    form = ProposeForm(
        request.POST or None,
        request.FILES or None,
        council=request.council,
        offered=offered,
        initial={"accounts": here or free},
    )
    return take_step(
        request,
        form,
        partial(propose_block, author=author, prompted_by=entry, actor=request.user),
        "moderation/blocks/propose.html",
        said=lambda block: f"{block.reference} is proposed.",
        author=author,
        entry=entry,
        offered=offered,
        conduct=conduct_of(author),
        before=dealt_with(entry),
        waits=waits,
        there=kept_from,
        shut=request.method != "POST" and (waits is not None or (bool(offered) and not free)),
        back_url=back_of(entry, author),
    )


@member_view(Duty.SUBMIT_DRAFTS)
@block_doers
def withdraw(request: MemberRequest, number: int) -> HttpResponse:
    """A proposal is taken back before anybody decided it."""
    block = find_block(request, number)
    noticed = notice_of(block) is not None
    form = WithdrawForm(request.POST or None, council=request.council, noticed=noticed)
    act = partial(withdraw_proposal, block=block, actor=request.user)
    said = f"{block.reference} is taken back."
    words = nothing_words(block) if noticed else ""
    return step(request, block, form, act, "withdraw", said, words=words)


@member_view(Duty.SUBMIT_DRAFTS)
@block_doers
def notice(request: MemberRequest, number: int) -> HttpResponse:
    """A notice of intention was sent on the platform."""
    block = find_block(request, number)
    form = NoticeForm(
        request.POST or None,
        request.FILES or None,
        council=request.council,
        initial={"words": notice_words(block)},
    )
    act = partial(record_notice, block=block, actor=request.user)
    rule = request.council.rulebook.rules.block_telling.value
    return step(
        request,
        block,
        form,
        act,
        "notice",
        "The notice is on the record.",
        days=rule.days if rule else None,
        source=request.council.rulebook.source_if_set("block_telling"),
    )


@member_view(Duty.SUBMIT_DRAFTS)
@block_doers
def response(request: MemberRequest, number: int) -> HttpResponse:
    """They answered the notice."""
    block = find_block(request, number)
    form = ResponseForm(request.POST or None, council=request.council)
    act = partial(record_response, block=block, actor=request.user)
    said = "Their response is on the record."
    return step(request, block, form, act, "response", said, notice=notice_of(block))


@member_view(Duty.SUBMIT_DRAFTS)
@block_doers
def told(request: MemberRequest, number: int) -> HttpResponse:
    """They were sent the decision."""
    block = find_block(request, number)
    form = ToldForm(request.POST or None, council=request.council)
    act = partial(record_told, block=block, actor=request.user)
    decision = to_tell(block, list(block.decisions.order_by("pk")), notice_of(block))
    if request.method != "POST" and decision is None:
        return redirect(block)
    said = "That they were told is on the record."
    words = told_words(block, decision) if decision else ""
    return step(request, block, form, act, "told", said, words=words, decision=decision)


def step(
    request: MemberRequest, block: Block, form: Any, act: Any, what: str, said: str, **page: Any
) -> HttpResponse:
    """A page about one block with one form that does one thing.

    Args:
        what: names the template.
        said: what the next page says.
    """
    template = f"moderation/blocks/{what}.html"
    return take_step(request, form, act, template, said=said, then=block, the_block=block, **page)


def find_block(request: MemberRequest, number: int, *, with_entry: bool = True) -> Block:
    """A block of the council's, or 404.

    Args:
        with_entry: the entry of the log that it was proposed for is asked for at once, too.
    """
    rows = request.council.blocks.select_related(
        *("author", "proposed_by", "office", "proof", "notice__sent_by", "notice__response_by"),
        *(("prompted_by__item",) if with_entry else ()),
    )
    block: Block = get_object_or_404(rows, number=number)
    block.council = block.author.council = request.council
    return block


def source_of(request: MemberRequest) -> tuple[ModerationAction | None, Author]:
    """The entry that an address names, if any, and whom it is about; or 404.

    What only restricted cases know is not found.
    """
    council, asked = request.council, request.GET
    entry: ModerationAction | None = None
    if pk := number_of(asked.get("entry", "")):
        entries = council.moderation_actions.for_everyone().exclude(author=None)
        entry = get_object_or_404(entries.select_related("item", "author"), pk=pk)
        entry.council = entry.item.council = council
    known = shown(council.authors.all())
    author: Author = get_object_or_404(
        known, pk=entry.author_id if entry else number_of(asked.get("author", ""))
    )
    author.council = council
    return entry, author


def number_of(text: str) -> int:
    """The number in an address; 0 for none.

    Raises:
        Http404: it is no number.
    """
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise Http404
    return int(text)


def back_of(entry: ModerationAction | None, author: Author) -> str:
    """The page from which it is proposed."""
    if entry is not None:
        return entry.item.get_absolute_url()
    return reverse("log:author", args=[author.council.slug, author.pk])
