"""What of reviews waits for somebody on Home."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, Group, tells_due
from policies.dates import in_words, last_day
from policies.reviews.facts import facts_of, rules_for
from policies.reviews.timing import BASELINE_NEEDED, when_due

#: So long ahead Home tells of it; the mails and the list of reviews begin sooner.
AHEAD = timedelta(days=30)


@tells_due
def reviews(membership: Membership) -> Iterator[Due]:
    """Policies whose review is late or comes, to the office that sees to it and to who keeps them.

    Also those of which nobody knows when they were reviewed last (FTC-11-a). One query, none for
    those who neither keep policies nor hold an office.
    """
    keeps, held = membership.allows(Duty.MANAGE_RULES), {*membership.offices.values()}
    if not (keeps or held):
        return
    council, day = membership.council, today()
    found = list(facts_of([council.pk], day))
    rules = rules_for(found)
    for facts in sorted(found, key=lambda facts: facts.title.casefold()):
        rule = rules[facts.digest]
        owner = facts.owner or membership.offices.get(rule.proper_officer)
        if not (keeps or owner in held):
            continue
        when = when_due(facts, rule)
        address = reverse("reviews:history", args=[council.slug, facts.slug])
        if when.is_late(day):
            yield Due(f"Review of {facts.title}", address, note=when.label(day))
        elif when.due and last_day(when.due) <= day + AHEAD:
            yield Due(f"Review of {facts.title}", address, note=f"Due {in_words(when.due)}")
        if when.lacks == BASELINE_NEEDED:
            note = "Nothing says when it was last adopted or reviewed"
            yield Due(f"{facts.title}: baseline needed", address, note=note, group=Group.GAPS)
