"""What drafts and posts hear of pre-election periods, without knowing who tells them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from accounts.councils.models import Council
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content
from moderation.checks.findings import Report
from moderation.checks.pre_election import LAW, NAME, days_of, exempt_as, exemption
from moderation.checks.sources import source
from moderation.drafts.approving import keeps_approval
from moderation.drafts.models import Decision, Revision
from moderation.posts.objecting import objects, stops
from moderation.pre_election.models import PeriodLook
from moderation.pre_election.questions import to_unschedule
from policies.elections.questions import in_words, periods_within


@keeps_approval
def looked_at(decision: Decision, content: Content, report: Report, in_period: str) -> None:
    """Whoever approves what may go out in a period has looked at it for that (LTC-4.2.2-h)."""
    if not any(finding.check == NAME for finding in report.findings):
        return
    PeriodLook.objects.bulk_create(
        PeriodLook(
            council=decision.council,
            period=period,
            draft=decision.draft,
            kept=True,
            reason=in_period or exemption(content),
            looked_by=decision.decider,
            office_id=decision.office_id,
            rulebook_version_id=decision.rulebook_version_id,
        )
        for period in periods_within(decision.council, *days_of(content))
    )


@objects
def not_looked_at(revision: Revision, day: date, known_at: datetime | None) -> Iterator[RuleBroken]:
    """Each period of that day for which nobody has looked at it since its days were set."""
    if exempt_as(revision.kind, revision.particulars):
        return
    periods = periods_within(revision.council, day, day)
    looks = PeriodLook.objects.filter(period__in=periods, draft=revision.draft_id, kept=True)
    last: dict[int, datetime] = dict(
        looks.order_by("looked_at").values_list("period_id", "looked_at") if periods else ()
    )
    for period in periods:
        late = known_at is not None and period.dates_set_at > known_at
        if not late and (period.pk not in last or last[period.pk] < period.dates_set_at):
            yield RuleBroken(
                f"It falls in a pre-election period, {period.reference}: {period}, "
                f"{in_words(period)}. Its days were set {when_in_words(period.dates_set_at)}, and "
                "nobody has looked at it for them. Somebody who approves must look at it first.",
                source=where_from(revision.council),
            )


@stops
def in_a_period() -> Any:
    """What a platform would put out in a period for which nobody has looked at it."""
    return to_unschedule()


def where_from(council: Council) -> str:
    """The council's own clause on restrictions before elections, else the law."""
    return source(council, "LTC-4.2.2-h", law=LAW)
