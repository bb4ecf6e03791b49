"""Closed by default: every view says who may use it, and a view that says nothing does not work.

`member_view(duty)` is for a council's own people, `signed_in` for anyone with a sign-in, `public`
for everybody, `operator_view` for who runs the installation. There is no fifth. `GuardMiddleware`
refuses whatever carries no label.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, reverse
from django.utils.cache import add_never_cache_headers

from councilsm.duties import GUARDED, Duty
from councilsm.resume import drop_taken, keep_typed

if TYPE_CHECKING:
    from accounts.councils.models import Council
    from accounts.people.models import Membership, Person

P = ParamSpec("P")
View = TypeVar("View", bound=Callable[..., Any])


class MemberRequest(HttpRequest):
    """What a member view may rely on: the gate has set all three."""

    user: "Person"
    council: "Council"
    membership: "Membership"


class SignedInRequest(HttpRequest):
    """What a view may rely on where nobody comes without having signed in."""

    user: "Person"


def member_view(
    duty: Duty,
    *,
    handover: bool = False,
) -> Callable[
    [Callable[Concatenate[MemberRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, str, P], HttpResponseBase],
]:
    """Opens a view below `/c/<council>/` to the council's people who hold a duty today.

    Someone without a membership in force sees 404, as if the council did not exist; a member
    without the duty sees 403. Both are read from the database on each request, so a right that
    ended yesterday is over today whether or not any worker ran.

    Args:
        handover: it is a handover screen, which the last who could administer keeps after their
            end, until a successor has signed in. Whatever else they open says what is left.
    """

    def decorate(
        view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
        @wraps(view)
        def gate(request: Any, council: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            membership = request.user.membership_at(council) or request.user.handover_at(council)
            if membership is None:
                over = request.user.over_at(council)
                if over is None:
                    raise Http404
                return render(request, "rights_ended.html", {"over": over}, status=404)
            request.council, request.membership = membership.council, membership
            if lacks_second_factor(membership):
                return redirect("mfa_index")
            if membership.in_handover:
                if not handover:
                    return render(request, "handover.html", status=403)
                request.user.act_in_handover(membership)
            elif not membership.allows(duty):
                raise PermissionDenied(duty.label)
            return view(request, *args, **kwargs)

        labelled: Any = _label(gate, duty)
        return cast(Callable[Concatenate[HttpRequest, str, P], HttpResponseBase], labelled)

    return decorate


def lacks_second_factor(membership: "Membership") -> bool:
    """Whether this person must first set up a second factor (not asked for in the demo)."""
    return bool(
        settings.SECOND_FACTOR_REQUIRED
        and not membership.has_second_factor
        and GUARDED & set(membership.duties)
    )


def signed_in(view: View) -> View:
    """Opens a view to anyone who has signed in: their own pages, choosing a council."""
    return _label(view, "signed in")


def operator_view(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Opens a view to the people whose addresses `OPERATORS` names, with their second factor.

    To everybody else it does not exist. It shows no council's contents: an operator has no
    membership, and a member no installation.
    """

    @wraps(view)
    def gate(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.email not in settings.OPERATORS:
            raise Http404
        if settings.SECOND_FACTOR_REQUIRED and not is_mfa_enabled(request.user):
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    labelled: Any = _label(gate, "operator")
    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], labelled)


def public(view: View) -> View:
    """Opens a view to everybody."""
    view.login_required = False  # type: ignore[attr-defined]  # read by LoginRequiredMiddleware
    return _label(view, "public")


def _label(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]  # read by GuardMiddleware
    return view


def label_all(
    urls: list[URLPattern | URLResolver], label: Callable[[URLPattern], None]
) -> list[URLPattern | URLResolver]:
    """Labels every view of a library's URL list; returns the list."""
    for entry in urls:
        if isinstance(entry, URLResolver):
            label_all(entry.url_patterns, label)
        else:
            label(entry)
    return urls


class GuardMiddleware:
    """Refuses every view that carries no label: a forgotten check is a page that never worked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if not hasattr(view, "access"):
            raise ImproperlyConfigured(f"{view.__qualname__} does not say who may use it.")


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends strangers to sign in, keeping what they had typed when their session ended."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": "You are signed out."}, status=401)  # type: ignore[return-value]
        if keep_typed(request):
            messages.info(
                request, "You were signed out. What you typed is kept: sign in to send it."
            )
            query = urlencode({"next": reverse("carry_on")})
            return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}")
        return super().handle_no_permission(request, view_func)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        drop_taken(request, response)
        # Who it is comes last: asking makes the answer vary by cookie, also a public file's.
        user = None if "Cache-Control" in response else getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            add_never_cache_headers(response)
        return response
