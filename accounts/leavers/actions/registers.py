"""What a task means in the register that it is about: its row is held, then the change is made."""

from collections.abc import Callable
from datetime import date

from accounts.devices.actions import keeping as devices
from accounts.devices.models import Device
from accounts.grants.actions import common as granting
from accounts.grants.actions.platform import take_off
from accounts.grants.models import AccessGrant
from accounts.leavers.actions.closing import office_of
from accounts.leavers.actions.ending import end_one
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.proof import is_known_to_them, names_them, shared_access, taken_over
from accounts.leavers.questions import is_told
from accounts.people.models import Person
from accounts.register.actions.ways_in import keep_new_password
from accounts.register.actions.ways_in import lock as lock_way_in
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.files.models import StoredFile
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken

Kind = DepartureTask.Kind
_S = AccessGrant.Status

#: Called once the task is held: how it was done, by whom, and a picture.
Change = Callable[[str, Person, StoredFile | None], None]


def do_in_register(task: DepartureTask, done_on: date) -> Change:
    """Holds the row that a task is about and judges; what it returns makes the change there.

    Raises:
        RuleBroken: the register refuses, saying what to do first.
    """
    if task.grant is not None:
        return _access(task, granting.lock(task.grant), done_on)
    if task.kind == Kind.PASSWORD and task.way_in:
        return _password(task, done_on)
    if task.kind == Kind.RECOVERY and task.way_in and names_them(task.way_in, task.departure):
        raise RuleBroken(
            f"The register still says that {task.way_in} is recovered through them. Change it "
            "there, and this step is done."
        )
    if task.kind == Kind.DEVICE and task.device:
        return _device(task.device, task.departure, done_on)
    if task.kind in (Kind.OFFICE, Kind.TEAM) and not taken_over(task):
        raise RuleBroken(
            "The register does not say who takes over. Put it there first, or say on the next page "
            "why nobody does."
        )
    if task.kind == Kind.SELF_REMOVAL and not task.confirmed_at:
        departure = task.departure
        if is_told(departure) and not departure.has_come:
            raise RuleBroken("They confirm first that they have done it. Then you look.")
    return _nothing


def _nothing(note: str, actor: Person, evidence: StoredFile | None) -> None:
    """Nothing stands in a register for it, or it is there already."""


def _access(task: DepartureTask, grant: AccessGrant, done_on: date) -> Change:
    """Ends it here, if it has not, and records that it is gone from the platform.

    Nobody is taken off a shared login but by a new password.

    Raises:
        RuleBroken: it is one, and they still know the password.
    """
    departure = task.departure
    if is_known_to_them(task):
        raise RuleBroken(
            f"They still know the password of {grant.way_in}. Change it, and this is done as well."
        )
    grant.membership = departure.membership
    over = grant.removed_on or grant.continued_as_id or grant.status == _S.REFUSED

    def change(note: str, actor: Person, evidence: StoredFile | None) -> None:
        if over:
            return
        if grant.status in granting.OPEN and grant.status != _S.SUSPENDED and not grant.is_over:
            asked = grant.status == _S.REQUESTED
            _end_now(grant, task, actor)
            if asked:
                return
        if not grant.removed_on:
            take_off(
                grant=grant,
                removed_on=done_on,
                how=note,
                actor=actor,
                office_id=office_of(task, actor),
                evidence=evidence,
            )

    return change


def _end_now(grant: AccessGrant, task: DepartureTask, actor: Person) -> None:
    """Ends access before the moment because it is gone from the platform already."""
    decision = end_one(grant, task.departure, actor, office_of(task, actor))
    if decision is not None:
        decision.decided_by = actor
        grant.save(update_fields=["status", "ends_on"])
        decision.save()


def _password(task: DepartureTask, done_on: date) -> Change:
    """Records the day of the new password; an older one they may still know."""
    way_in, departure = task.way_in, task.departure
    assert way_in is not None
    held = lock_way_in(way_in)
    if done_on < departure.knows_until:
        since = when_in_words(departure.knows_until)
        raise RuleBroken(f"They may know a password from before {since}. Change it again.")
    shared = shared_access(departure, way_in)
    grants = list(shared.select_for_update(no_key=True, of=("self",)).order_by("pk"))

    def change(note: str, actor: Person, evidence: StoredFile | None) -> None:
        if held.password_changed_on is None or held.password_changed_on < done_on:
            keep_new_password(way_in=way_in, on=done_on, actor=actor)
        for grant in grants:
            _gone_with_the_password(grant, task, done_on, actor)

    return change


def _gone_with_the_password(
    grant: AccessGrant, task: DepartureTask, done_on: date, actor: Person
) -> None:
    """They no longer know a shared login, so that their access to it is over and gone."""
    grant.council, grant.membership = task.council, task.departure.membership
    grant.refresh_from_db(fields=["status", "ends_on", "removed_on"])
    if grant.removed_on:
        return
    if grant.status in granting.ENDABLE and not grant.is_over:
        _end_now(grant, task, actor)
    if grant.is_to_remove:
        day = max(done_on, grant.confirmed_on or done_on)
        how = "By a new password, as its register says."
        office_id = office_of(task, actor)
        take_off(grant=grant, removed_on=day, how=how, actor=actor, office_id=office_id)


def _device(device: Device, departure: Departure, done_on: date) -> Change:
    """Their own is out of use; the council's is nobody's until it is given out again."""
    device = devices.lock(device)
    device.council = departure.council

    def change(note: str, actor: Person, evidence: StoredFile | None) -> None:
        if device.ends_on or device.holder_id != departure.membership_id:
            return
        if device.belongs == Device.Belongs.PERSONAL:
            devices.take_out_of_use(device, max(done_on, device.starts_on), actor)
            return
        old = devices.as_is(device)
        device.holder = None
        device.save(update_fields=["holder"])
        new = devices.as_is(device) | {"note": f"Handed back. {note}"}
        record(Verb.DEVICE_CHANGED, device, actor=actor, old=old, new=new)

    return change
