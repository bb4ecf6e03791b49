"""From a reference, as people read it aloud, to its page."""

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty

#: The page of each letter. Whether somebody may see it is for that page to say.
PAGES = {
    "A": "grants:detail",
    "B": "blocks:detail",
    "C": "permissions:detail",
    "CO": "conduct:detail",
    "D": "drafts:detail",
    "DE": "evidence:answer",
    "I": "ideas:detail",
    "K": "lookalikes:detail",
    "L": "leavers:detail",
    "M": "log:detail",
    "N": "enquiries:detail",
    "P": "posts:detail",
    "PE": "elections:detail",
    "RC": "cases:detail",
    "S": "sightings:detail",
    "SA": "drafts:standing",
    "U": "unblocks:detail",
}
REFERENCE = re.compile(r"([a-z]{1,2})[-\u2010-\u2013 ]?([0-9]{1,9})", re.IGNORECASE | re.ASCII)


@member_view(Duty.SUBMIT_DRAFTS)
def find(request: MemberRequest) -> HttpResponse:
    """Opens the page of `?reference=D-0142`, however it was typed; else asks again."""
    typed = request.GET.get("reference", "").strip()[:20]
    found = REFERENCE.fullmatch(typed)
    if found and (name := PAGES.get(found[1].upper())):
        return redirect(name, request.council.slug, int(found[2]))
    return render(request, "find.html", {"typed": typed}, status=422 if typed else 200)
