"""What was posted was written down wrongly: another item says what is right."""

from typing import Any

from moderation.items.models import Item
from moderation.log.forms.parts import box
from moderation.log.forms.posted import ELSEWHERE, PostedFields


class CorrectItemForm(PostedFields):
    """All of it anew, as it should have stood."""

    why = box("What was wrong?", missing="Say what was wrong")
    marked = box(
        "Which words break the reason?",
        "Only if what was marked is not in the words any more. One passage a line",
        longest=10_000,
    )

    field_order = ("why", "words", "marked", "handle", "author_name", "platform_id", "url")

    def narrow(self) -> None:
        super().narrow()
        del self.fields["url"].widget.attrs["autofocus"]
        self.fields["url"].help_text = ""

    def clean(self) -> dict[str, Any]:
        self.cleaned_data = super().clean()
        if self.errors:
            return self.cleaned_data
        said = {"why": self.cleaned_data["why"], "marked": self.cleaned_data["marked"] or None}
        posted = self.as_posted
        if posted["seen_at"] is None:
            del posted["seen_at"]
        return said | posted


def written_of(item: Item) -> dict[str, Any]:
    """What the record says, for a form that begins with it."""
    return {
        **{name: getattr(item, name) for name in ("url", "words", "author_name", "found")},
        "handle": item.author.handle if item.author else "",
        "platform_id": item.author_number,
        "posted_at": item.posted_at,
        "seen_at": item.seen_at if item.seen_said else None,
        "item_kind": item.kind,
        "account": str(item.account_id) if item.account_id else ELSEWHERE,
        "platform": item.platform,
        "elsewhere": item.elsewhere,
    }
