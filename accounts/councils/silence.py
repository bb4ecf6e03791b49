"""Whom a policy speaks of, and what it leaves to the council, in words."""

from typing import TYPE_CHECKING

from accounts.councils.rulebook import AUTHORITY, Rulebook
from accounts.councils.scope import Group
from accounts.councils.wording import KINDS, either
from councilsm.duties import Duty

if TYPE_CHECKING:
    from accounts.people.models import Membership

GROUPS_OF_PEOPLE = {Group.STAFF: "staff", Group.COUNCILLORS: "councillors"}


def scope_in_words(book: Rulebook) -> list[str]:
    """Whom the policy speaks of, and what that leaves to the council; empty where it is not said.

    A policy for councillors alone leaves open who authorises what the council posts (HLTC-gap-a).
    """
    if book.scope is None:
        return []
    groups = [GROUPS_OF_PEOPLE[group] for group in book.scope.groups]
    only = " only" if len(groups) == 1 else ""
    lines = [f"Your policy speaks of {' and '.join(groups)}{only}."]
    if not book.scope.speaks_of_council_posts:
        lines.append(
            "It does not say who authorises the council’s own posts"
            + (": decide that, with a minute." if asks_who_authorises(book) else ".")
        )
    return lines


def scope_source(book: Rulebook) -> str:
    """The clause that says whom the policy speaks of."""
    return f"{book.scope.clause}: {book.clauses[book.scope.clause]}" if book.scope else ""


def scope_context(book: Rulebook) -> dict[str, object]:
    """What `accounts/councils/scope.html` shows."""
    return {"scope_lines": scope_in_words(book), "scope_source": scope_source(book)}


def asks_who_authorises(book: Rulebook) -> bool:
    """Whether the policy leaves out what the council posts and the council has not yet chosen."""
    return (
        book.scope is not None
        and not book.scope.speaks_of_council_posts
        and not all(getattr(book.rules, name).is_set for name in AUTHORITY.values())
    )


def authority_context(membership: "Membership") -> dict[str, object]:
    """What `accounts/councils/nobody_authorises.html` shows, and in `asks` whether to show it."""
    book = membership.council.rulebook
    open_kinds = [k for k, name in AUTHORITY.items() if not getattr(book.rules, name).is_set]
    return {
        **scope_context(book),
        "asks": len(open_kinds) == len(AUTHORITY) or asks_who_authorises(book),
        "nothing_goes_out": len(open_kinds) == len(AUTHORITY),
        "open_kinds": either([KINDS[kind].lower() for kind in open_kinds]),
        "proper_officer": book.title(book.proper_officer),
        "may_manage_rules": membership.allows(Duty.MANAGE_RULES),
    }
