"""The form of a decision."""

from typing import Any

from django import forms

from accounts.councils.rulebook import Reason
from councilsm.forms import when_in_words
from councilsm.tenancy import CouncilForm
from moderation.drafts.models import Revision

#: No list is complete; a reason that is not the true one must not stand on the record.
NONE_OF_THESE = ("none_of_these", "None of these, as explained below")


class DecideForm(CouncilForm):
    """Approve, ask for changes or reject; the last two with words the author will read."""

    APPROVE, CHANGES, REJECT = "approve", "changes", "reject"

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=[
            (APPROVE, "Approve"),
            (CHANGES, "Request changes"),
            (REJECT, "Reject"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose approve, request changes or reject",
            "invalid_choice": "Choose approve, request changes or reject",
        },
    )
    changes_reason = forms.ChoiceField(label="Reason (optional)", required=False)
    changes_note = forms.CharField(
        label="What the author should change",
        help_text="They will see this.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reject_reason = forms.ChoiceField(label="Reason", required=False)
    reject_note = forms.CharField(
        label="Why it is rejected",
        help_text="The author will see this.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    reveals = {
        "outcome": {
            CHANGES: ["changes_reason", "changes_note"],
            REJECT: ["reject_reason", "reject_note"],
        }
    }

    def narrow(self) -> None:
        reasons = self.council.rulebook.rules.draft_refusal_reasons.value or ()
        self.reasons: dict[str, Reason] = {reason.code: reason for reason in reasons}
        listed = [(reason.code, reason.label) for reason in reasons]
        for name in ("changes_reason", "reject_reason"):
            if listed:
                choices = [("", "Choose a reason"), *listed, NONE_OF_THESE]
                label = self.fields[name].label
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == self.CHANGES and not cleaned.get("changes_note", "").strip():
            self.add_error("changes_note", "Say what the author should change")
        if outcome == self.REJECT:
            if "reject_reason" in self.fields and not cleaned.get("reject_reason"):
                self.add_error("reject_reason", "Choose a reason")
            if not cleaned.get("reject_note", "").strip():
                self.add_error("reject_note", "Say why it is rejected")
        return cleaned

    def show(self, revision: Revision) -> None:
        """Binds the form to the revision that its page shows, also when shown again."""
        self.initial["digest"] = revision.digest
        if self.is_bound:
            self.rebind(digest=revision.digest)
        until = when_in_words(revision.not_after)
        approve = f"May be posted {window_opens(revision)}, until {until}"
        self.option_hints = {"outcome": {self.APPROVE: approve}}

    def reason(self) -> Reason | None:
        """The chosen reason from the council's list, if it has one."""
        code = self.cleaned_data.get(f"{self.cleaned_data['outcome']}_reason", "")
        return self.reasons.get(code)

    def note(self) -> str:
        """The words for the author."""
        note: str = self.cleaned_data.get(f"{self.cleaned_data['outcome']}_note", "")
        return note.replace("\r\n", "\n").strip()


def window_opens(revision: Revision) -> str:
    """When a revision may first go out, in words."""
    return f"from {when_in_words(revision.not_before)}" if revision.not_before else "at once"
