"""Who may read blocks, and who may write down what happened to one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from councilsm.access import MemberRequest
from councilsm.duties import Duty

#: They send a notice, record its response and confirm on the platform.
DOERS = (Duty.LOG_MODERATION, Duty.DECIDE_BLOCKS)
#: They read the register, its pages and what lay before whoever decided.
READERS = (*DOERS, Duty.DECIDE_UNBLOCKS, Duty.READ_TRAIL)

View = Callable[..., HttpResponseBase]


def only_with(*duties: Duty) -> Callable[[View], View]:
    """Opens a view, behind its gate, to whoever holds one of these duties."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gate(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.membership.allows(duty) for duty in duties):
                raise PermissionDenied(duties[0].label)
            return view(request, *args, **kwargs)

        return gate

    return decorate


block_readers = only_with(*READERS)
block_doers = only_with(*DOERS)
