"""The forms of pre-election periods and of profiles."""

from typing import Any

from django import forms

from accounts.register.models import OfficialAccount
from councilsm.forms import GovukDateField, when_in_words
from councilsm.once import key_field
from councilsm.tenancy import CouncilForm
from policies.elections.models import Period, Profile
from policies.elections.timetable import suggested_notice


class PeriodForm(CouncilForm):
    """An election or referendum with its two days."""

    kind = forms.ChoiceField(
        label="What is held?",
        choices=Period.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is held"},
    )
    area = forms.CharField(
        label="Ward or area (optional)",
        help_text="Leave it empty where it is held in the whole of your area",
        max_length=120,
        required=False,
    )
    poll_on = GovukDateField(label="Polling day", error_messages={"required": "Enter polling day"})
    notice_on = GovukDateField(
        label="Day of the notice of election",
        help_text="When the returning officer published it, or says that it will be. "
        "The period begins on this day",
        error_messages={"required": "Enter the day of the notice"},
    )
    note = forms.CharField(
        label="Note (optional)",
        help_text="For example, who told you the days",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        notice_on, poll_on = cleaned.get("notice_on"), cleaned.get("poll_on")
        if notice_on and poll_on and poll_on < notice_on:
            self.add_error("poll_on", "Polling day cannot be before the notice")
        return cleaned

    @property
    def suggestion(self) -> str:
        """By when the notice is published at the latest, once polling day was typed."""
        poll_on = getattr(self, "cleaned_data", {}).get("poll_on")
        if not poll_on:
            return ""
        return (
            f"For a poll on {when_in_words(poll_on)} the notice is published by "
            f"{when_in_words(suggested_notice(poll_on))} at the latest: 25 working days before. "
            "Enter the day on which it really was, or will be."
        )


class NewPeriodForm(PeriodForm):
    form_key = key_field()


class ChangePeriodForm(PeriodForm):
    #: How the period stood when its page was made.
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class CallOffForm(CouncilForm):
    why = forms.CharField(
        label="Why is there no poll?",
        help_text="For example, no more candidates than seats",
        max_length=300,
        error_messages={"required": "Enter why there is no poll"},
    )


class ProfileForm(CouncilForm):
    """A profile of somebody who sits or stands."""

    who = forms.ChoiceField(
        label="Whose is it?",
        choices=Profile.Who.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whose it is"},
    )
    name = forms.CharField(
        label="Their name", max_length=120, error_messages={"required": "Enter their name"}
    )
    platform = forms.ChoiceField(
        label="Platform",
        choices=[("", "Choose"), *OfficialAccount.Platform.choices],
        error_messages={"required": "Choose the platform"},
    )
    handle = forms.CharField(
        label="Handle, or the address of the page",
        help_text="For example, @cllrsmith",
        max_length=200,
        error_messages={"required": "Enter the handle or the address"},
    )
