"""The look at each rule whose clause a version changed."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from policies.documents.models.version import Version


class RuleLook(models.Model):
    """That somebody looked at a rule whose clause a version changed: it stays, or was changed."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rule_looks")
    #: The rule's name in the rulebook.
    rule = models.CharField(max_length=60)
    kept = models.BooleanField()
    #: The rulebook in force when it was looked at.
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, related_name="+"
    )
    looked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    looked_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(("id",), ("version_id", "rule")),
        agrees=(("version_id", "policies_version", ("council_id",)),),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "rule"], name="rule_looked_at_once"),
            models.CheckConstraint(condition=~Q(rule=""), name="rule_look_names_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, looked at for {self.version}"
