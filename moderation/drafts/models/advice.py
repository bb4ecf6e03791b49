"""“I’m not sure”: a question to the offices that the rulebook names, and their answer."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.councils.rulebook import Holders
from accounts.dates import in_force, today
from accounts.people.models import Appointment, Person
from moderation.drafts.models.draft import Draft

if TYPE_CHECKING:
    from accounts.councils.models import Council
    from accounts.people.models import Membership


def _asked_of(membership: "Membership") -> Q:
    """Asked of an office that somebody holds today."""
    asked = Advice.offices.through.objects.filter(advice=OuterRef("pk"))
    return Q(Exists(asked.filter(office__in=membership.offices.values())))


def _holders_of_asked(council: "Council") -> "QuerySet[Appointment]":
    """Inside a query for questions: who holds an office asked today, and can sign in."""
    asked = Advice.offices.through.objects.filter(advice=OuterRef(OuterRef("pk")))
    day = today()
    return Appointment.objects.filter(
        in_force(day),
        in_force(day, "membership__"),
        office__in=asked.values("office"),
        membership__person__in=Person.objects.at(council),
    )


class AdviceQuerySet(models.QuerySet["Advice"]):
    def open(self) -> "AdviceQuerySet":
        """Not answered yet: nothing is approved or posted meanwhile."""
        return self.filter(answered_at__isnull=True)

    def for_page(self) -> "AdviceQuerySet":
        """Newest first, with the names that a page shows."""
        named = self.select_related("asked_by", "answered_by", "office")
        return named.prefetch_related("offices").order_by("-pk")

    def open_for(self, membership: "Membership") -> "AdviceQuerySet":
        """What waits for this person's answer today. `Advice.advisers` says the same of one."""
        if not membership.offices:
            return self.none()
        council, person = membership.council, membership.person_id
        others = _holders_of_asked(council).exclude(membership__person=person)
        mine = _asked_of(membership) & ~Q(Exists(others), asked_by=person)
        if council.rulebook.proper_officer in membership.offices:
            officers = Person.objects.holding(council, None).exclude(pk=person)
            vacant = ~Q(Exists(_holders_of_asked(council)))
            mine |= vacant & ~Q(Exists(officers), asked_by=person)
        return self.open().filter(mine)

    def for_member(self, membership: "Membership") -> "AdviceQuerySet":
        """Asked of an office that this person holds today, theirs to answer, or answered."""
        answered = Q(answered_by=membership.person_id)
        if not membership.offices:
            return self.filter(answered)
        open_now = Advice.objects.filter(council=membership.council_id).open_for(membership)
        return self.filter(answered | _asked_of(membership) | Q(pk__in=open_now.values("pk")))


class Advice(models.Model):
    """A question about a draft, kept with its answer (DTC-4-f, FTC-6.6-b)."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="advice")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="advice")
    question = models.TextField()
    #: The offices asked, as the rulebook named them then.
    offices = models.ManyToManyField("accounts.Office", related_name="+")
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "advice"
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(answered_at__isnull=True),
                name="advice_one_open_per_draft",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="advice_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Question about {self.draft}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def asked_of(self) -> str:
        """The council's titles of the offices asked."""
        return " or the ".join(office.title for office in self.offices.all())

    def advisers(self) -> "models.QuerySet[Person]":
        """Who may answer: those who hold one of the offices asked today.

        The asker is left out while anybody else does. With all of them vacant it falls to the
        proper officer, so that no question holds a draft for ever.
        """
        council = self.draft.council
        keys = tuple(office.key for office in self.offices.all())
        holding = Person.objects.holding(council, None)
        if keys:
            asked = Person.objects.holding(council, Holders(offices=keys))
            holding = asked if asked.exists() else holding
        others = holding.exclude(pk=self.asked_by_id)
        return others if others.exists() else holding
