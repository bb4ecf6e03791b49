"""What a correction corrects: the words that went out, beside those that put them right."""

from dataclasses import dataclass
from typing import Any

from councilsm.differences import changed_words
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content
from moderation.drafts.differences import Wording
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

    def accounts_without_it(self, content: Content) -> list[str]:
        """The accounts of a correction on which the post did not go out."""
        out = {self.post.account_id}
        if self.post.target is not None:
            posts = self.post.target.revision.targets.filter(state="posted")
            out |= set(posts.values_list("account", flat=True))
        return [str(account) for account in content.texts if account.pk not in out]

    def changes(self, content: Content) -> list[Wording]:
        """Word for word from the post to the correction, each wording once."""
        return [
            Wording(", ".join(accounts), changed_words(self.words, text))
            for text, accounts in content.accounts_by_words.items()
        ]


def corrected_by(draft: Draft) -> Corrected | None:
    """What a draft corrects; None where it was not started from a post."""
    changes = draft.corrects.select_related("post__account", "post__target__revision")
    change = changes.prefetch_related("post__changes").first()
    return Corrected(change.post, change.reason) if change else None


def require_still_there(draft: Draft) -> None:
    """What a correction corrects is not taken down, nor ordered down.

    Raises:
        RuleBroken: it is.
    """
    corrected = corrected_by(draft)
    if corrected is not None and corrected.post.take_down is not None:
        raise RuleBroken(
            f"{corrected.reference} has been ordered down, so there is nothing to correct. "
            "Withdraw this, or say what is right in a new post."
        )
