"""What a form asks of a reply that goes out in a pre-election period, and of nothing else."""

from datetime import datetime

from django import forms

from accounts.dates import today
from councilsm.tenancy import CouncilForm
from moderation.log.forms.parts import line, say_blanks
from moderation.log.in_period import KINDS, LONGEST, blanks_in_period, goes_out_in_period
from policies.elections.questions import period_on

REASON = "Why may it go out before an election?"
REASON_HINT = "For example “it says when the office opens”"


def which_kind() -> forms.ChoiceField:
    """Which of the kinds that may go out a reply is."""
    return forms.ChoiceField(
        label="Is the reply one of these?",
        help_text="They may go out before an election",
        choices=[("", "None of these"), *KINDS.items()],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        required=False,
    )


class InPeriodFields(CouncilForm):
    """Two fields that stand on a page while a period holds, or where a reply went out in one."""

    in_period = which_kind()
    in_period_reason = line(REASON, REASON_HINT, LONGEST)

    def narrow(self) -> None:
        super().narrow()
        self.period_holds = period_on(self.council, today()) is not None
        if not (self.period_holds or self.is_bound):
            self.ask_nothing()

    def ask_in_period(self, kind: str, moment: datetime | None) -> None:
        """Asks for what is missing. What was sent of anything but such a reply is not read.

        Args:
            moment: when it was done; None for just now.
        """
        cleaned, names = self.cleaned_data, ("in_period", "in_period_reason")
        is_asked = goes_out_in_period(self.council, kind, moment)
        if not is_asked:
            for name in names:
                cleaned[name] = ""
                self.errors.pop(name, None)
        elif not self.errors.keys() & set(names):
            say_blanks(self, blanks_in_period(self.council, cleaned["in_period_reason"]))
        # What was typed stays: the page may come back for something else, such as its day.
        if not (self.period_holds or is_asked or any(self[name].data for name in names)):
            self.ask_nothing()

    def ask_nothing(self) -> None:
        del self.fields["in_period"], self.fields["in_period_reason"]

    @property
    def said_in_period(self) -> dict[str, str]:
        """What the log's actions take of it."""
        names = ("in_period", "in_period_reason")
        return {name: self.cleaned_data.get(name) or "" for name in names}
