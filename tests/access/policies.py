"""Who gets what on the addresses of policies."""

from tests.access.rows import (
    ADAM,
    MEMBERS,
    PUBLIC,
    REGISTER_READERS,
    going_on,
)

#: URL name: method, row. Rows are checked with a council that has what the address names.
TABLE: dict[str, tuple[str, tuple[int, ...]]] = {
    # Adam changes the rules, and so keeps the policies.
    "documents:list": ("get", MEMBERS),
    "documents:manage": ("get", MEMBERS),
    "documents:version": ("get", MEMBERS),
    "documents:compare": ("get", MEMBERS),
    "documents:clause": ("get", MEMBERS),
    **{
        f"documents:{name}": ("get", ADAM)
        for name in (
            *("new", "edit", "withdraw", "scope", "laws", "related", "parts", "new_version"),
            *("edit_version", "clauses", "consult", "answered", "adopt", "informed", "discard"),
            *("look_at_rules", "words"),
        )
    },
    **{
        f"documents:{name}": ("get", PUBLIC)
        for name in (
            *("public", "public_policy", "public_version", "public_file"),
            *("house_rules", "disclaimers"),
        )
    },
    "reviews:list": ("get", MEMBERS),
    "reviews:history": ("get", MEMBERS),
    "reviews:record": ("get", ADAM),
    "reviews:trigger": ("get", ADAM),
    "acknowledgements:mine": ("get", MEMBERS),
    "acknowledgements:read": ("get", MEMBERS),
    # Whoever keeps policies or people, or reads the trail.
    "acknowledgements:all": ("get", REGISTER_READERS),
    "acknowledgements:paper": ("get", ADAM),
    "elections:list": ("get", MEMBERS),
    "elections:new": ("get", ADAM),
    "elections:detail": ("get", MEMBERS),
    "elections:change": ("get", ADAM),
    "elections:call_off": ("get", ADAM),
    "elections:profiles": ("get", MEMBERS),
    "elections:new_profile": ("get", ADAM),
    "elections:unlist": ("post", going_on(ADAM)),
}
