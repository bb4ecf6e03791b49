"""Closing a case with its outcome, and opening it again."""

from uuid import UUID

from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale, required_words
from moderation.cases.actions.common import locked, refuse_twice, require_reader, to_work_on, write
from moderation.cases.kinds import NEEDS, outcomes_of
from moderation.cases.models import Case, CaseEntry


@action
def close_case(
    *,
    case: Case,
    outcome: str,
    words: str,
    advice: str = "",
    form_key: UUID | None = None,
    actor: Person,
) -> Case:
    """Closes a case with an outcome of its kind.

    Args:
        outcome: one of `Case.Outcome` that its kind may end with.
        words: what came of it, kept on the timeline.
        advice: what advice was given, where none is on the timeline yet: a case of threats or
            abuse is not closed without (LLTC-8.1-a).

    Raises:
        RuleBroken: the outcome is not one of its kind's, or what it needs is not on record.
        AlreadyDone, Stale: see `to_work_on`.
    """
    case = to_work_on(case, actor, form_key=form_key)
    if outcome not in outcomes_of(case.kind):
        raise RuleBroken("Select how it ended.")
    words = required_words(words, "Say what came of it.")
    _require_for(case, Case.Outcome(outcome))
    if advice.strip():
        write(case, CaseEntry.Kind.ADVICE, Verb.CASE_ADVISED, words=advice.strip(), actor=actor)
    elif case.kind == Case.Kind.ABUSE and not is_advised(case):
        raise RuleBroken("Say what advice was given. It cannot be closed without.")
    case.outcome, case.closed_at = outcome, timezone.now()
    case.save(update_fields=["outcome", "closed_at"])
    write(
        case,
        CaseEntry.Kind.CLOSED,
        Verb.CASE_CLOSED,
        words=words,
        outcome=case.get_outcome_display(),
        form_key=form_key,
        actor=actor,
    )
    return case


def is_advised(case: Case) -> bool:
    """Whether advice is on the timeline."""
    return case.entries.filter(kind=CaseEntry.Kind.ADVICE).exists()


def _require_for(case: Case, outcome: Case.Outcome) -> None:
    """Asserts that what an outcome says is on record."""
    bodies, sentence = NEEDS.get(outcome, (frozenset(), ""))
    if bodies and not case.referrals.filter(body__in=bodies).exists():
        raise RuleBroken(sentence)
    reasoned = case.entries.filter(kind=CaseEntry.Kind.NOT_TOLD)
    if outcome == Case.Outcome.NOT_TOLD and not reasoned.exists():
        raise RuleBroken("Write down first why a risk to people is unlikely.")


@action
def reopen_case(*, case: Case, words: str, form_key: UUID | None = None, actor: Person) -> Case:
    """Opens a closed case again, by a line that names the closing it follows.

    Raises:
        RuleBroken: nothing says why, or the case is not open to the actor.
        Stale: it is open.
        AlreadyDone: the same page was sent before.
    """
    case = locked(case)
    require_reader(case, actor)
    refuse_twice(case, form_key)
    words = required_words(words, "Say why it is opened again.")
    if case.closed_at is None:
        raise Stale("This case is open.")
    closing = case.entries.filter(kind=CaseEntry.Kind.CLOSED).latest("pk")
    case.outcome, case.closed_at = "", None
    case.save(update_fields=["outcome", "closed_at"])
    write(
        case,
        CaseEntry.Kind.REOPENED,
        Verb.CASE_REOPENED,
        words=words,
        outcome=closing.outcome,
        follows=closing,
        form_key=form_key,
        actor=actor,
    )
    return case
