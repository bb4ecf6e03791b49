"""Two who leave Flitwick: Ben, half sorted out, and a contractor whose list was closed late."""

from datetime import timedelta

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.actions import add_device
from accounts.devices.models import Device
from accounts.grants.actions import confirm_on_platform, grant_access, request_access
from accounts.grants.levels import Property, least
from accounts.hours.working_days import last_shift_end
from accounts.leavers.actions import attest, complete_task, record_departure, set_aside_task
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.actions import add_member, change_password
from accounts.people.demo import DEMO_PASSWORD
from accounts.people.models import Membership, Person
from accounts.register.actions import add_account, add_way_in, change_way_in
from accounts.register.models import OfficialAccount, WayIn

Kind, Task = Departure.Kind, DepartureTask.Kind


def leavers_at(council: Council, clerk: Person) -> None:
    """Ben, who goes next week, and whoever made the website, who went last week."""
    ben = ben_at(council, clerk)
    friday = today() + timedelta(days=11 - today().weekday())
    planned = record_departure(
        membership=ben,
        kind=Kind.PLANNED,
        ends_at=last_shift_end(ben, friday),
        note="Goes to Bedford. His post is advertised.",
        actor=clerk,
    )
    group = planned.tasks.get(kind=Task.GROUP)
    complete_task(task=group, done_on=today(), note="Its list no longer shows him", actor=clerk)
    login = planned.tasks.get(kind=Task.RECOVERY).way_in
    assert login is not None
    change_way_in(  # which closes that task too
        way_in=login, accounts=login.opens.all(), recovery_phone_held_by="Town Clerk", actor=clerk
    )
    gone_at(council, clerk)


def ben_at(council: Council, clerk: Person) -> Membership:
    """Ben, with the shared login of X, a messaging group and his own telephone."""
    ben = joined(council, "Ben Carter", "ben", Membership.Category.EMPLOYEE)
    change_password(person=ben.person, password=DEMO_PASSWORD)
    opened = council.official_accounts.filter(platform=OfficialAccount.Platform.X)
    shared = add_way_in(
        council=council,
        accounts=opened,
        kind=WayIn.Kind.LOGIN,
        name=f"social@{council.slug}.example",
        platform=OfficialAccount.Platform.X,
        is_shared=True,
        recovery_email=council.email,
        recovery_phone_held_by="Ben Carter",
        two_factor=WayIn.TwoFactor.TEXT,
        password_kept="Sealed envelope in the office safe",
        actor=clerk,
    )
    group = add_account(
        council=council,
        name="Events volunteers",
        kind=OfficialAccount.Kind.MESSAGING,
        platform=OfficialAccount.Platform.WHATSAPP,
        handle="Events volunteers",
        url="https://chat.whatsapp.com/FlitwickEventsVolunteers",
        is_public=False,
        actor=clerk,
    )
    has_access(ben, shared, clerk)
    has_access(ben, group, clerk)
    add_device(
        council=council,
        name="Ben’s telephone",
        kind=Device.Kind.PHONE,
        belongs=Device.Belongs.PERSONAL,
        holder=ben,
        starts_on=ben.starts_on,
        actor=ben.person,
    )
    return ben


def gone_at(council: Council, clerk: Person) -> None:
    """A contractor whose access was removed some days after the contract ended."""
    gone = joined(council, "Kim Doyle", "kim", Membership.Category.CONTRACTOR)
    has_access(gone, council.official_accounts.get(name="Main page"), clerk)
    departure = record_departure(
        membership=gone,
        kind=Kind.CONTRACT_END,
        ends_at=last_shift_end(gone, today() - timedelta(days=3)),
        actor=clerk,
    )
    for task in departure.tasks.filter(state=DepartureTask.State.OPEN):
        if task.is_risk:
            state, plan = DepartureTask.State.ACCEPTED, "The clerk sees to it"
            set_aside_task(task=task, state=state, note=plan, actor=clerk)
        else:
            how = "Removed under Page access; the list no longer shows her"
            complete_task(task=task, done_on=today(), note=how, actor=clerk)
    words = f"All reasonable measures were taken so that {gone.goes_by} can get into no account."
    attest(departure=departure, words=words, actor=clerk)


def joined(council: Council, name: str, mailbox: str, category: str) -> Membership:
    """Somebody who came in May."""
    return add_member(
        council=council,
        name=name,
        email=f"{mailbox}@{council.slug}.example",
        category=category,
        starts_on=today() - timedelta(days=200),
        actor=None,
    )


def has_access(membership: Membership, what: Property, clerk: Person) -> None:
    """Asked for, granted and confirmed on the platform."""
    asked = request_access(
        membership=membership,
        what=what,
        level=least(what),
        why="Runs the events",
        starts_on=today(),
        actor=membership.person,
    )
    grant = grant_access(grant=asked, ends_on=None, actor=clerk)
    how = "The list on the platform shows them"
    confirm_on_platform(grant=grant, confirmed_on=today(), how=how, actor=clerk)
