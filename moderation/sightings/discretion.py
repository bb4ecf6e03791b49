"""What of reports is kept from whom: on the trail, and on the pages of evidence."""

from django.db.models import Q

from accounts.people.models import Membership
from councilsm.audit.hiding import about, hides_from
from moderation.evidence.models import Evidence
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
    return about(unseen) | about(Evidence.objects.filter(sighting__sighting__in=unseen))


@lets_see
def readers_of_reports(membership: Membership, evidence: Evidence) -> bool:
    """Whoever may see a report sees its captures: of what a case keeps, its readers alone do, and
    whoever reported it.
    """
    return visible_to(membership).filter(came_with__evidence=evidence.pk).exists()
