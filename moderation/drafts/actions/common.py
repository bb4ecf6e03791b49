"""What every action on a draft begins with."""

from textwrap import shorten

from councilsm.refusals import RuleBroken
from moderation.drafts.models import Draft


def locked(draft: Draft) -> Draft:
    """The draft as it is now, held until the action ends.

    The bare row: PostgreSQL, having waited, would read a joined row as it was before. Author and
    revisions never change, so the ones already read serve again; but not what the revision had
    read of its pictures, whose permissions may have ended since.
    """
    row = draft.council.drafts.select_for_update(no_key=True).get(pk=draft.pk)
    for name in ("author", "current"):
        known = draft._state.fields_cache.get(name)
        if known is not None and known.pk == getattr(row, f"{name}_id"):
            known.__dict__.pop("shown", None)
            setattr(row, name, known)
    return row


def require_no_open_advice(draft: Draft) -> None:
    """Nothing is approved or posted while a question about it waits for its answer (DTC-4-f).

    Raises:
        RuleBroken: a question is open; names who was asked and the rule that says so.
    """
    question = draft.advice.open().first()
    if question is None:
        return
    book = draft.council.rulebook
    raise RuleBroken(
        f"{question.asked_by} asked the {question.asked_of} about {draft.reference}: "
        f"“{shorten(question.question, 200, placeholder='…')}” Nothing is approved or posted "
        "until it is answered.",
        source=book.source_if_set("advice"),
    )
