"""Which levels there are on an account or a way in, the least first."""

from accounts.register.levels import Level
from accounts.register.models import OfficialAccount, WayIn
from accounts.register.platforms import PLATFORMS

Property = OfficialAccount | WayIn

OF_WAYS_IN: dict[str, tuple[Level, ...]] = {
    WayIn.Kind.LOGIN: (Level.SHARED,),
    WayIn.Kind.PORTFOLIO: (Level.FIGURES, Level.TASK, Level.PARTIAL, Level.FULL),
    WayIn.Kind.TOOL: (Level.FIGURES, Level.EDITOR, Level.ADMIN),
    WayIn.Kind.PHONE: (Level.PHONE,),
}

#: With these somebody cannot post.
CANNOT_POST = (Level.FIGURES,)


def levels_of(what: Property) -> tuple[Level, ...]:
    """What somebody can be there, the least first, as the platform names it."""
    if isinstance(what, WayIn):
        return OF_WAYS_IN[what.kind]
    return PLATFORMS[what.platform].levels


def least(what: Property) -> Level:
    """The least with which somebody can do the work of an editor (LLTC-12.1-d)."""
    levels = levels_of(what)
    return next((level for level in levels if level not in CANNOT_POST), levels[0])
