"""Emptying words of a case that may not be kept: a medical letter, or by lawful erasure."""

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale, required_words
from moderation.cases.actions.common import locked, require_reader, write
from moderation.cases.models import Case, CaseEntry


@action
def erase_from_case(
    *, case: Case, words: str, actor: Person, entry: CaseEntry | None = None
) -> Case:
    """Empties the words of one line, or of what the case began with; that there was one stays.

    Args:
        words: why they may not be kept, without saying them again.
        entry: a line of the timeline; None for what happened.

    Raises:
        RuleBroken: it is kept for legal action, nothing says why, or it is not open to the actor.
        Stale: nothing is left there.
    """
    case = locked(case)
    require_reader(case, actor)
    words = required_words(words, "Say why they may not be kept.")
    if case.hold:
        raise RuleBroken("It is kept for legal action. End that first.")
    row = case if entry is None else case.entries.get(pk=entry.pk)
    field = "what" if isinstance(row, Case) else "words"
    if not getattr(row, field):
        raise Stale("These words were erased already.")
    setattr(row, field, "")
    row.save(update_fields=[field])
    write(case, CaseEntry.Kind.ERASED, Verb.CASE_NOTED, words=words, actor=actor)
    return case
