"""Whose access stands on the office itself."""

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import holding
from accounts.grants.levels import Property
from accounts.people.models import Person
from accounts.register.models import OfficialAccount


def may_stand_on(what: Property, holder: Person | None = None) -> set[str]:
    """The keys of the offices that carry access to this by themselves.

    They are the proper officer's; those that grant access, as long as nobody else could grant it to
    their holder; and of an account of office, such as the Mayor's, that whose holder speaks there.

    Args:
        holder: whose access it is; None for any, before that is known.
    """
    book = what.council.rulebook
    rule = book.rules.grant_access.value
    keys = {book.proper_officer}
    if rule and not (holder and granting(what.council, holder).exists()):
        keys.update(holding(rule)[0])
    if isinstance(what, OfficialAccount) and what.kind == OfficialAccount.Kind.CIVIC and what.owner:
        keys.add(what.owner.key)
    return keys


def granting(council: Council, apart_from: Person) -> QuerySet[Person]:
    """Who may decide about somebody's access: whoever grants it, but not they themselves."""
    rule = council.rulebook.rules.grant_access.value
    return Person.objects.holding(council, rule).exclude(pk=apart_from.pk)
