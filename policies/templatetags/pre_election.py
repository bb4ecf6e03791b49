"""The banner that tells staff of a pre-election period, on pages about what is said."""

from typing import Any

from django import template

from accounts.councils.models import Council
from accounts.dates import today
from policies.elections.questions import period_on

register = template.Library()


@register.inclusion_tag("policies/elections/banner.html")
def pre_election_banner(council: Council) -> dict[str, Any]:
    """The period that holds today, if one does. One query."""
    return {"period": period_on(council, today()), "council": council}
