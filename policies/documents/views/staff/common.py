"""What the pages of policies share."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from councilsm.access import MemberRequest
from councilsm.duties import Duty
from councilsm.steps import take_step
from policies.documents.models import Policy, Version


def find_policy(request: MemberRequest, slug: str) -> Policy:
    """A policy of the council's, or 404."""
    policy: Policy = get_object_or_404(request.council.policies.select_related("owner"), slug=slug)
    policy.council = request.council
    return policy


def find_version(request: MemberRequest, slug: str, version: str) -> Version:
    """A version of a policy of the council's, with what its page shows, or 404."""
    policy = find_policy(request, slug)
    rows = policy.versions.select_related(
        *("file", "supersedes", "written_by", "adopted_by", "rulebook_version")
    )
    found: Version = get_object_or_404(rows, slug=version)
    found.council, found.policy = request.council, policy
    if found.file:
        found.file.council = request.council
    return found


def keeps(request: MemberRequest) -> bool:
    """Whether this member keeps the council's policies."""
    return request.membership.allows(Duty.MANAGE_RULES)


def step(
    request: MemberRequest,
    about: Policy | Version,
    form: Any,
    act: Any,
    what: str,
    said: Any,
    **page: Any,
) -> HttpResponse:
    """A page about one policy or version with one form that does one thing.

    Nothing changes of a policy that was withdrawn, so whoever opens it is led to where that stands.

    Args:
        what: names the template.
        said: what the next page says.
    """
    policy = about.policy if isinstance(about, Version) else about
    version = about if isinstance(about, Version) else None
    if request.method != "POST" and policy.withdrawn_on:
        return redirect(policy)
    page = {"policy": policy, "version": version, "about": about, **page}
    return take_step(request, form, act, f"policies/documents/{what}.html", said=said, **page)
