"""The quick entry: what the public posted and what was done about it, on one page."""

from typing import Any

from django import forms

from moderation.log.action_form import ActionForm
from moderation.log.actions.common import capture_blanks
from moderation.log.forms.parts import say_blanks, tick
from moderation.log.forms.posted import PostedFields
from moderation.log.models import ModerationAction

KINDS = dict(ModerationAction.Kind.choices)
#: By what somebody knows what stood there; wrong input there says enough.
SHOWN_BY = {"url", "words", "captures"}


class EntryForm(PostedFields, ActionForm):
    """An action, with what it is about."""

    #: The account that the page came with: left as it was, nobody chose it.
    account_before = forms.CharField(required=False, widget=forms.HiddenInput)
    again = tick("Log a second action on it")

    #: What stands folded away.
    folded = ("author_name", "platform_id", "item_kind", "found", "posted_at")

    @property
    def more_has_errors(self) -> bool:
        """Whether something that stands folded away must be mended."""
        return any(name in self.errors for name in self.folded)

    def narrow(self) -> None:
        super().narrow()
        self.initial.setdefault("account_before", self.initial.get("account", ""))
        if last := KINDS.get(self.initial.get("kind", "")):
            self.fields["kind"].help_text = f"Chosen as last time: {last}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("url", "words", "captures", "prohibited")):
            self.add_error("url", "Paste the link, type the words or add a screenshot")
        # A second action is on something that may be shown already, which the action looks up.
        if not (self.is_prohibited or cleaned.get("again") or self.errors.keys() & SHOWN_BY):
            shown, why = cleaned["captures"], cleaned.get("no_capture", "")
            kind, words = cleaned.get("kind", ""), cleaned.get("words", "")
            say_blanks(self, capture_blanks(kind, None, shown, why, words))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What `log_action` takes, for something new."""
        return super().values | self.as_posted | {"again": self.cleaned_data["again"]}
