"""Whose access stands on the office itself."""

from accounts.councils.rulebook import holding
from accounts.grants.levels import Property
from accounts.register.models import OfficialAccount


def may_stand_on(what: Property) -> set[str]:
    """The keys of the offices that carry access to this by themselves.

    They are those that grant access, since nobody could grant them their own; the proper officer's;
    and of an account of office, such as the Mayor's, the office whose holder speaks there.
    """
    book = what.council.rulebook
    granting = book.rules.grant_access.value
    keys = {book.proper_officer, *(holding(granting)[0] if granting else ())}
    if isinstance(what, OfficialAccount) and what.kind == OfficialAccount.Kind.CIVIC and what.owner:
        keys.add(what.owner.key)
    return keys
