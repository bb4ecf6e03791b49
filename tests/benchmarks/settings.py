"""councilsm's settings as in service, but nobody is asked for a second factor."""

from councilsm.settings import *  # noqa: F403

SECOND_FACTOR_REQUIRED = False
