"""One way in to end, or one thing to hand over."""

from django.db import models
from django.db.models import Q

from accounts.dates import LONDON, today
from accounts.devices.models import Device
from accounts.grants.models import AccessGrant
from accounts.leavers.models.departure import Departure
from accounts.people.models import Appointment, Office, TeamMember
from accounts.register.models import OfficialAccount, WayIn


class DepartureTask(models.Model):
    """One way in to end, or one thing to hand over; done by its owner's office, with proof.

    `due_on` is the last day on which it is in time. What is done after it stays late for ever
    (FTC-6.2-l, -m).
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "Access"
        GROUP = "group", "Messaging group"
        PORTFOLIO = "portfolio", "Business portfolio"
        TOOL = "tool", "Scheduling tool"
        PASSWORD = "password", "Shared password"
        RECOVERY = "recovery", "Recovery address or telephone"
        TWO_FACTOR = "two_factor", "Second factor of a login"
        DEVICE = "device", "Device"
        OFFICE = "office", "Office"
        TEAM = "team", "Seat on the team"
        SELF_REMOVAL = "self_removal", "Removing oneself from every account"
        CIVIC = "civic", "Name and picture of the civic account"
        LAST_ADMIN = "last_admin", "Last with full control"
        LAST_DUTY = "last_duty", "Last holder of a duty"
        LAST_SITE_ADMIN = "last_site_admin", "Last who can administer councilsm"

    #: Warnings: not closed until another is confirmed, or the risk is recorded with a plan.
    RISKS = (Kind.LAST_ADMIN, Kind.LAST_DUTY, Kind.LAST_SITE_ADMIN)

    #: What was done can be undone by the registers: then it is to do again.
    COME_BACK = (Kind.PASSWORD, Kind.DEVICE, *RISKS)

    class State(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        #: Of a change of job: they go on having it, for a reason.
        KEPT = "kept", "Kept"
        #: Of a warning: the risk is recorded, with a plan.
        ACCEPTED = "accepted", "Risk recorded"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="departure_tasks"
    )
    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=15, choices=Kind)
    #: What is to be done, in words that still hold when the registers have changed.
    what = models.CharField(max_length=300)
    grant = models.ForeignKey(
        AccessGrant, on_delete=models.PROTECT, null=True, related_name="departure_tasks"
    )
    way_in = models.ForeignKey(
        WayIn, on_delete=models.PROTECT, null=True, related_name="departure_tasks"
    )
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, related_name="departure_tasks"
    )
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, related_name="departure_tasks"
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="departure_tasks"
    )
    seat = models.ForeignKey(
        TeamMember, on_delete=models.PROTECT, null=True, related_name="departure_tasks"
    )
    #: Of a duty whose last holder leaves.
    duty = models.CharField(max_length=30, blank=True)
    #: What makes it one of its kind in this departure: "grant:17", "duty:grant_access".
    subject = models.CharField(max_length=60)
    owner = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()

    #: Of removing oneself: when the leaver said that it is done; somebody else then looks.
    confirmed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=15, choices=State, default=State.OPEN)
    #: The day it was done on the platform or handed over (London), as somebody says.
    done_on = models.DateField(null=True)
    #: Proof in words; the reason where it is not applicable or kept; the plan of a risk.
    note = models.CharField(max_length=500, blank=True)
    evidence = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["council", "due_on"],
                condition=Q(state="open"),
                name="departure_task_open",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["departure", "kind", "subject"], name="departure_task_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "access",
                        "group",
                        "portfolio",
                        "tool",
                        "password",
                        "recovery",
                        "two_factor",
                        "device",
                        "office",
                        "team",
                        "self_removal",
                        "civic",
                        "last_admin",
                        "last_duty",
                        "last_site_admin",
                    ]
                ),
                name="departure_task_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done", "not_applicable", "kept", "accepted"]),
                name="departure_task_state_valid",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_by__isnull=True, closed_at__isnull=True)
                | ~Q(state="open") & Q(closed_by__isnull=False, closed_at__isnull=False),
                name="departure_task_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="departure_task_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(note=""),
                name="departure_task_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_dropped(self) -> bool:
        """Nothing is to be done any more: they do not leave."""
        return self.is_open and self.departure.cancelled_at is not None

    @property
    def is_risk(self) -> bool:
        return self.kind in self.RISKS

    @property
    def is_late(self) -> bool:
        """Done or set aside after it was due, which it stays for ever; or open and past its day."""
        if self.state == self.State.DONE and self.done_on:
            return self.done_on > self.due_on and not self.is_risk
        if self.closed_at and not self.is_risk:
            return self.closed_at.astimezone(LONDON).date() > self.due_on
        return self.is_open and self.due_on < today() and not self.is_dropped

    @property
    def tag(self) -> dict[str, str]:
        """The state as a word and a colour; lateness has a tag of its own."""
        if self.is_dropped:
            return {"label": "Dropped", "colour": "grey"}
        colours = {
            self.State.OPEN: "yellow",
            self.State.DONE: "green",
            self.State.NOT_APPLICABLE: "grey",
            self.State.KEPT: "blue",
            self.State.ACCEPTED: "orange",
        }
        return {
            "label": self.State(self.state).label,
            "colour": colours[self.State(self.state)],
        }
