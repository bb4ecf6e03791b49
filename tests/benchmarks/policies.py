"""The library and the pages of reading and reviews, as the clerk reads them."""

from typing import Any


def paths(council: Any) -> dict[str, str]:
    """What is walked, by name."""
    at = f"/c/{council.slug}"
    version = council.policy_versions.select_related("policy").latest("pk")
    one = f"{version.policy.slug}/{version.slug}/"
    return {
        "library": f"{at}/policies/manage/",
        "policy": f"{at}/policies/manage/{version.policy.slug}/",
        "public library": f"{at}/policies/",
        "reading": f"{at}/reading/",
        "who has read": f"{at}/reading/all/",
        "who has read, by person": f"{at}/reading/all/?by=people",
        "a text to read": f"{at}/reading/{one}",
        "reviews": f"{at}/policy-reviews/",
    }
