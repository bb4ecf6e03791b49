"""The rules whose clauses a version changed, each looked at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.councils.statements import statement
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from policies.documents.actions import look_at_rule
from policies.documents.carried_out import cited_by
from policies.documents.models import Version
from policies.documents.questions import (
    book_at_adoption,
    changed_clauses,
    rules_changed,
    version_before,
)
from policies.documents.views.staff.common import find_version


@member_view(Duty.MANAGE_RULES)
def look(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Each rule with its clause as it was and as it is: it stays, or was changed."""
    found = find_version(request, policy, version)
    if found.state != Version.State.APPROVED:
        raise Http404
    if request.method == "POST":
        kept = request.POST.get("kept") == "yes"
        look_at_rule(
            version=found, rule=request.POST.get("rule", ""), kept=kept, actor=request.user
        )
        messages.success(request, "It is on record that you looked at the rule.")
        return redirect("documents:look_at_rules", request.council.slug, policy, version)
    book = request.council.rulebook
    before = book_at_adoption(found)
    changed = changed_clauses(version_before(found), found)
    looks = {look.rule: look for look in found.rule_looks.select_related("looked_by")}
    rows = [
        {
            "rule": statement(book, name),
            "clauses": [(ref, *changed[ref]) for ref in cited_by(was) if ref in changed],
            "look": looks.get(name),
            "was_changed": was != getattr(book.rules, name),
        }
        for name in rules_changed(found)
        for was in [getattr(before.rules, name)]
    ]
    left = sum(row["look"] is None for row in rows)
    rows.sort(key=lambda row: row["look"] is not None)
    cited = {ref for _, rule in before.each() for ref in cited_by(rule)}
    context = {
        "policy": found.policy,
        "version": found,
        "about": found,
        "rows": rows,
        "left": left,
        "uncited": [(ref, old, new) for ref, (old, new) in changed.items() if ref not in cited],
    }
    return render(request, "policies/documents/rules.html", context)
