"""More evidence of an item."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from moderation.evidence.add_page import add_page


@member_view(Duty.LOG_MODERATION)
def add(request: MemberRequest, number: int) -> HttpResponse:
    """Adds files to an item that everybody who keeps the log sees."""
    rows = request.council.items.for_everyone()
    item = get_object_or_404(rows, number=number)
    return add_page(request, item, then=reverse("log:detail", args=[request.council.slug, number]))
