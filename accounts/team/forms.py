"""The forms of the team."""

from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import Q

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership
from accounts.team.actions import Urgency
from accounts.team.models import TeamChange
from councilsm.duties import Duty
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm


class ChangeForm(CouncilForm):
    """A change to the team; who may make urgent ones only says why it cannot wait."""

    why_urgent = forms.CharField(
        label="Why can it not wait?", max_length=500, widget=forms.Textarea({"rows": 2})
    )
    why_unavailable = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(
        self, *args: Any, council: Council, viewer: Membership, decider: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, council=council, **kwargs)
        if viewer.allows(Duty.APPOINT_TEAM):
            del self.fields["why_urgent"], self.fields["why_unavailable"]
            return
        # Empty is for the action to refuse: it says whose decision it is.
        for name in ("why_urgent", "why_unavailable"):
            self.fields[name].required = False
        self.fields["why_unavailable"].label = f"Why is the {decider} unavailable?"

    def change(self) -> dict[str, Any]:
        """What the actions take."""
        cleaned = dict(self.cleaned_data)
        urgency = Urgency(cleaned.pop("why_urgent", ""), cleaned.pop("why_unavailable", ""))
        return {**cleaned, "urgency": urgency}


class JoinForm(ChangeForm):
    """Somebody for the team, and since when."""

    membership: Any = forms.ModelChoiceField(None, label="Who?", empty_label="Choose")
    why = forms.CharField(
        label="Why does their job need it?",
        help_text="Needed for somebody who holds none of the offices that normally sit on it",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    minute = forms.CharField(
        label="Minute or paper by which they were appointed (optional)",
        help_text="Needed where the first day is before today",
        max_length=120,
        required=False,
    )
    starts_on = GovukDateField(label="First day", initial=today)
    ends_on = GovukDateField(
        label="Last day, if it is known",
        required=False,
        help_text="Included. Leave empty until further notice",
    )

    field_order = [
        *("membership", "why", "minute", "starts_on", "ends_on"),
        *("why_urgent", "why_unavailable"),
    ]

    def narrow(self) -> None:
        still = Q(team_seats__ends_on__isnull=True) | Q(team_seats__ends_on__gte=today())
        seated = self.council.memberships.filter(still, team_seats__isnull=False)
        here = self.council.memberships.to_choose().exclude(pk__in=seated.values("pk"))
        self.offer("membership", here, attrgetter("goes_by"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first")
        return cleaned


class LeaveForm(ChangeForm):
    """The last day of a seat."""

    ends_on = GovukDateField(label="Last day", help_text="Included", initial=today)
    why = forms.CharField(
        label="Why? (optional)",
        help_text="Needed where the last day is before yesterday",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    field_order = ["ends_on", "why", "why_urgent", "why_unavailable"]


class ReviewForm(CouncilForm):
    """What somebody thinks of a change to the team."""

    outcome = forms.ChoiceField(
        label="Your decision",
        choices=[
            (TeamChange.Review.CONFIRMED, "Confirm it"),
            (TeamChange.Review.REVERSED, "Reverse it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether to confirm or reverse it"},
    )
    note = forms.CharField(
        label="Why do you reverse it?",
        help_text="Whoever made the change will see this",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    reveals = {"outcome": {TeamChange.Review.REVERSED.value: ["note"]}}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("outcome") == TeamChange.Review.REVERSED and not cleaned.get("note"):
            self.add_error("note", "Say why you reverse it")
        if cleaned.get("outcome") == TeamChange.Review.CONFIRMED:
            cleaned["note"] = ""
        return cleaned


class WordsForm(CouncilForm):
    """The words of the undertaking."""

    words = forms.CharField(
        label="What does everybody on the team undertake?",
        help_text="Whoever is on the team is asked to give it anew when the words change",
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": "Enter what everybody on the team undertakes"},
    )


class GiveForm(CouncilForm):
    """One's own undertaking."""

    given = forms.BooleanField(
        label="I undertake this",
        error_messages={"required": "Tick the box to give the undertaking"},
    )


class PaperForm(CouncilForm):
    """An undertaking signed on paper."""

    given_on = GovukDateField(label="When was it signed?")
    paper_reference = forms.CharField(
        label="Where is the signed paper kept?",
        help_text="For example, personnel file 7",
        max_length=120,
        error_messages={"required": "Say where the signed paper is kept"},
    )
