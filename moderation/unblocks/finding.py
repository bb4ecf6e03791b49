"""Blocks that a request may be about, as a human looks for them. Nothing is matched by itself."""

import re

from django.db.models import Q

from accounts.councils.models import Council
from councilsm.refusals import RuleBroken
from moderation.blocks.models import Block
from moderation.items.authors import handle_key, plain_handle

#: Blocks by which somebody is or was blocked: not what was only proposed, or refused.
BLOCKED_ONCE = Q(state__in=[Block.State.STANDS, Block.State.LIFTED]) | Q(
    state__in=Block.UNDECIDED, is_urgent=True
)
#: So many are offered; who finds more types more.
MOST = 20
REFERENCE = re.compile(r"b-?0*([0-9]{1,9})", re.IGNORECASE | re.ASCII)


def blocks_like(council: Council, typed: str) -> list[Block]:
    """The council's blocks of profiles whose handle begins so, or the one of that reference.

    On every platform, since people mistake theirs; ended ones too. The newest first; one query,
    none where nothing was typed.
    """
    typed = typed.strip()
    if not typed:
        return []
    key = handle_key(_handle_in(typed))
    asked = Q(author__handle_key__startswith=key) if key else Q(pk=None)  # not: begins with ""
    if found := REFERENCE.fullmatch(typed):
        asked |= Q(number=int(found[1]))
    rows = council.blocks.filter(asked).filter(BLOCKED_ONCE).exclude(author__handle_key="")
    return list(rows.select_related("author").order_by("-pk")[:MOST])


def _handle_in(typed: str) -> str:
    """The handle that the address of a profile shows; else what was typed."""
    try:
        return plain_handle(typed)
    except RuleBroken:
        return typed
