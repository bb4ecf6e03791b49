"""Whether what somebody changes still says what their page showed them."""

import hashlib
from typing import Any

from councilsm.audit.canonical import canonical
from councilsm.refusals import Stale


def fingerprint(said: dict[str, Any]) -> str:
    """Tells apart what an entry said: strings, integers, booleans, None and lists of them."""
    return hashlib.sha256(canonical(said)).hexdigest()[:20]


def require_as_read(said: dict[str, Any], read: str) -> None:
    """Asserts that an entry still says what somebody read; an empty `read` asserts nothing.

    Raises:
        Stale: it was changed meanwhile.
    """
    if read and read != fingerprint(said):
        raise Stale(
            "Somebody changed this entry while your page was open. Open it again, and make your "
            "change there."
        )
