"""What each list of a policy says, all of it: for the trail, and to tell whether it changed."""

from typing import Any

from policies.documents.models import LegalReference, Part, Policy, RelatedPolicy, Scope

Said = dict[str, Any]


def scopes_said(policy: Policy) -> Said:
    """What it is for people of each category."""
    return {"is": [_scope(one) for one in policy.scopes.order_by("category")]}


def duties_said(policy: Policy) -> Said:
    """For which duties it is read."""
    return {"is": sorted(policy.duties.values_list("duty", flat=True))}


def readers_said(policy: Policy) -> Said:
    """Both, which stand on one page."""
    return {"scopes": scopes_said(policy)["is"], "duties": duties_said(policy)["is"]}


def parts_said(policy: Policy) -> Said:
    """Who has which part."""
    rows = policy.parts.select_related("office").order_by("pk")
    return {"is": [_part(one) for one in rows]}


def laws_said(policy: Policy) -> Said:
    """On which laws it rests."""
    rows = policy.laws.select_related("replaced_by").order_by("pk")
    return {"is": [_law(one) for one in rows]}


def related_said(policy: Policy) -> Said:
    """What is read together with it."""
    rows = policy.related.select_related("other").order_by("pk")
    return {"is": [_related(one) for one in rows]}


def _scope(one: Scope) -> str:
    return f"{one.category}: {one.binds}" + (f" ({one.clause})" if one.clause else "")


def _part(one: Part) -> str:
    # By its key, which stays when its title changes.
    office = f"office {one.office.key}" if one.office else ""
    among = ", ".join(filter(None, [one.category, office]))
    return f"{one.kind}: {one.who}" + (f" ({among})" if among else "")


def _law(one: LegalReference) -> str:
    now = f"now {one.replaced_by.title}" if one.replaced_by else ""
    return ", ".join(filter(None, [one.title, now, one.url, one.note]))


def _related(one: RelatedPolicy) -> str:
    # By its address, which stays when its title changes.
    ours = f"policy {one.other.slug}" if one.other else ""
    return ", ".join(filter(None, [one.title, ours, one.url]))
