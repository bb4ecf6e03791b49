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
    #: The same, on a page that shows its people their navigation.
    membership: "Membership | None"


def front_page(
    view: Callable[Concatenate[FrontRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
    """Opens a view below `/c/<council>/` to everybody; 404 where there is no such council.

    What is typed there is nobody else's, so no copy of the page is kept.
    """

    @wraps(view)
    def door(request: Any, council: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        enter(request, council_at(council))
        return view(request, *args, **kwargs)

    labelled: Any = public(never_cache(door))
    return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponse], labelled)


def council_at(slug: str) -> Council | None:
    """The council of an address; None where there is none."""
    return Council.objects.filter(slug=slug).first()


def enter(request: Any, council: Council | None) -> None:
    """Makes a request a `FrontRequest`; 404 where there is no such council."""
    if council is None:
        raise Http404
    request.council = council
    signed_in = request.user.is_authenticated
    request.insider = request.user.membership_at(council) if signed_in else None


def to_its_holder_only(response: HttpResponse, *, posts: bool = False) -> HttpResponse:
    """Marks a page behind a link that only one person has: not for search engines or other sites.

    Args:
        posts: it has a form. A browser that may name no referrer sends one from nowhere, which
            the check against forged requests refuses; so the address goes to our own pages only.
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin" if posts else "no-referrer"
    return response


def front_file(
    view: Callable[Concatenate[FrontRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
    """Opens a file for everybody, alike for everybody, so that copies may be kept; 404 likewise."""

    @wraps(view)
    def door(request: Any, council: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = council_at(council)
        if found is None:
            raise Http404
        request.council, request.insider = found, None
        # The middleware has asked who it is; the answer does not, so one copy serves every cookie.
        request.session.accessed = False
        return view(request, *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponseBase], public(door))
