"""The register of blocks, deciding one of somebody with 500 earlier entries, and who asks."""

from typing import Any

from tests.benchmarks.registers import ASK, ASK_WHERE


def paths(council: Any) -> dict[str, str]:
    """What is walked, by name: each part of a long register, the page of a block, deciding one; the
    list of requests to be unblocked, and the public's form for one.
    """
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
        "requests": f"/c/{council.slug}/unblock-requests/",
        ASK: f"/c/{council.slug}/unblock/new/",
        ASK_WHERE: f"/c/{council.slug}/unblock/new/where/",
    }
