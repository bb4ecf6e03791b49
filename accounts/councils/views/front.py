"""The council's own page for everybody, with no sign-in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.councils.front import FrontRequest, front_page


@require_safe
@front_page
def front(request: FrontRequest) -> HttpResponse:
    """What the public may do here. The council's own people are sent on to their home."""
    if request.insider:
        return redirect("councils:home", request.council.slug)
    return render(request, "accounts/councils/front.html", {"home_url": request.path})
