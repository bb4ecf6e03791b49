"""Taking stock: what the platforms show, whose it is, and by when it is sorted out."""

from typing import Any

from django import forms

from accounts.dates import today
from accounts.grants.forms.fields import MemberField, OfProperty, last_day, members, words
from accounts.grants.offices import may_stand_on
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class FoundForm(OfProperty):
    """One person whom the platform shows."""

    found_name = forms.CharField(
        label="Name, as the platform shows it",
        max_length=120,
        error_messages={"required": "Enter the name as the platform shows it"},
    )
    level = forms.ChoiceField(
        label="Level there",
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
        error_messages={"required": "Select the level that the platform shows"},
    )
    membership: Any = MemberField(
        None,
        label="Who is it?",
        required=False,
        empty_label="Nobody here, or not known yet",
    )
    found_on = GovukDateField(label="When did you look?", initial=today)
    found_source = forms.CharField(
        label="Where did you see it?",
        max_length=200,
        help_text="For example, Page access in the page’s settings",
        error_messages={"required": "Say where you saw it"},
    )

    def narrow(self) -> None:
        self.offer_levels()
        self.offer("membership", members(self.council))


class MatchForm(CouncilForm):
    membership: Any = MemberField(
        None,
        label="Who is it?",
        empty_label="Choose",
        error_messages={"required": "Select a person"},
    )

    def narrow(self) -> None:
        self.offer("membership", members(self.council))


class KeepForm(CouncilForm):
    why = words("Why does their job need it?", "Say why their job needs it")
    ends_on = last_day()
    reason = words("Why more people with full control than usual?")

    def __init__(self, *args: Any, too_many: bool, **kwargs: Any) -> None:
        self.too_many = too_many
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        if not self.too_many:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.setdefault("reason", "")
        return cleaned


class OfficeForm(OfProperty):
    """Access that somebody has by their office."""

    membership: Any = MemberField(
        None,
        label="Who holds the office?",
        empty_label="Choose",
        error_messages={"required": "Select a person"},
    )
    office: Any = forms.ModelChoiceField(
        None,
        label="Which office?",
        empty_label="Choose",
        error_messages={"required": "Select an office"},
    )
    level = forms.ChoiceField(label="Level", widget=forms.RadioSelect)
    clause = forms.CharField(
        label="On what does it stand?",
        help_text="The clause of your policy, a minute or the job description",
        max_length=150,
        error_messages={"required": "Say on what it stands"},
    )
    reason = words(
        "Why more people with full control than usual?",
        help_text="Only where there would be more than the council’s rules want",
    )

    def narrow(self) -> None:
        self.offer_levels()
        offices = self.council.offices.filter(key__in=may_stand_on(self.what))
        self.offer("office", offices)
        holders = members(self.council).filter(appointments__office__in=offices).distinct()
        self.offer("membership", holders)


class GoLiveForm(CouncilForm):
    to = GovukDateField(label="New go-live date")
    reason = words("Why? (needed to put it off)", help_text="It can be put off once")
    before = forms.CharField(required=False, widget=forms.HiddenInput)
