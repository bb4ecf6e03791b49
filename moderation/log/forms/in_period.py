"""What a form asks of a reply that goes out in a pre-election period, and of nothing else."""

from datetime import datetime

from django import forms

from accounts.dates import today
from councilsm.tenancy import CouncilForm
from moderation.log.forms.parts import line, say_blanks
from moderation.log.in_period import KINDS, blanks_in_period
from policies.elections.questions import period_on


class InPeriodFields(CouncilForm):
    """Two fields that stand on a page while a period holds, or where a reply went out in one."""

    in_period = forms.ChoiceField(
        label="Is the reply one of these?",
        help_text="They may go out before an election",
        choices=[("", "None of these"), *KINDS.items()],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        required=False,
    )
    in_period_reason = line(
        "Why may it go out before an election?", "For example “it says when the office opens”", 300
    )

    def narrow(self) -> None:
        super().narrow()
        self.period_holds = period_on(self.council, today()) is not None
        if not (self.period_holds or self.is_bound):
            self.ask_nothing()

    def ask_in_period(self, kind: str, moment: datetime | None) -> None:
        """Asks for what is missing. What was sent of anything but a reply is not read.

        Args:
            moment: when it was done; None for just now.
        """
        cleaned, names = self.cleaned_data, ("in_period", "in_period_reason")
        if kind == "replied":
            reason = cleaned.get("in_period_reason", "")
            if not self.errors.keys() & set(names):
                say_blanks(self, blanks_in_period(self.council, kind, moment, reason))
        else:
            for name in names:
                cleaned[name] = ""
                self.errors.pop(name, None)
        if not (self.period_holds or self.errors.keys() & set(names)):
            self.ask_nothing()

    def ask_nothing(self) -> None:
        del self.fields["in_period"], self.fields["in_period_reason"]

    @property
    def said_in_period(self) -> dict[str, str]:
        """What the log's actions take of it."""
        names = ("in_period", "in_period_reason")
        return {name: self.cleaned_data.get(name) or "" for name in names}
