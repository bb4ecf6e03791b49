"""What is asked to record somebody's conduct, wherever it came from."""

from typing import Any

from django import forms

from accounts.dates import in_force, today
from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from councilsm.once import key_field
from moderation.conduct.models import Conduct
from moderation.conduct.questions import grounds, source_of_ground
from moderation.evidence.capturing import CaptureForm
from moderation.items.addresses import LONGEST, recognise, tidy_address

CLERK, MONITORING_OFFICER = "clerk", "monitoring_officer"
COUNCILLORS = (Membership.Category.COUNCILLOR, Membership.Category.CO_OPTED)


class ConductForm(CaptureForm):
    """What stood there, by its address or a capture, whose it is, and who is told."""

    about: Any = forms.ModelChoiceField(
        None, empty_label="Choose", error_messages={"required": "Choose whose it is"}
    )
    url = forms.CharField(
        label="Address of the post or profile",
        help_text="The address, a capture, or both",
        max_length=LONGEST * 4,
        required=False,
    )
    platform = forms.ChoiceField(
        label="Platform",
        help_text="Leave it if the address says so",
        choices=[("", "As the address says"), *OfficialAccount.Platform.choices],
        required=False,
    )
    told = forms.ChoiceField(
        label="Who is told?",
        widget=forms.RadioSelect,
        initial=CLERK,
        error_messages={"required": "Select who is told"},
    )
    form_key = key_field()

    kind: Conduct.Kind
    #: Whether captures come with what it is made of.
    came_with = False

    def narrow(self) -> None:
        super().narrow()
        book = self.council.rulebook
        self.offer_choices(
            "told",
            [
                (CLERK, f"The {book.title(book.proper_officer)}"),
                (MONITORING_OFFICER, "The Monitoring Officer instead"),
            ],
        )
        self.option_hints = {
            **type(self).option_hints,
            "told": {
                CLERK: "If it is about them, it goes to the next office, and they never see it",
                MONITORING_OFFICER: "You pass it on yourself, and only you see it here",
            },
        }
        sources = "; ".join(book.cited("HLTC-capture-5"))
        self.fields["told"].help_text = sources
        people = self.council.memberships.filter(in_force(today())).select_related("person")
        self.offer("about", self.among(people).order_by("person__name"), self.called)
        # As the page shows them, so that the error summary reads in that order.
        self.order_fields(
            ["about", "ground", "ground_words", "example", "url", "platform", "prohibited"]
        )

    def among(self, people: Any) -> Any:
        """Whose conduct it may be."""
        raise NotImplementedError

    @staticmethod
    def called(member: Membership) -> str:
        return member.goes_by

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        url, _ = tidy_address(cleaned.get("url") or "")
        named, _ = recognise(self.council, url) if url else (None, None)
        cleaned |= {"url": url, "platform": cleaned.get("platform") or named or ""}
        cleaned["to_monitoring_officer"] = cleaned.pop("told", CLERK) == MONITORING_OFFICER
        if cleaned.pop("prohibited", ""):
            self.add_error("prohibited", "Nothing was kept. Do as it says here")
        elif "captures" not in self.errors and not (url or cleaned["captures"] or self.came_with):
            self.add_error("url", "Enter its address, or add a screenshot")
        elif not cleaned["platform"]:
            self.add_error("platform", "Choose the platform: the address does not say")
        return cleaned


class EmployeeForm(ConductForm):
    """An employee's own account: on one of the council's grounds alone."""

    kind = Conduct.Kind.EMPLOYEE
    ground = forms.ChoiceField(
        label="Why do you look at somebody’s own account?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the ground"},
    )
    ground_words = forms.CharField(
        label="Why do you look at somebody’s own account?",
        help_text="In a sentence. No rule of your council lists grounds yet, so it is marked "
        "“Rule not set”",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why you look at somebody’s own account"},
    )

    def narrow(self) -> None:
        super().narrow()
        self.fields["about"].label = "Whose account is it?"
        listed = grounds(self.council)
        if not listed:
            del self.fields["ground"]
            return
        del self.fields["ground_words"]
        self.offer_choices("ground", [(reason.code, reason.label) for reason in listed])
        sources = {reason.code: source_of_ground(self.council, reason) for reason in listed}
        if len(set(sources.values())) == 1:
            self.fields["ground"].help_text = sources[listed[0].code]
        else:
            self.option_hints["ground"] = sources

    def among(self, people: Any) -> Any:
        return people.exclude(category__in=COUNCILLORS)


class CouncillorForm(ConductForm):
    """A councillor's conduct: a capture, and what kind of thing it is."""

    kind = Conduct.Kind.COUNCILLOR
    example = forms.ChoiceField(
        label="What kind of thing is it?",
        help_text="So that the right people look at it. It is no finding",
        choices=Conduct.Example.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of thing it is"},
    )

    def narrow(self) -> None:
        super().narrow()
        self.fields["about"].label = "Which councillor?"

    def among(self, people: Any) -> Any:
        return people.filter(category__in=COUNCILLORS)
