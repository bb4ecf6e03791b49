"""Two versions beside each other, word for word."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from councilsm.access import MemberRequest, member_view
from councilsm.differences import changed_document
from councilsm.duties import Duty
from policies.documents.models import Version
from policies.documents.questions import LONG, changed_clauses, version_before
from policies.documents.views.staff.common import find_version


@member_view(Duty.SUBMIT_DRAFTS)
def compare(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """From `?with=` to this version; by default from the one whose place it takes."""
    after = find_version(request, policy, version)
    before: Version | None = version_before(after)
    if asked := request.GET.get("with", ""):
        rows = after.policy.versions.select_related("file").exclude(pk=after.pk)
        before = get_object_or_404(rows, slug=asked)
    pieces = changed_document(before.text, after.text) if before else ()
    context = {
        "policy": after.policy,
        "version": after,
        "about": after,
        "before": before,
        "pieces": pieces,
        "not_word_for_word": any(piece.whole for piece in pieces),
        "words_differ": any(piece.change for piece in pieces),
        "clauses": changed_clauses(before, after).items(),
        "others": after.policy.versions.exclude(pk=after.pk).defer(*LONG).order_by("-number"),
    }
    return render(request, "policies/documents/compare.html", context)
