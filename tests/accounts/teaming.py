"""The team, training and devices of Flitwick and of Ashford, as tests need them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.actions import lose_device, permit_device
from accounts.devices.models import Device, DevicePermission, LostDevice
from accounts.people.models import Membership, Person, TeamMember
from accounts.register.models import WayIn
from accounts.team.actions import join_team, word_undertaking
from accounts.team.models import TeamChange, UndertakingText
from accounts.training.actions import NeededBy, add_course, record_completion
from accounts.training.models import Course
from councilsm.audit.models import AuditEvent
from councilsm.duties import Duty
from tests.accounts.changing import in_boxes
from tests.cast import Cast, a_member

WORDS = "I keep my passwords to myself."


def yesterday() -> date:
    return today() - timedelta(days=1)


def tomorrow() -> date:
    return today() + timedelta(days=1)


def next_year() -> date:
    return today() + timedelta(days=365)


def flitwick(*, live: bool = False) -> Council:
    """Flitwick by its own rulebook, with its clerk and deputy on the team."""
    council = create_council(
        name="Flitwick", slug="flitwick", email="o@example.org", rulebook="flitwick", actor=None
    )
    a_member(council, "Tessa Clerk", "town-clerk", team=True)
    a_member(council, "Dan Deputy", "deputy-town-clerk", team=True)
    a_member(council, "Mo Manager", "communications-manager", team=True)
    a_member(council, "Wes Warden")
    if live:
        council.go_live_on = today()
        council.save(update_fields=["go_live_on"])
    return council


def named(name: str) -> Person:
    return Person.objects.get(name=name)


def of(name: str) -> Membership:
    """The one membership of somebody."""
    return Membership.objects.get(person__name=name)


def a_text(council: Council, words: str = WORDS, actor: Person | None = None) -> UndertakingText:
    return word_undertaking(council=council, words=words, actor=actor)


def a_course(council: Council, title: str = "Using social media", **by: Any) -> Course:
    """A course that the team needs, unless said otherwise."""
    needed_by = [NeededBy(**(by or {"team": True}))]
    return add_course(
        council=council, title=title, valid_months=24, needed_by=needed_by, actor=None
    )


def joining(membership: Membership, **typed: Any) -> dict[str, Any]:
    """What the page for joining the team posts."""
    return {
        "membership": membership.pk,
        "why": "They run the warden service’s page.",
        **in_boxes("starts_on", today()),
        **typed,
    }


URGENT = {
    "why_urgent": "The flood page has nobody.",
    "why_unavailable": "Tessa is in surgery.",
}


def a_change(cast: Cast) -> TeamChange:
    """Ana's seat, given by Adam."""
    ana = Membership.objects.get(person=cast.ana)
    return join_team(membership=ana, starts_on=today(), actor=cast.adam)


def a_device(cast: Cast, **more: Any) -> Device:
    """Ana's own telephone."""
    values: dict[str, Any] = {
        "council": cast.ashford,
        "name": "Ana’s phone",
        "kind": "phone",
        "belongs": "personal",
        "holder": Membership.objects.get(person=cast.ana),
        "starts_on": today(),
    }
    return Device.objects.create(**{**values, **more})


def a_permission(cast: Cast, device: Device | None = None) -> DevicePermission:
    """Priya permits it until next year; Ana has not accepted the terms yet."""
    return permit_device(
        device=device or a_device(cast), starts_on=today(), ends_on=next_year(), actor=cast.priya
    )


def a_loss(cast: Cast) -> LostDevice:
    """Ana has lost it; one password has to change."""
    way = WayIn.objects.create(council=cast.ashford, kind="login", name="social@ashford.example")
    return lose_device(
        device=a_device(cast),
        lost_on=today(),
        what_happened="Left on the bus.",
        ways=[way],
        actor=cast.ana,
    )


def phone_typed(**typed: Any) -> dict[str, Any]:
    """What the page for a new device posts."""
    return {"name": "Mo’s phone", "kind": "phone", **in_boxes("starts_on", today()), **typed}


def mos_phone(as_: Callable[[Person], Client]) -> Device:
    """Mo's own telephone, entered by Mo."""
    answer = as_(named("Mo Manager")).post("/c/flitwick/devices/new/", phone_typed())
    assert answer.status_code == 302
    return Device.objects.get()


def refused(answer: Any) -> str:
    """The page that says why not."""
    assert answer.status_code == 409
    return str(answer.content.decode())


def verbs_of(row: Any) -> list[str]:
    return [event.verb for event in AuditEvent.objects.about(row).order_by("sequence")]


def on_team(name: str) -> bool:
    """Whether somebody sits on Flitwick's team today, and may do what the team may."""
    person = named(name)
    membership = person.membership_at("flitwick")
    assert membership
    assert membership.allows(Duty.LOG_MODERATION) is membership.on_team
    return membership.on_team


def done(course: Course, name: str) -> None:
    """Somebody at Flitwick has done a course."""
    record_completion(
        course=course,
        membership=of(name),
        completed_on=today(),
        paper_reference="File 7",
        actor=named("Tessa Clerk"),
    )


def _seat(cast: Cast) -> list[Any]:
    seat: TeamMember = a_change(cast).seat
    return [seat.pk]


def _paper(cast: Cast) -> list[Any]:
    a_text(cast.ashford)
    return _seat(cast)


def _changed(cast: Cast) -> list[Any]:
    lost = a_loss(cast)
    return [lost.pk, lost.password_changes.get().pk]


def _closable(cast: Cast) -> list[Any]:
    return [a_loss(cast).pk]


#: For the table of access: each URL name with the arguments after the council's.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "team:join": lambda cast: [],
    "team:leave": _seat,
    "team:review": lambda cast: [a_change(cast).pk],
    "team:paper": _paper,
    "training:course": lambda cast: [a_course(cast.ashford).pk],
    "training:end": lambda cast: [a_course(cast.ashford).pk],
    "devices:detail": lambda cast: [a_device(cast).pk],
    "devices:change": lambda cast: [a_device(cast).pk],
    "devices:end": lambda cast: [a_device(cast).pk],
    "devices:lose": lambda cast: [a_device(cast).pk],
    "devices:permit": lambda cast: [a_device(cast).pk],
    "devices:accept": lambda cast: [a_permission(cast).pk],
    "devices:withdraw": lambda cast: [a_permission(cast).pk],
    "devices:lost": _closable,
    "devices:changed": _changed,
    "devices:close": _closable,
}
