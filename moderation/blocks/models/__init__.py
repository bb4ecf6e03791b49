from moderation.blocks.models.block import Block
from moderation.blocks.models.decision import BlockDecision, BlockNotice
from moderation.blocks.models.place import BlockPlace, BlockStep

__all__ = ["Block", "BlockDecision", "BlockNotice", "BlockPlace", "BlockStep"]
