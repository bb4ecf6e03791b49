"""A step that was closed by mistake is open again, while its departure is."""

from accounts.leavers.actions import common
from accounts.leavers.actions.doing import require_theirs
from accounts.leavers.models import DepartureTask
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, Stale, required_words

Kind, State = DepartureTask.Kind, DepartureTask.State


@action
def reopen_task(*, task: DepartureTask, why: str, actor: Person) -> DepartureTask:
    """Opens again what was recorded as done or set aside by mistake; the trail keeps both.

    What was done in a register is put right there first: where the register still has it, the step
    stays done, since that is one truth.

    Raises:
        Stale: it is open, or the departure is over.
        RuleBroken: it is not the actor's to close, the register still says that it is done, or no
            reason is given.
    """
    task = require_theirs(task, actor)
    common.require_open(task.departure)
    if refused := why_it_stays(task):
        raise RuleBroken(refused)
    refuse_secrets(why)
    why = required_words(why, "Say what was wrong.")
    rows = DepartureTask.objects.select_for_update(no_key=True)
    row: DepartureTask = rows.get(pk=task.pk)
    row.departure, row.council = task.departure, task.council
    if row.is_open:
        raise Stale("This step is open already.")
    old = {
        "state": State(row.state).label,
        "note": row.note,
        "done_on": row.done_on.isoformat() if row.done_on else None,
        "evidence": row.evidence.digest if row.evidence else "",
    }
    row.state, row.note, row.done_on = State.OPEN, "", None
    row.evidence, row.closed_by, row.closed_at = None, None, None
    row.save(update_fields=["state", "note", "done_on", "evidence", "closed_by", "closed_at"])
    new = {"step": row.what, "reason": why, "note": f"{row.what}. {why}"}
    record(Verb.DEPARTURE_STEP_REOPENED, row.departure, actor=actor, old=old, new=new)
    return row


def why_it_stays(task: DepartureTask) -> str:
    """Why a closed step cannot be opened again here; empty where it can."""
    if task.state != State.DONE:
        return ""
    grant, way_in, device = task.grant, task.way_in, task.device
    if grant is not None and (grant.removed_on or grant.status == grant.Status.REFUSED):
        return (
            f"{grant.reference} is over in the register of access. Whoever still has it is put "
            "down there as found on the platform, which makes a step of its own."
        )
    changed = way_in.password_changed_on if way_in and task.kind == Kind.PASSWORD else None
    if changed and changed >= task.departure.knows_until:
        return f"The register says that the password of {way_in} was changed. Correct it there."
    if device is not None and (device.ends_on or device.holder_id != task.departure.membership_id):
        return f"The register says that {device} is not theirs any more. Correct it there."
    return ""
