"""Where a finding comes from: a clause, but only of the council's own policy, or the law."""

from accounts.councils.models import Council


def source(council: Council, *clauses: str, law: str = "") -> str:
    """The first of these clauses that the council's rulebook lists, with its title.

    Args:
        clauses: clause ids of several councils; each council's own is cited to it alone.
        law: what is named where none of them is the council's; may be empty.
    """
    known = council.rulebook.clauses
    return next((f"{clause}: {known[clause]}" for clause in clauses if clause in known), law)
