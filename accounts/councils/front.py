"""Pages of one council that need no sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from accounts.councils.models import Council
from councilsm.access import public

if TYPE_CHECKING:
    from accounts.people.models import Membership

P = ParamSpec("P")


class FrontRequest(HttpRequest):
    """What such a page may rely on: the council of its address."""

    council: Council
    #: Of whoever is signed in and belongs to the council today; None for everybody else.
    insider: "Membership | None"


def front_page(
    view: Callable[Concatenate[FrontRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Opens a view below `/c/<council>/` to everybody; 404 where there is no such council.

    What is typed there is nobody else's, so no copy of the page is kept.
    """

    @wraps(view)
    def door(request: Any, council: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        found = Council.objects.filter(slug=council).first()
        if found is None:
            raise Http404
        request.council = found
        signed_in = request.user.is_authenticated
        request.insider = request.user.membership_at(found) if signed_in else None
        return view(request, *args, **kwargs)

    labelled: Any = public(never_cache(door))
    return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponse], labelled)


def front_file(
    view: Callable[Concatenate[FrontRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Opens a file for everybody, alike for everybody, so that copies may be kept; 404 likewise."""

    @wraps(view)
    def door(request: Any, council: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = Council.objects.filter(slug=council).first()
        if found is None:
            raise Http404
        request.council, request.insider = found, None
        return view(request, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponseBase], public(door))
