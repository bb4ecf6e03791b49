"""A departure: somebody leaves, is kept out for a time, or changes their job or office."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.dates import LONDON, today
from accounts.people.models import Membership, Office
from accounts.register.models import OfficialAccount


class DepartureQuerySet(models.QuerySet["Departure"]):
    def standing(self) -> "DepartureQuerySet":
        """Those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def open(self) -> "DepartureQuerySet":
        """Neither cancelled, attested nor back: something is left to do."""
        return self.standing().filter(attested_at__isnull=True, returned_at__isnull=True)

    def keeping_out(self) -> "DepartureQuerySet":
        """Those by which somebody can no longer sign in from their moment on, attested ones too."""
        here = self.standing().filter(returned_at__isnull=True)
        return here.exclude(kind__in=Departure.STAYS)

    def due(self) -> "DepartureQuerySet":
        """Those whose moment has come and whose rights nobody has ended yet."""
        return self.open().filter(ended_at__isnull=True, ends_at__lte=timezone.now())


class Departure(models.Model):
    """That somebody leaves, is kept out for a time, or changes their job or office.

    What it ends is in force by date alone: `Membership.closes_at` and the last days of offices,
    seats and access say so from the moment it is recorded. `ended_at` says only that a worker has
    carried out the rest.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned", "Resignation or retirement"
        REDUNDANCY = "redundancy", "Redundancy"
        DISMISSAL = "dismissal", "Dismissal"
        CONTRACT_END = "contract_end", "End of a contract or agency booking"
        SUSPENSION = "suspension", "Suspension"
        LONG_LEAVE = "long_leave", "Long leave"
        JOB_CHANGE = "job_change", "Change of job within the council"
        NOT_RE_ELECTED = "not_re_elected", "Councillor not re-elected"
        RESIGNED = "resigned", "Councillor resigned"
        DISQUALIFIED = "disqualified", "Councillor disqualified"
        DIED = "died", "Died"
        CIVIC = "civic", "Change of Mayor or Chair"

    #: At once: nobody is warned first.
    AT_ONCE = (Kind.DISMISSAL, Kind.SUSPENSION, Kind.DISQUALIFIED, Kind.DIED)
    #: They come back, so that the membership goes on and only opens nothing meanwhile.
    FOR_A_TIME = (Kind.SUSPENSION, Kind.LONG_LEAVE)
    #: They stay and can still sign in.
    STAYS = (Kind.JOB_CHANGE, Kind.CIVIC)
    #: Of these, the owner of a device removes themself before leaving the building (FTC-6.7-e).
    BEFORE_LEAVING_THE_BUILDING = (Kind.DISMISSAL, Kind.REDUNDANCY)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="departures"
    )
    number = models.PositiveIntegerField()
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="departures")
    kind = models.CharField(max_length=15, choices=Kind)
    #: The moment at which rights here end: by default the end of the shift on that day.
    ends_at = models.DateTimeField()
    #: Of a suspension or long leave: the day they are expected back, where known.
    back_on = models.DateField(null=True, blank=True)
    #: Of a change of Mayor or Chair: the account of office that passes on.
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: The office that is laid down, where they stay: the old job, or the civic office.
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minute = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    #: councilsm tells them as soon as it is recorded; else whoever recorded it does that first.
    tells_them = models.BooleanField(default=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    #: What it cut short, as it was: moving, cancelling or taking it back puts it back.
    before = models.JSONField(default=dict)
    #: Of the page that it comes from, so that a page sent twice records it once.
    form_key = models.UUIDField(null=True)

    #: When what follows of it was carried out here.
    ended_at = models.DateTimeField(null=True)
    #: They are back; only of what is for a time.
    returned_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_why = models.CharField(max_length=500, blank=True)
    #: "All reasonable measures were taken" (FTC-6.2-n), by somebody else.
    attested_at = models.DateTimeField(null=True)
    attested_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    attested_in = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    attested_words = models.CharField(max_length=1000, blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_at", "-pk"]
        indexes = [
            models.Index(
                fields=["ends_at", "id"],
                condition=Q(
                    ended_at__isnull=True, cancelled_at__isnull=True, attested_at__isnull=True
                ),
                name="departure_to_end",
            ),
            models.Index(fields=["membership", "ends_at"], name="departure_of_member"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="departure_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["form_key", "recorded_by", "membership"],
                condition=Q(form_key__isnull=False),
                name="departure_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "planned",
                        "redundancy",
                        "dismissal",
                        "contract_end",
                        "suspension",
                        "long_leave",
                        "job_change",
                        "not_re_elected",
                        "resigned",
                        "disqualified",
                        "died",
                        "civic",
                    ]
                ),
                name="departure_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(attested_at__isnull=True, attested_by__isnull=True)
                | Q(attested_at__isnull=False, attested_by__isnull=False),
                name="departure_attested_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(attested_at__isnull=True),
                name="departure_not_both_cancelled_and_attested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.membership.goes_by}"

    def get_absolute_url(self) -> str:
        return reverse("leavers:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"L-{self.number:04}"

    @property
    def last_day(self) -> date:
        """The London day on which rights end."""
        return self.ends_at.astimezone(LONDON).date()

    @property
    def knows_until(self) -> date:
        """The day from which a new password of a shared login is one that they do not know."""
        recorded = self.recorded_at.astimezone(LONDON).date()
        return min(recorded, self.last_day)

    @property
    def leaves(self) -> bool:
        """Whether they no longer belong to the council afterwards."""
        return self.kind not in (*self.FOR_A_TIME, *self.STAYS)

    @property
    def shuts_out(self) -> bool:
        """Whether they can no longer sign in for this council afterwards."""
        return self.kind not in self.STAYS

    @property
    def has_come(self) -> bool:
        """Whether its moment has come, and with it the end of all rights here."""
        return self.cancelled_at is None and self.ends_at <= timezone.now()

    @property
    def can_be_taken_back(self) -> bool:
        """Whether what has come may still have been a mistake: until the day on which it came ends.

        Of a moment that had passed when it was recorded, the day on which it was carried out.
        """
        came = self.ended_at or self.ends_at
        return self.is_open and self.has_come and came.astimezone(LONDON).date() == today()

    @property
    def is_open(self) -> bool:
        return self.cancelled_at is None and self.attested_at is None and self.returned_at is None

    @property
    def tag(self) -> dict[str, str]:
        """The state as a word and a colour, the same on every page."""
        if self.cancelled_at:
            return {"label": "Cancelled", "colour": "grey"}
        if self.returned_at:
            return {"label": "Back", "colour": "grey"}
        if self.has_come and self.kind in self.FOR_A_TIME:
            away = "Suspended" if self.kind == self.Kind.SUSPENSION else "On leave"
            return {"label": away, "colour": "orange"}
        if self.attested_at:
            return {"label": "Closed", "colour": "green"}
        if self.has_come:
            return {"label": "To finish", "colour": "red"}
        return {"label": "Planned", "colour": "blue"}
