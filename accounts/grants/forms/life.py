"""What becomes of access, and what is done about it on the platform."""

from django import forms

from accounts.dates import today
from accounts.grants.forms.fields import last_day, words
from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import DATE_EXAMPLE, GovukDateField
from councilsm.tenancy import CouncilForm


class ReasonForm(CouncilForm):
    reason = words("Why?", "Say why")


class MisuseForm(CouncilForm):
    scope = forms.ChoiceField(
        label="What do you withdraw?",
        choices=[("all", "All their access"), ("only", "Only this one")],
        initial="all",
        widget=forms.RadioSelect,
    )
    reason = words("How was it misused?", "Say how it was misused", "They will see this")


class ExtendForm(CouncilForm):
    ends_on = last_day(
        "New last day", f"For example, {DATE_EXAMPLE}. Leave empty until further notice"
    )
    reason = words("Why is it needed for longer?", "Say why it is needed for longer")


class ToldForm(CouncilForm):
    told_on = GovukDateField(label="When were they told?", initial=today)


class ConfirmForm(CouncilForm):
    confirmed_on = GovukDateField(label="When did you look?", initial=today)
    how = words(
        "What does the platform show?",
        "Say what the platform shows",
        "For example, Page access lists her with partial access",
    )


class RemovedForm(EvidenceForm):
    removed_on = GovukDateField(label="When was it removed?", initial=today)
    how = words(
        "How was it removed, and how do you know?",
        "Say how it was removed, and how you know",
        "For example, removed under Page access; the list no longer shows him. "
        "A shared login: the password was changed. If it was never set up, say so",
    )
    evidence = picture_field("A picture of it (optional)")

    pictures = ("evidence",)
