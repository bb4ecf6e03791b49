"""The forms of setup, of one rule and of a council's particulars.

A rule is asked for in two parts: its value, by the fields of its shape (`values`), and its source,
which is a clause of the council's own policy or the council's own decision.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.councils.colours import ENOUGH, contrast_with_white
from accounts.councils.rulebook import Rulebook
from accounts.councils.values import shape_of
from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.refusals import Stale, refuse
from councilsm.templatetags.govuk import main_fields
from councilsm.tenancy import CouncilForm

#: Ways to answer. LEAVE keeps what is set and puts off what is not.
CLAUSE, MINUTE, LEAVE, UNSET = "clause", "minute", "leave", "unset"

SOURCE = ["source", "clause", "clause_number", "clause_words", "minute", "decided_on"]
POLICY_SAYS = (CLAUSE, "Our policy says this")
COUNCIL_CHOSE = (MINUTE, "Our policy is silent; the council has chosen")


def changed_meanwhile(form: "RuleForm", number: int) -> int:
    """409 with a sentence on the form, if it was made from other rules than there are now; or 0."""
    made_from = form.cleaned_data.get("based_on") if form.is_bound else None
    if made_from in {None, number}:
        return 0
    return refuse(form, Stale("The rules were changed while your page was open. Read them again."))


class RuleForm(CouncilForm):
    """The value of one rule, or of several that are answered together, and its source."""

    source = forms.ChoiceField(
        label="Where does it come from?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what your policy or the council has said"},
    )
    clause = forms.ChoiceField(label="Clause of your policy", required=False)
    clause_number = forms.CharField(
        label="Number of the clause",
        help_text="As your policy has it, for example 6.3",
        max_length=40,
        required=False,
    )
    clause_words = forms.CharField(
        label="What it says, in a few words",
        max_length=120,
        required=False,
    )
    minute = forms.CharField(
        label="Minute reference",
        help_text="For example, 24/101",
        max_length=60,
        required=False,
    )
    decided_on = GovukDateField(label="When did the council decide?", required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    #: Whether the source is asked for before the value.
    source_first = False

    def __init__(self, *args: Any, book: Rulebook, rules: tuple[str, ...], **kwargs: Any) -> None:
        self.book, self.rules = book, rules
        self.shape = shape_of(rules[0])
        self.new_offices: dict[str, str] = {}
        self.new_clauses: dict[str, str] = {}
        self.value: Any = None
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        shaped = self.shape.fields(self.book)
        self.fields = {**shaped, **self.fields}
        if self.source_first:  # also the order of the error summary
            self.order_fields(SOURCE)
        self.value_names = list(shaped)
        listed = [(key, f"{key}: {title}") for key, title in self.book.clauses.items()]
        self.offer_choices("clause", [("", "Choose a clause"), *listed])
        under_clause = ["clause", "clause_number", "clause_words"]
        if listed:
            self.fields["clause_number"].label = "Or, if it is not listed, its number"
        else:
            del self.fields["clause"]
            under_clause.remove("clause")
        self.offer_choices("source", self.ways())
        self.reveals = self.shape.reveals | {
            "source": {CLAUSE: under_clause, MINUTE: ["minute", "decided_on"]}
        }
        self.initial = {**self.shown_now(), **self.initial}

    def ways(self) -> list[tuple[str, str]]:
        """Where an answer may come from."""
        return [POLICY_SAYS, COUNCIL_CHOSE]

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """The fields of the value that no choice reveals, for a page that sets them apart."""
        return [bound for bound in main_fields(self) if bound.name in self.value_names]

    @property
    def is_set(self) -> bool:
        """Whether the rulebook has a value for each of the rules."""
        return all(getattr(self.book.rules, name).is_set for name in self.rules)

    def shown_now(self) -> dict[str, Any]:
        """What the rules say now, as the fields show it; nothing if they differ or are not set."""
        values = [getattr(self.book.rules, name).value for name in self.rules]
        same = values[0] is not None and all(value == values[0] for value in values)
        return self.shape.initial(values[0]) if same else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        source = cleaned.get("source")
        self.forget_faults_out_of_sight()
        if source in {LEAVE, UNSET}:
            self.forget_faults(self.value_names)
        else:
            self.value = self.shape.read(self)
        if source == CLAUSE:
            self.check_clause()
        elif source == MINUTE:
            self.check_minute()
        return cleaned

    def forget_faults_out_of_sight(self) -> None:
        """What stands under a choice that was not taken is not meant."""
        for name, options in self.reveals.items():
            for option, revealed in options.items():
                if self.cleaned_data.get(name) != option:
                    self.forget_faults(revealed)

    def forget_faults(self, names: list[str]) -> None:
        for name in names:
            self.errors.pop(name, None)

    def check_clause(self) -> None:
        typed = self.cleaned_data
        chosen, number = typed.get("clause", ""), typed.get("clause_number", "")
        words = typed.get("clause_words", "")
        if chosen and not number and not words:
            self.clause_id = chosen
            return
        if chosen:
            self.add_error("clause", "Choose a clause or enter one, not both")
        elif not number and not words:
            first = "clause" if "clause" in self.fields else "clause_number"
            self.add_error(first, "Say which clause of your policy says this")
        elif number in self.book.clauses:
            self.add_error("clause_number", f"{number} is listed above. Choose it there")
        elif not number and "clause_number" not in self.errors:
            self.add_error("clause_number", "Enter the number of the clause")
        elif not words and "clause_words" not in self.errors:
            self.add_error("clause_words", "Enter what the clause says, in a few words")
        self.clause_id = number
        self.new_clauses = {number: words}

    def check_minute(self) -> None:
        minute, day = self.cleaned_data.get("minute"), self.cleaned_data.get("decided_on")
        if not minute and "minute" not in self.errors:
            self.add_error("minute", "Enter the reference of the minute")
        if day and day > today():
            self.add_error("decided_on", "The day the council decided cannot be in the future")
        elif not day and "decided_on" not in self.errors:
            self.add_error("decided_on", "Enter the day the council decided")

    def changes(self) -> dict[str, dict[str, Any]]:
        """What the answer makes of each rule, for the action."""
        source = self.cleaned_data["source"]
        if source == UNSET:
            return {name: {} for name in self.rules}
        if source == LEAVE:
            return {}
        origin = (
            {"clause": self.clause_id}
            if source == CLAUSE
            else {
                "minute": self.cleaned_data["minute"],
                "decided_on": self.cleaned_data["decided_on"].isoformat(),
            }
        )
        return {name: {"value": self.value, **origin} for name in self.rules}

    def show(self, number: int) -> None:
        """Binds the form to the version that its page shows, also when it is shown again."""
        self.initial["based_on"] = number
        if self.is_bound:
            self.rebind(based_on=number)


class SetupForm(RuleForm):
    """One question of setup: answered by the policy, by the council, or left as it is."""

    source_first = True

    def narrow(self) -> None:
        super().narrow()
        if self.is_set:
            self.fields["source"].label = "Is this right?"
            self.initial.setdefault("source", LEAVE)
        else:
            self.fields["source"].label = "Is this decided?"

    def ways(self) -> list[tuple[str, str]]:
        if self.is_set:
            other = (CLAUSE, "Our policy says something else")
            return [(LEAVE, "Keep this"), other, COUNCIL_CHOSE]
        return [*super().ways(), (LEAVE, "Decide later")]


class ChangeRuleForm(RuleForm):
    """A rule's new value, from a day on."""

    in_force_from = GovukDateField(
        label="In force from",
        initial=today,
        help_text="Today or later: a rule never reaches back",
        error_messages={"required": "Enter the first day of the new rule"},
    )
    why = forms.CharField(
        label="Why is it changed?",
        help_text="Your colleagues and the auditor will read this.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why the rule is changed"},
    )

    def ways(self) -> list[tuple[str, str]]:
        if self.is_set or self.is_bound:
            return [*super().ways(), (UNSET, "It no longer applies, and nothing replaces it")]
        return super().ways()


class ParticularsForm(CouncilForm):
    """A council's name, how it is reached, and its colour."""

    name = forms.CharField(label="Name of the council", max_length=120)
    email = forms.EmailField(label="The council’s email address", help_text="The office’s own")
    contacts = forms.CharField(
        label="Telephone numbers and postal addresses you publish (optional)",
        help_text="One to a line, those of your own halls too. The checks of drafts let them pass.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    monitoring_officer = forms.CharField(
        label="How to reach the Monitoring Officer (optional)",
        help_text="Of your principal authority: its name, a telephone number, an email address. "
        "Shown where somebody records a councillor’s conduct",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    complaints_url = forms.URLField(
        label="Where your procedure for complaints about councillors can be read (optional)",
        help_text="Its web address",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address such as https://example.gov.uk/complaints"},
    )
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label="Colour",
        help_text="Of the bar at the top of each page. White words must be readable on it.",
        widget=forms.ColorInput,
        error_messages={"invalid": "Enter a colour such as #1d4f6e"},
    )

    def narrow(self) -> None:
        for name in self.fields:
            self.initial.setdefault(name, getattr(self.council, name))

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_contacts(self) -> str:
        lines = (" ".join(line.split()) for line in self.cleaned_data["contacts"].splitlines())
        return "\n".join(line for line in lines if line)

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"].lower()
        ratio = contrast_with_white(colour)
        if ratio < ENOUGH:
            raise ValidationError(
                f"White words on this colour have a contrast of {int(ratio * 10) / 10}:1, "
                f"and {ENOUGH}:1 is needed. Choose a darker colour"
            )
        return colour
