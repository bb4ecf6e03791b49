"""Restricted cases: what only a few may read, each with whom it may reach and how it ended."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly
from moderation.items.models import Item

#: From becoming aware of a breach until the Information Commissioner is told (UK GDPR, art. 33).
BREACH_CLOCK = timedelta(hours=72)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at__isnull=True)

    def seen_by(
        self,
        person_id: int,
        *,
        kinds: Collection[str],
        offices: Collection[int],
        left: Collection[int],
    ) -> "CaseQuerySet":
        """Those that somebody may read whole; never one that concerns them.

        Args:
            kinds: what their offices may see.
            offices: ids of the offices they act in today.
            left: ids of cases that are with nobody else.
        """
        named = CaseReader.objects.filter(case=OuterRef("pk"), person=person_id, ended_at=None)
        mine = Q(kind__in=kinds) | Q(goes_to__in=offices) | Q(pk__in=left) | Q(Exists(named))
        return self.filter(mine).exclude(about=person_id)

    def unanswered_breaches(self) -> "CaseQuerySet":
        """Open breaches of which nobody has told the Commissioner, or said why not."""
        return self.open().filter(kind=Case.Kind.BREACH, commissioner_at__isnull=True)


#: How a case of each kind may end.
ENDINGS = {
    "abuse": ("advised",),
    "safeguarding": ("passed_on", "no_risk"),
    "crime": ("police", "no_crime"),
    "hijack": ("recovered", "lost"),
    "breach": ("told", "not_told"),
}


class Case(models.Model):
    """One restricted case. What it began with never changes; what follows are its entries."""

    class Kind(models.TextChoices):
        ABUSE = "abuse", "Threats or abuse"
        SAFEGUARDING = "safeguarding", "Safeguarding"
        CRIME = "crime", "Suspected crime"
        HIJACK = "hijack", "Hijacked account"
        BREACH = "breach", "Data breach"

    class Outcome(models.TextChoices):
        ADVISED = "advised", "Advice given"
        PASSED_ON = "passed_on", "Passed to those who look into it"
        NO_RISK = "no_risk", "Nobody is at risk, as far as can be known"
        POLICE = "police", "With the police"
        NO_CRIME = "no_crime", "No crime, as far as can be known"
        RECOVERED = "recovered", "The account is the council’s again"
        LOST = "lost", "The account is lost, or was closed"
        TOLD = "told", "The Information Commissioner was told"
        NOT_TOLD = "not_told", "A risk to people is unlikely"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    #: What happened, in the words of whoever opened it.
    what = models.TextField(blank=True)
    #: Of a hijacked account, which.
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The colleague or councillor who was threatened or abused: they read their own case.
    affected = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Of whose conduct it is, where that is one of the council's people: they never see it.
    about = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: It is about whoever was the proper officer when it was reported: see `cases/concerned.py`.
    about_clerk = models.BooleanField(default=False)
    #: The office it goes to instead, where nobody whom the rule names could take it.
    goes_to = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    seen_at = models.DateTimeField()
    #: When somebody who may act on it heard of it.
    reported_at = models.DateTimeField()
    #: Of a breach: when the council became aware of it.
    aware_at = models.DateTimeField(null=True)
    #: As what it is kept, in words.
    retention = models.CharField(max_length=120)
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    #: Which form it came from: sent twice, it is one case.
    form_key = models.UUIDField(null=True)
    #: Of a breach: when the Commissioner was told, or it was said why not.
    commissioner_at = models.DateTimeField(null=True)
    #: A solicitor or court may need it: its evidence is not destroyed as uploaded in error.
    hold = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=(
            *("council_id", "number", "kind", "account_id", "affected_id", "seen_at"),
            *("reported_at", "aware_at", "retention", "opened_by_id", "office_id", "opened_at"),
            *("about_clerk", "form_key"),
        ),
        once=("about_id", "goes_to_id", "commissioner_at"),
        erasable=("what",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="case_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="case_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["abuse", "safeguarding", "crime", "hijack", "breach"]),
                name="case_kind_valid",
            ),
            models.CheckConstraint(
                condition=reduce(
                    or_, (Q(kind=kind, outcome__in=ends) for kind, ends in ENDINGS.items())
                )
                | Q(outcome=""),
                name="case_ends_as_its_kind_may",
            ),
            models.CheckConstraint(
                condition=Q(kind="breach", aware_at__isnull=False)
                | (~Q(kind="breach") & Q(aware_at__isnull=True)),
                name="case_breach_has_clock",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=True)
                | Q(affected__isnull=True)
                | ~Q(about=F("affected")),
                name="case_about_another",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="case_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(reported_at__gte=F("seen_at")), name="case_reported_once_seen"
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "kind"],
                condition=Q(closed_at__isnull=True),
                name="case_open",
            ),
            models.Index(
                fields=["affected"], condition=Q(affected__isnull=False), name="case_of_affected"
            ),
            models.Index(fields=["about"], condition=Q(about__isnull=False), name="case_about"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("cases:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"RC-{self.number:04}"

    @property
    def tell_by(self) -> datetime | None:
        """Of a breach: until when the Commissioner is told (UK GDPR, art. 33)."""
        return self.aware_at + BREACH_CLOCK if self.aware_at else None

    @property
    def hours_left(self) -> int | None:
        """Whole hours of a breach's clock that are left, below 0 once it is over."""
        if self.tell_by is None:
            return None
        return int((self.tell_by - timezone.now()).total_seconds() // 3600)


class CaseItem(models.Model):
    """That something the public posted belongs to a case, whose page alone shows it from then."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="of_case")
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("item_id",)))

    def __str__(self) -> str:
        return f"{self.item} of {self.case}"


class CaseReader(models.Model):
    """Somebody who may read a case by name, and why; until that is taken away."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    append_only = AppendOnly(
        columns=("council_id", "case_id", "person_id", "reason", "added_by_id", "added_at"),
        once=("ended_at", "ended_by_id"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="case_reader_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(ended_at__isnull=True),
                name="case_reader_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=Q(ended_at__isnull=True), name="case_reader_now"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} may read {self.case}"
