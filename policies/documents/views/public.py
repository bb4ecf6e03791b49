"""What everybody may read: current policies, past versions, house rules, disclaimers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.councils.front import FrontRequest, front_file, front_page
from accounts.dates import today
from councilsm.files.storage import address
from councilsm.files.views import serve
from policies.documents.clauses import clauses_of
from policies.documents.house_rules import house_rules as rules_for_everybody
from policies.documents.models import Policy, Version
from policies.documents.published import (
    PUBLIC,
    adopted_versions,
    approved_in_words,
    disclaimers_of,
    in_place_of,
    parts_of,
    published,
    replaced_by,
    scope_of,
)
from policies.documents.text import to_html


@require_safe
@front_page
def policies(request: FrontRequest) -> HttpResponse:
    """The council's public policies, each as it is today."""
    current = published(request.council, today())
    context = {
        "versions": [(version, approved_in_words(version)) for version in current],
        "has_disclaimers": any(version.policy.disclaimers for version in current),
    }
    return render(request, "policies/documents/public_list.html", context)


@require_safe
@front_page
def policy(request: FrontRequest, policy: str) -> HttpResponse:
    """One policy as it is today, without a sign-in (LTC-header-b)."""
    found = public_policy(request, policy)
    current = found.version_on(today())
    versions = adopted_versions(found)
    if current is None and not versions:
        raise Http404
    context = shown(found, versions, current, current)
    return render(request, "policies/documents/public_policy.html", context)


@require_safe
@front_page
def version(request: FrontRequest, policy: str, version: str) -> HttpResponse:
    """One version, be it past, in force or to come."""
    found = public_version(request, policy, version)
    current = found.policy.version_on(today())
    context = shown(found.policy, adopted_versions(found.policy), found, current)
    return render(request, "policies/documents/public_policy.html", context)


@require_safe
@front_file
def version_file(request: FrontRequest, policy: str, version: str) -> HttpResponseBase:
    """Its PDF."""
    file = public_version(request, policy, version).file
    if file is None or file.spoiled_at:
        raise Http404
    at = address(request.council.pk, file.digest)
    return serve(request, file, at=at, digest=file.digest)


@require_safe
@front_page
def house_rules(request: FrontRequest) -> HttpResponse:
    """What the council does about what the public posts (LTC-6-a)."""
    current = published(request.council, today())
    context = {
        "rules": rules_for_everybody(request.council.rulebook),
        "of_rules": next((one for one in current if one.policy.carries_rules), None),
    }
    return render(request, "policies/documents/house_rules.html", context)


@require_safe
@front_page
def disclaimers(request: FrontRequest) -> HttpResponse:
    """Words that people may copy to say that a view is their own (FTC-D-1)."""
    current = published(request.council, today())
    lists = [(one, disclaimers_of(one.policy)) for one in current]
    context = {"lists": [(one, words) for one, words in lists if words]}
    return render(request, "policies/documents/disclaimers.html", context)


def public_policy(request: FrontRequest, slug: str) -> Policy:
    """A policy that is for everybody; 404 for any other."""
    found: Policy = get_object_or_404(request.council.policies, slug=slug, audience=PUBLIC)
    found.council = request.council
    return found


def public_version(request: FrontRequest, policy: str, slug: str) -> Version:
    """An adopted version of such a policy; 404 for any other."""
    of = public_policy(request, policy)
    rows = of.versions.adopted().select_related("file")
    found: Version = get_object_or_404(rows, slug=slug)
    found.policy, found.council = of, request.council
    return found


def shown(
    policy: Policy, versions: list[Version], version: Version | None, current: Version | None
) -> dict[str, Any]:
    """What the page of a policy shows.

    Args:
        versions: all that were adopted.
        version: the one to be read; None where none is in force.
        current: the one in force today.
    """
    context: dict[str, Any] = {
        "policy": policy,
        "version": version,
        "versions": [(one, approved_in_words(one)) for one in versions],
        "scope": scope_of(policy),
        "parts": parts_of(policy),
        "laws": list(policy.laws.select_related("replaced_by").order_by("pk")),
        "related": list(policy.related.select_related("other").order_by("pk")),
        "has_disclaimers": bool(policy.disclaimers),
        "today": today(),
    }
    if version is not None:
        context |= {
            "approved": approved_in_words(version),
            "html": to_html(version.text) if version.text else "",
            "clauses": clauses_of(version),
            "replaced_by": replaced_by(version, versions),
            "in_place_of": in_place_of(version, versions),
            "is_current": current is not None and current.pk == version.pk,
        }
    return context
