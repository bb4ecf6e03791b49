"""What a draft's page says of the standing approval it was made with."""

from django import template

from moderation.drafts.blanks import why_outside
from moderation.drafts.models import Draft

register = template.Library()


@register.filter
def outside_standing(draft: Draft) -> list[str]:
    """Why a draft made with a standing approval waits for approval all the same."""
    if draft.standing is None or draft.current is None:
        return []
    return why_outside(draft.standing, draft.current.content, draft.current.findings)
