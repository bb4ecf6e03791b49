"""Who may read the log: those who keep it, and those who read the trail."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from councilsm.access import MemberRequest
from councilsm.duties import Duty

READERS = (Duty.LOG_MODERATION, Duty.READ_TRAIL)


def log_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Opens a view, behind its gate, to whoever holds one of these duties."""

    @wraps(view)
    def gate(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(request.membership.allows(duty) for duty in READERS):
            raise PermissionDenied(Duty.LOG_MODERATION.label)
        return view(request, *args, **kwargs)

    return gate
