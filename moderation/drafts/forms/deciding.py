"""The forms of a decision, and of taking one back."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.councils.rulebook import Reason
from accounts.people.consulting import ToConsult
from accounts.people.consulting_form import ConsultingForm
from councilsm.forms import GovukDateTimeField, when_in_words
from councilsm.tenancy import CouncilForm
from moderation.drafts.models import Revision
from moderation.drafts.words import words_field

#: No list is complete; a reason that is not the true one must not stand on the record.
NONE_OF_THESE = ("none_of_these", "None of these, as explained below")

#: What an approval may need beside the choice itself, by the field that asks for it.
PARTY, NOT_AFTER, ALONE, IN_PERIOD = "party", "not_after", "alone", "in_period"
ASKED = {
    PARTY: "Say whether it appears designed to affect support for a party",
    NOT_AFTER: "Enter the new time to post by",
    ALONE: "Say why it cannot wait and nobody else is free",
    IN_PERIOD: "Say why it may go out in a pre-election period",
}


class ReasonSelect(forms.Select):
    """A select written at once. Django's renders one template an option, and this page has many."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            "<option value='{}'{}>{}</option>",
            (
                (code, mark_safe(" selected") if code == chosen else "", label)
                for code, label in self.choices
            ),
        )
        given = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", given, options)


class OutcomeRadios(forms.RadioSelect):
    """Each choice with its key, for those who have turned keys on."""

    keys = {"approve": "a", "changes": "c", "reject": "r"}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-key"] = self.keys.get(str(value), "")
        return option


class DecideForm(ConsultingForm):
    """Approve, ask for changes or reject; the last two with words the author will read.

    What an approval needs beside the choice depends on the draft: `show()` leaves in what its page
    asks for, and the page says so in `asked`, so that an empty answer is an error by its field.
    """

    APPROVE, CHANGES, REJECT = "approve", "changes", "reject"

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=[
            (APPROVE, "Approve"),
            (CHANGES, "Request changes"),
            (REJECT, "Reject"),
        ],
        widget=OutcomeRadios,
        error_messages={
            "required": "Choose approve, request changes or reject",
            "invalid_choice": "Choose approve, request changes or reject",
        },
    )
    not_after = GovukDateTimeField(
        label="Post no later than",
        help_text="The old time has passed. For example, 3 12 2026 at 5pm",
        required=False,
    )
    party = forms.ChoiceField(
        label="Does this appear designed to affect support for a party?",
        help_text="If it does, the council may not publish it (Local Government Act 1986 s.2).",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        required=False,
    )
    alone = words_field(
        "Why it cannot wait, and why nobody else is free",
        help_text="It stands on the record. The others who may approve are told at once",
        rows=3,
    )
    in_period = words_field(
        "Why may it go out in a pre-election period?",
        help_text="Why it cannot wait, and affects nobody’s vote. It stands on the record",
        rows=3,
    )
    changes_reason = forms.ChoiceField(label="Reason (optional)", required=False)
    changes_note = words_field(
        "What the author should change", help_text="They will see this", rows=4
    )
    reject_reason = forms.ChoiceField(label="Reason", required=False)
    reject_note = words_field("Why it is rejected", help_text="The author will see this", rows=4)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    asked = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    reveals = {
        "outcome": {
            APPROVE: [NOT_AFTER, PARTY, ALONE, IN_PERIOD],
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
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=choices, widget=ReasonSelect
                )
            else:
                del self.fields[name]

    def clean_not_after(self) -> Any:
        moment = self.cleaned_data["not_after"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError("The new time to post by must be in the future")
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == self.APPROVE:
            self.require_consulted(cleaned)
            for name in cleaned.get("asked", "").split():
                if name in ASKED and name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ASKED[name])
        if outcome == self.CHANGES and not cleaned.get("changes_note", "").strip():
            self.add_error("changes_note", "Say what the author should change")
        if outcome == self.REJECT:
            if "reject_reason" in self.fields and not cleaned.get("reject_reason"):
                self.add_error("reject_reason", "Choose a reason")
            if not cleaned.get("reject_note", "").strip():
                self.add_error("reject_note", "Say why it is rejected")
        return cleaned

    def show(
        self,
        revision: Revision,
        *,
        asks: Iterable[str] = (),
        hint: str = "",
        renews: bool = False,
    ) -> None:
        """Binds the form to the revision that its page shows, also when shown again.

        Args:
            asks: what approving it needs beside the choice: `PARTY`, `NOT_AFTER`,
                `ALONE`, `IN_PERIOD`.
            hint: under Approve, instead of when it may go out.
            renews: it was approved already, and can only be approved with a new time.
        """
        asked = list(asks)
        page = {"digest": revision.digest, "asked": " ".join(asked)}
        self.initial.update(page)
        if self.is_bound:
            self.rebind(**page)
        for name in ASKED:
            if name not in asked:
                self.fields.pop(name, None)
        outcome = cast(forms.ChoiceField, self.fields["outcome"])
        if renews:
            outcome.choices = [(self.APPROVE, "Approve with a new time")]
        if ALONE in asked:
            outcome.choices = [(self.APPROVE, "Approve without second check")]
        until = when_in_words(revision.not_after)
        approve = hint or f"May be posted {window_opens(revision)}, until {until}"
        self.option_hints = {"outcome": {self.APPROVE: approve}}

    def ask_consulted(self, wanted: Sequence[ToConsult]) -> list[str]:
        names = super().ask_consulted(wanted)
        if names:
            approving = [NOT_AFTER, PARTY, ALONE, IN_PERIOD, *names]
            self.reveals = {"outcome": self.reveals["outcome"] | {self.APPROVE: approving}}
        return names

    def choose_approve(self) -> None:
        """Has Approve chosen on a page that was opened just now: reading it is the work."""
        if not self.is_bound:
            self.initial["outcome"] = self.APPROVE

    def approval(self) -> dict[str, Any]:
        """What `approve_draft` needs beside the revision."""
        party = self.cleaned_data.get(PARTY, "")
        return {
            "not_after": self.cleaned_data.get(NOT_AFTER),
            "for_a_party": {"yes": True, "no": False}.get(party),
            "alone": self.cleaned_data.get(ALONE, ""),
            "in_period": self.cleaned_data.get(IN_PERIOD, ""),
            "consulted": self.consulted(),
        }

    def reason(self) -> Reason | None:
        """The chosen reason from the council's list, if it has one."""
        code = self.cleaned_data.get(f"{self.cleaned_data['outcome']}_reason", "")
        return self.reasons.get(code)

    def note(self) -> str:
        """The words for the author."""
        note: str = self.cleaned_data.get(f"{self.cleaned_data['outcome']}_note", "")
        return note


class WithdrawApprovalForm(CouncilForm):
    """Why an approval is taken back."""

    reason = words_field(
        "Why do you withdraw the approval?",
        "Say why the approval is withdrawn",
        "The author will see this",
        rows=4,
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


def window_opens(revision: Revision) -> str:
    """When a revision may first go out, in words."""
    return f"from {when_in_words(revision.not_before)}" if revision.not_before else "at once"
