"""Setup: the questions that a new council answers."""

from typing import Any

from accounts.councils.actions.rules import change_rules, changed
from accounts.councils.models import Council
from accounts.councils.questions import BY_KEY
from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import Stale


@action
def answer_setup(
    *,
    council: Council,
    question: str,
    changes: dict[str, dict[str, Any]],
    why: str,
    actor: Person,
    based_on: int | None = None,
    clauses: dict[str, str] | None = None,
    offices: dict[str, str] | None = None,
) -> Council:
    """Answers one setup question: sets its rules or, without changes, leaves them as they are.

    Left unset they are put off, and can be answered later; left as a shipped policy sets them
    they are confirmed.

    Args:
        changes, clauses, offices: as `change_rules` takes them.
        based_on: the number of the version that the page showed; None where no page did.

    Raises:
        Stale: the question was answered already (another tab, another person), or its rules were
            changed since the page was shown.
        RuleBroken: the actor does not keep the rules, or a value does not fit.
    """
    actor.require_duty_at(council, Duty.MANAGE_RULES)
    council = Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    last = council.rulebook_versions.latest("number")
    rules = BY_KEY[question].rules
    if question not in council.setup_left and _all_set(last.rulebook, rules):
        raise Stale("This question was answered already. You can change the answer under Rules.")
    if based_on is not None and based_on != last.number:
        shown = council.rulebook_versions.filter(number=based_on).first()
        if shown is None or any(_differs(shown.rulebook, last.rulebook, name) for name in rules):
            raise Stale("These rules were changed while your page was open. Read them again.")
    if changes and changed(last.rulebook, changes, clauses or {}, offices or {}) != last.rulebook:
        last = change_rules(
            council=council,
            changes=changes,
            clauses=clauses,
            offices=offices,
            in_force_from=max(today(), last.in_force_from),
            why=why,
            based_on=last.number,
            actor=actor,
        )
    left = council.setup_left
    council.setup_left = [key for key in left if key != question]
    council.save(update_fields=["setup_left"])
    record(
        Verb.SETUP_ANSWERED,
        council,
        actor=actor,
        council=council,
        duty=Duty.MANAGE_RULES,
        new={"question": question, "rules": sorted(changes), "set": _all_set(last.rulebook, rules)},
    )
    if left and not council.setup_left:
        record(
            Verb.SETUP_FINISHED,
            council,
            actor=actor,
            council=council,
            duty=Duty.MANAGE_RULES,
        )
    return council


def _differs(one: Rulebook, other: Rulebook, name: str) -> bool:
    return bool(getattr(one.rules, name) != getattr(other.rules, name))


def _all_set(book: Rulebook, rules: tuple[str, ...]) -> bool:
    return all(getattr(book.rules, name).is_set for name in rules)
