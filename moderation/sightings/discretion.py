"""What of reports is kept from whom: on the trail, and on the pages of evidence."""

from django.db.models import Q

from accounts.people.models import Membership
from councilsm.audit.hiding import about, hides_from
from moderation.evidence.holding import holds
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import lets_see
from moderation.sightings.models import Sighting
from moderation.sightings.questions import visible_to


@hides_from
def of_reports(reader: Membership) -> Q:
    """Restricted reports and those about the proper officer, from all who may not see them.

    Also what a restricted case took from the log later.
    """
    hidden = Q(restricted=True) | Q(about_clerk=True) | Q(item__restricted=True)
    kept = Sighting.objects.filter(hidden, council=reader.council)
    unseen = kept.exclude(pk__in=visible_to(reader).values("pk"))
    gone = Q(report__in=unseen) | Q(evidence__sighting__sighting__in=unseen)
    files = Evidence.objects.filter(sighting__sighting__in=unseen)
    return about(unseen) | about(files) | about(Destruction.objects.filter(gone))


@lets_see
def readers_of_reports(membership: Membership, evidence: Evidence) -> bool:
    """Whoever may see a report sees its captures: of what a case keeps, its readers alone do, and
    whoever reported it. So with its words.
    """
    seen = visible_to(membership)
    if evidence.words_of is not None:
        return seen.filter(pk=evidence.words_of.pk).exists()
    return seen.filter(came_with__evidence=evidence.pk).exists()


@holds
def for_legal_action(evidence: Evidence) -> bool:
    """The words of a report whose case is kept for legal action (DTC-3.2-e)."""
    report = evidence.words_of
    return report is not None and report.case is not None and report.case.hold
