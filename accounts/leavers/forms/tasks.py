"""What is done about one way in, and the end of it all."""

from typing import Any

from django import forms

from accounts.dates import today
from accounts.leavers.actions.doing import KEEPABLE
from accounts.leavers.forms.fields import words
from accounts.leavers.models import Departure, DepartureTask
from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import GovukDateField
from councilsm.tenancy import CouncilForm

Kind, State = DepartureTask.Kind, DepartureTask.State

#: What the page of a task asks, where that differs from "When was it done?" and "How".
DONE = "When was it done?"
WHEN: dict[str, str] = {
    Kind.ACCESS: "When was it removed?",
    Kind.GROUP: "When were they taken out of it?",
    Kind.PASSWORD: "When was the password changed?",
    Kind.DEVICE: "When was it handed in, or taken out of use?",
    Kind.LAST_ADMIN: "Since when has somebody else had it?",
    Kind.LAST_DUTY: "Since when has somebody else had it?",
    Kind.LAST_SITE_ADMIN: "Since when has somebody else had it?",
}
EXAMPLES: dict[str, str] = {
    Kind.ACCESS: "For example, removed under Page access; the list no longer shows them",
    Kind.GROUP: "For example, removed from the group; its list of members no longer shows them",
    Kind.PORTFOLIO: "For example, removed under People; the list no longer shows them",
    Kind.TOOL: "For example, removed from the team; the list no longer shows them",
    Kind.PASSWORD: "For example, changed by the deputy, who keeps it in the safe. "
    "Never write the password here",
    Kind.RECOVERY: "For example, it is now the office’s address; the settings show it",
    Kind.TWO_FACTOR: "For example, codes now go to the office telephone",
    Kind.DEVICE: "For example, handed in and wiped; or their own telephone, signed out of the page",
    Kind.CIVIC: "For example, name and picture are the new Mayor’s",
    Kind.LAST_ADMIN: "For example, the deputy has full control and has opened the settings",
}


class CompleteForm(EvidenceForm):
    """Cleans to what `complete_task` takes, with the task left out."""

    done_on = GovukDateField(label=DONE, initial=today)
    note = words("How, and how do you know?", "Say how it was done, and how you know")
    evidence = picture_field("A picture of it (optional)", "For example, a screenshot of the list")

    pictures = ("evidence",)

    def __init__(self, *args: Any, task: DepartureTask, **kwargs: Any) -> None:
        self.task = task
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        self.fields["done_on"].label = WHEN.get(self.task.kind, DONE)
        self.fields["note"].help_text = EXAMPLES.get(self.task.kind, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("done_on") or today()) > today():
            self.add_error("done_on", "The day must be today or in the past")
        return cleaned


class SetAsideForm(CouncilForm):
    """Cleans to what `set_aside_task` takes, with the task left out."""

    state = forms.ChoiceField(
        label="What becomes of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what becomes of it"},
    )
    note = words("Why?", "Say why")

    def __init__(self, *args: Any, task: DepartureTask, **kwargs: Any) -> None:
        self.task = task
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        nothing = "For example, it was never set up on the platform"
        if self.task.is_risk:
            nothing = "For example, the council does not do this any more"
        self.option_hints = {
            "state": {
                State.NOT_APPLICABLE: nothing,
                State.KEPT: "They go on having it in their new job",
                State.ACCEPTED: "Nobody else has it yet, and you say what is done until then",
            }
        }
        if self.task.is_risk:
            self.fields["note"].label = "Why, and what is the plan?"
            self.fields["note"].error_messages["required"] = "Say why, and what the plan is"
        choices = [(state.value, state.label) for state in states(self.task)]
        self.offer_choices("state", choices)
        if len(choices) == 1:
            self.initial["state"] = choices[0][0]
            self.fields["state"].widget = forms.HiddenInput()


def states(task: DepartureTask) -> list[DepartureTask.State]:
    """As what a task may be set aside."""
    if task.is_risk:
        return [State.ACCEPTED]
    if task.departure.kind == Departure.Kind.JOB_CHANGE and task.kind in KEEPABLE:
        return [State.KEPT, State.NOT_APPLICABLE]
    return [State.NOT_APPLICABLE]


class SelfRemovalForm(CouncilForm):
    """One's own word that one is off every account, before one goes (FTC-6.7-e)."""

    sure = forms.BooleanField(
        label="I have removed myself from every account of the council",
        error_messages={"required": "Confirm that you have removed yourself from every account"},
    )


class AttestForm(CouncilForm):
    """Cleans to what `attest` takes, with the departure left out."""

    words = words(
        "What do you attest?",
        "Say what you attest",
        "This stands on the record with your name",
        most=1000,
    )
