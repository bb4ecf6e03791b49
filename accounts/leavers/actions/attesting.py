"""The end of a departure: all reasonable measures were taken, says somebody else."""

from django.utils import timezone

from accounts.dates import today
from accounts.leavers.actions import common
from accounts.leavers.actions.closing import close
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.risks import Others
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.inbox.due import counted
from councilsm.refusals import RuleBroken, Stale, required_words

State = DepartureTask.State


@action
def attest(*, departure: Departure, words: str, actor: Person) -> Departure:
    """Attests that all reasonable measures were taken (FTC-6.2-n), which closes the departure.

    A warning is closed with it where somebody else is confirmed by now. What was late stays late,
    and the entry says how much.

    Raises:
        Stale: it is over.
        RuleBroken: the actor plans no departures, or it is their own; rights have not ended; a step
            or a warning is open; or nothing is said.
    """
    departure = common.lock(departure, people=False)
    duty = common.require_planner(departure.membership, actor)
    if not departure.is_open:
        raise Stale(f"{departure.reference} is over: {departure.tag['label'].lower()}.")
    if departure.membership.person_id == actor.pk:
        raise RuleBroken("Nobody attests their own leaving. Somebody else does.")
    if departure.ended_at is None:
        raise RuleBroken(
            f"Their rights end on {when_in_words(departure.ends_at)}. Attest it after that."
        )
    refuse_secrets(words)
    words = required_words(words, "Say what was done so that they can get in nowhere.")
    common.add_tasks(departure)  # what the registers learned since
    _close_met(departure, actor)
    _require_all_closed(departure)
    tasks = list(departure.tasks.all())
    late = [task.what for task in tasks if task.is_late]
    membership = actor.require_membership_at(departure.council)
    departure.attested_at, departure.attested_by = timezone.now(), actor
    departure.attested_in_id = membership.office_for(duty)
    departure.attested_words = words
    departure.save(update_fields=["attested_at", "attested_by", "attested_in", "attested_words"])
    record(
        Verb.DEPARTURE_ATTESTED,
        departure,
        actor=actor,
        duty=duty,
        new={
            **common.facts(departure),
            "note": words,
            "steps": len(tasks),
            "late": late,
            "risks_recorded": [t.what for t in tasks if t.state == State.ACCEPTED],
        },
    )
    return departure


def _close_met(departure: Departure, actor: Person) -> None:
    """Closes each warning that somebody else has been found for meanwhile."""
    open_risks = departure.tasks.filter(state=State.OPEN, kind__in=DepartureTask.RISKS)
    rows = list(open_risks.select_for_update(no_key=True).order_by("pk"))
    others = Others(departure)
    for task in rows:
        task.departure, task.council = departure, departure.council
        if others.meet(task):
            note = "Somebody else is on record for it."
            close(task, actor, state=State.DONE, note=note, done_on=today())


def _require_all_closed(departure: Departure) -> None:
    """Asserts that nothing is left.

    Raises:
        RuleBroken: something is; says what.
    """
    left = list(departure.tasks.filter(state=State.OPEN))
    risks = [task for task in left if task.is_risk]
    steps = len(left) - len(risks)
    if steps:
        raise RuleBroken(
            f"{counted(steps, 'step is', 'steps are')} still to be done. Close them first."
        )
    if risks:
        raise RuleBroken(f"{risks[0].what}. Record who takes over, or record the risk with a plan.")
