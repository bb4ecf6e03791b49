"""The kinds of file that can be imported."""

from typing import Any

from accounts.imports.kinds.access import Access
from accounts.imports.kinds.accounts import Accounts
from accounts.imports.kinds.base import Judged, Kind
from accounts.imports.kinds.people import People
from accounts.imports.kinds.team import Team
from accounts.imports.kinds.training import Training
from accounts.imports.kinds.undertakings import Undertakings

#: By slug, in the order in which a council needs them.
KINDS: dict[str, Kind[Any, Any]] = {
    kind.slug: kind for kind in (People(), Accounts(), Access(), Team(), Undertakings(), Training())
}

__all__ = ["KINDS", "Judged", "Kind"]
