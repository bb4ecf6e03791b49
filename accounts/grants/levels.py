"""Which levels there are on an account or a way in, the least first, and where they are shown."""

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

#: Of a Facebook group; the others are a page's.
OF_GROUPS = (Level.MODERATOR, Level.ADMIN)

#: Where to look who gets in by a way in.
SHOWN: dict[str, str] = {
    WayIn.Kind.LOGIN: "No list shows it: ask who knows the password",
    WayIn.Kind.PORTFOLIO: "The portfolio’s own settings, then Users, then People",
    WayIn.Kind.TOOL: "The tool’s own list of users",
    WayIn.Kind.PHONE: "No list shows it: ask who holds the telephone",
}

#: With these somebody cannot post.
CANNOT_POST = (Level.FIGURES,)


def levels_of(what: Property) -> tuple[Level, ...]:
    """What somebody can be there, the least first, as the platform names it."""
    if isinstance(what, WayIn):
        return OF_WAYS_IN[what.kind]
    levels = PLATFORMS[what.platform].levels
    if what.platform == OfficialAccount.Platform.FACEBOOK:
        is_group = what.kind == OfficialAccount.Kind.GROUP
        return tuple(level for level in levels if (level in OF_GROUPS) == is_group)
    return levels


def where_shown(what: Property) -> str:
    """Where somebody looks who can get in there."""
    return SHOWN[what.kind] if isinstance(what, WayIn) else PLATFORMS[what.platform].access_settings


def least(what: Property) -> Level:
    """The least with which somebody can do the work of an editor (LLTC-12.1-d)."""
    levels = levels_of(what)
    return next((level for level in levels if level not in CANNOT_POST), levels[0])
