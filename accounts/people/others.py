"""What somebody decides about themself: left to others where there are any.

A council of one officer must still be able to work, so that who is alone may; the entry on the
trail names them twice then, as who did it and whom it is about.
"""

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import DUTY_RULES, FOR_NOBODY, Holders, holding
from accounts.people.models import Person
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken


def others_with(duty: Duty, council: Council, actor: Person) -> "QuerySet[Person]":
    """Who has a duty today, apart from the actor."""
    rules = council.rulebook.rules
    found = Person.objects.none()
    for name in DUTY_RULES[duty]:
        value = getattr(rules, name).value
        offices, team = holding(value) if value else ((), False)
        if offices or team or (value is None and name not in FOR_NOBODY):
            holders = Holders(offices=offices, team=team) if value else None
            found = found | Person.objects.holding(council, holders)
    return found.exclude(pk=actor.pk)


def leave_to_others(sentence: str, *duties: Duty, council: Council, actor: Person) -> None:
    """Asserts that nobody but the actor could do something that is about the actor.

    Args:
        sentence: what the actor reads where somebody else can.
        duties: whoever has one of them could do it.

    Raises:
        RuleBroken: somebody else has one of the duties today.
    """
    if any(others_with(duty, council, actor).exists() for duty in duties):
        raise RuleBroken(sentence)
