"""What a correction corrects: the words that went out, beside those that put them right."""

from dataclasses import dataclass
from typing import Any

from moderation.checks.content import Content
from moderation.drafts.differences import Piece, changed_words
from moderation.drafts.models import Draft


@dataclass(frozen=True)
class Corrected:
    """The post that a draft corrects.

    Args:
        post: as the archive has it.
        reason: what whoever started the correction says is wrong with it.
    """

    post: Any
    reason: str

    @property
    def reference(self) -> str:
        return str(self.post)

    @property
    def words(self) -> str:
        """The words as they stand on the platform now."""
        words: str = self.post.words_now
        return words

    def is_said_again_by(self, content: Content) -> bool:
        """Whether a correction says what the post says already, on every account."""
        return all(text.strip() == self.words.strip() for text in content.texts.values())

    def changes(self, content: Content) -> list[tuple[str, tuple[Piece, ...]]]:
        """Word for word from the post to the correction, each wording once with its accounts."""
        by_text: dict[str, list[str]] = {}
        for account, text in content.texts.items():
            by_text.setdefault(text, []).append(str(account))
        return [
            (", ".join(accounts), changed_words(self.words, text))
            for text, accounts in by_text.items()
        ]


def corrected_by(draft: Draft) -> Corrected | None:
    """What a draft corrects; None where it was not started from a post."""
    changes = draft.corrects.select_related("post__account", "post__target__revision")
    change = changes.prefetch_related("post__changes").first()
    return Corrected(change.post, change.reason) if change else None
