"""On what grounds: the reason, the words that break it, and what some reasons ask besides."""

from django import forms

from accounts.councils.terms import Reason
from councilsm.tenancy import CouncilForm
from moderation.log.forms.parts import box, line, say_blanks, yes_or_no
from moderation.log.grounds import Grounds, blanks
from moderation.log.models import ModerationAction
from moderation.log.reasons import removal_reasons, source_of_reason

Kind = ModerationAction.Kind

#: What answers to a reason of the council's.
WITH_REASON = (
    *ModerationAction.REMOVALS,
    *(Kind.WARNED, Kind.RESTRICTED, Kind.BLOCKED, Kind.REPORTED, Kind.POLICE),
)


class GroundsFields(CouncilForm):
    """The fields of `Grounds`, for a form about any action."""

    #: By what is asked: the codes of the reasons that ask it, as the page's script reads them.
    asks: dict[str, str] = {}

    reason = forms.ChoiceField(
        label="Which of our reasons?",
        required=False,
        widget=forms.RadioSelect(
            attrs={"class": "govuk-radios--small app-columns app-columns--two"}
        ),
        error_messages={"invalid_choice": "Choose a reason from the list"},
    )
    reason_words = line(
        "Your reason",
        "Your council has listed no reasons yet, so write it. It must be one that the law allows",
        300,
    )
    marked = box(
        "Which words break this reason?",
        "Copy them here, one passage a line",
        longest=10_000,
    )
    even_if_praise = yes_or_no(
        "Would we remove these words if the comment praised the council?",
        "An opinion of the council stays up, however harsh",
    )
    fact = box("What is true?", "The fact that it contradicts")
    fact_source = line("Where can that be read?", "A document, a page or a minute", 300)
    target = line("Whom does it attack?", "A name and what they do at the council")
    about_person = yes_or_no(
        "Is it about them as a person?",
        "“No” if it is about how they do the job: that is criticism, and stays up",
    )
    necessity = box("Why is it necessary?", "In a sentence, so that a stranger understands it")

    def narrow(self) -> None:
        super().narrow()
        reasons = removal_reasons(self.council)
        if not reasons:
            del self.fields["reason"]
            return
        del self.fields["reason_words"]
        self.offer_choices("reason", [(one.code, one.label) for one in reasons])
        self.say_sources(reasons)
        self.asks = {
            "fact": " ".join(one.code for one in reasons if one.asks == "fact"),
            "target": " ".join(one.code for one in reasons if one.asks == "target"),
            "necessity": " ".join(one.code for one in reasons if one.needs_words),
        }

    def say_sources(self, reasons: list[Reason]) -> None:
        """Names each reason's clause; what they all come from is said once."""
        sources = {one.code: source_of_reason(self.council, one) for one in reasons}
        if len(set(sources.values())) == 1:
            self.fields["reason"].help_text = f"From: {next(iter(sources.values()))}"
            return
        # What a clause is about, the label says.
        clauses = self.council.rulebook.clauses
        short = {
            one.code: one.clause if one.clause in clauses else sources[one.code] for one in reasons
        }
        self.option_hints = {**getattr(self, "option_hints", {}), "reason": short}

    def say_blank_grounds(self) -> None:
        """What the chosen action and reason ask and nobody answered is bad input."""
        kind = self.cleaned_data.get("kind", "")
        say_blanks(self, blanks(self.grounds, council=self.council, kind=kind))

    @property
    def grounds(self) -> Grounds:
        """What was answered, of what the chosen action and reason ask: the rest was hidden."""
        kind, reason = self.cleaned_data.get("kind"), self.cleaned_data.get("reason", "")
        if kind not in WITH_REASON:
            return Grounds()
        asked = ["reason", "reason_words", "necessity"]
        if kind in ModerationAction.REMOVALS:
            asked += ["marked", "even_if_praise"]
        if reason in self.asks.get("fact", "").split():
            asked += ["fact", "fact_source"]
        if reason in self.asks.get("target", "").split():
            asked += ["target", "about_person"]
        answers = {name: self.cleaned_data.get(name) for name in asked}
        return Grounds(**{name: value for name, value in answers.items() if value is not None})
