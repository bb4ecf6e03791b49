"""What of policies waits for somebody on Home."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, counted, tells_due
from policies.documents.questions import rules_to_look_at


@tells_due
def rules_after_adoption(membership: Membership) -> Iterator[Due]:
    """Rules whose clauses the last version changed and at which nobody has looked yet.

    One query where there is no such version.
    """
    if not membership.allows(Duty.MANAGE_RULES):
        return
    council = membership.council
    adopted = council.policy_versions.adopted().filter(policy__carries_rules=True)
    rows = adopted.select_related("policy", "supersedes").defer("text", "supersedes__text")
    last = rows.order_by("-effective_from").first()
    if last is None:
        return
    last.council = last.policy.council = council
    if number := len(rules_to_look_at(last)):
        yield Due(
            f"{counted(number, 'rule', 'rules')} to look at after {last.label}",
            reverse("documents:look_at_rules", args=[council.slug, last.policy.slug, last.slug]),
            since=last.adopted_at,
            group=Group.GAPS,
            number=number,
        )
