"""What reviews tell of each policy in the library."""

from datetime import date

from django.urls import reverse

from accounts.people.models import Membership
from policies.dates import in_words
from policies.documents.beside import Told, tells_of_policies
from policies.reviews.facts import facts_of, rules_for
from policies.reviews.timing import when_due


@tells_of_policies("Review", order=1)
def reviews(membership: Membership, day: date) -> dict[int, Told]:
    """How the review of each policy stands; one query."""
    found = list(facts_of([membership.council_id], day))
    rules = rules_for(found)
    address = reverse("reviews:list", args=[membership.council.slug])
    said = {}
    for facts in found:
        when = when_due(facts, rules[facts.digest])
        said[facts.policy] = Told(
            when.label(day),
            when.colour(day),
            f"Due {in_words(when.due)}" if when.due else "",
            f"{address}{facts.slug}/",  # a dozen of `reverse` take as long as all of the rest
        )
    return said
