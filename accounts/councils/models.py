from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef
from django.urls import reverse

from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from councilsm.audit.canonical import sha256
from councilsm.audit.triggers import AppendOnly


class Council(models.Model):
    """A town or parish council that runs its social media here."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    #: Where the council itself is written to, by way of its proper officer.
    email = models.EmailField()
    #: Telephone numbers and postal addresses that it publishes, one to a line: no personal data.
    contacts = models.TextField(blank=True)
    #: How the Monitoring Officer of the principal authority is reached, in words; each council has
    #: its own principal authority (HLTC-conduct-2).
    monitoring_officer = models.TextField(blank=True, default="", db_default="")
    #: Where the procedure for complaints about councillors can be read (DTC-5.4-b).
    complaints_url = models.URLField(max_length=300, blank=True, default="", db_default="")
    #: Six hexadecimal digits with #; dark enough for white words on it (4.5:1).
    colour = models.CharField(
        max_length=7,
        default="#1d4f6e",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Enter a colour such as #1d4f6e.")],
    )
    is_demo = models.BooleanField(default=False)
    #: Setup questions not yet answered or put off, in order; empty when setup is finished.
    setup_left = models.JSONField(default=list, blank=True)
    #: From this day on the rules on training, undertakings and permission are enforced. Until then
    #: what is missing is listed, since a council starts with access that nobody had recorded.
    go_live_on = models.DateField(null=True, blank=True)
    #: Why that day was put off; it can be once.
    go_live_put_off = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("councils:home", args=[self.slug])

    @property
    def has_gone_live(self) -> bool:
        """Whether what is missing is refused; until the go-live date it is only listed."""
        return self.go_live_on is not None and self.go_live_on <= today()

    @property
    def council(self) -> "Council":
        """Itself, so that its own events stand on its own trail."""
        return self

    @property
    def council_id(self) -> int:
        return self.pk

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("rulebook_id", None)

    @cached_property
    def rulebook_id(self) -> int | None:
        """The version in force today. The gate sets it in the query it makes anyway."""
        return self.rulebook_versions.in_force(today()).values_list("pk", flat=True).first()

    @classmethod
    def colour_of(cls, slug: str) -> str | None:
        """A council's colour for its public stylesheet; None where there is no such council."""
        return cls.objects.filter(slug=slug).values_list("colour", flat=True).first()

    @classmethod
    def any_yet(cls) -> bool:
        """Whether this installation serves a council yet."""
        return cls.objects.exists()

    @property
    def rulebook(self) -> Rulebook:
        """The rules in force today."""
        return rules_of(self.pk, self.rulebook_id)


class RulebookVersionQuerySet(models.QuerySet["RulebookVersion"]):
    def in_force(self, day: Any) -> "RulebookVersionQuerySet":
        """The versions that had begun by a day (London), the one in force first."""
        return self.filter(in_force_from__lte=day).order_by("-number")


class RulebookVersion(models.Model):
    """A council's whole rulebook from a day on. Never changed: a change is the next."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="rulebook_versions")
    number = models.PositiveIntegerField()
    values = models.TextField()  # JSON as written, so that the digest can be recomputed
    digest = models.CharField(max_length=64)
    in_force_from = models.DateField()
    why = models.TextField()
    made_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RulebookVersionQuerySet.as_manager()

    append_only = AppendOnly(keys=(("id",), ("council_id", "number")))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="rulebook_number_once_per_council"
            )
        ]

    def __str__(self) -> str:
        return f"Rulebook {self.number} of {self.council}"

    @property
    def rulebook(self) -> Rulebook:
        return Rulebook.model_validate_json(self.values)

    @staticmethod
    def digest_of(values: str) -> str:
        """SHA-256 of the values as stored."""
        return sha256(values.encode())


def rules_of(council_id: int, rulebook_id: int | None) -> Rulebook:
    """One version's rules, read once a process: a version never changes.

    Raises:
        RulebookVersion.DoesNotExist: the council has no rulebook yet.
    """
    if rulebook_id is None:
        raise RulebookVersion.DoesNotExist(f"Council {council_id} has no rulebook in force.")
    return _read_rules(council_id, rulebook_id)


def rulebooks_of(councils: Collection[int]) -> dict[int, tuple[int, Rulebook]]:
    """The rules in force today of many councils, each with its version's id, in two queries.

    A council without a rulebook is left out.
    """
    newest = RulebookVersion.objects.filter(council=OuterRef("pk")).in_force(today())
    rows = Council.objects.filter(pk__in=councils).annotate(version=newest.values("pk")[:1])
    ids = dict(rows.values_list("pk", "version"))
    versions = RulebookVersion.objects.filter(pk__in=[pk for pk in ids.values() if pk])
    texts = dict(versions.values_list("pk", "values"))
    return {council: (pk, _parsed(texts[pk])) for council, pk in ids.items() if pk}


@lru_cache(maxsize=1000)
def _parsed(values: str) -> Rulebook:
    return Rulebook.model_validate_json(values)


@lru_cache(maxsize=2000)
def _read_rules(council_id: int, rulebook_id: int) -> Rulebook:
    return RulebookVersion.objects.get(pk=rulebook_id, council_id=council_id).rulebook
