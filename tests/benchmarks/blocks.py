"""The register of blocks, and deciding one of somebody with 500 earlier entries."""

from typing import Any


def paths(council: Any) -> dict[str, str]:
    """What is walked, by name: each part of a long register, the page of a block, deciding one."""
    at = f"/c/{council.slug}/blocks/"
    proposed = council.blocks.filter(state="proposed").latest("pk")
    stands = council.blocks.filter(state="stands").latest("pk")
    assert council.moderation_actions.filter(author=proposed.author_id).count() == 500
    return {
        "blocks": at,
        "ended blocks": f"{at}?show=ended",
        "not as decided": f"{at}?show=mismatched",
        "block": f"{at}{stands.reference}/",
        "decide block": f"{at}{proposed.reference}/decide/",
    }
