"""The case held, and the end of a warning: what several of the actions do."""

from django.utils import timezone

from accounts.lookalikes.models import Lookalike, PublicWarning
from accounts.people.models import Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import Stale


def open_case(lookalike: Lookalike) -> Lookalike:
    """The case as it is now, held until the action ends.

    Raises:
        Stale: it is closed.
    """
    rows = lookalike.council.lookalikes.select_for_update(no_key=True)
    case = rows.get(pk=lookalike.pk)
    if case.closed_at is not None:
        raise Stale(f"{case.reference} is closed. If the account is back, record a new case.")
    return case


def end_now(warning: PublicWarning, reason: str, actor: Person) -> None:
    """Ends a warning that is held."""
    warning.ended_at, warning.ended_by = timezone.now(), actor
    warning.save(update_fields=["ended_at", "ended_by"])
    record(
        Verb.WARNING_ENDED,
        warning.lookalike,
        actor=actor,
        duty=Duty.KEEP_REGISTER,
        new={"reason": reason},
    )
