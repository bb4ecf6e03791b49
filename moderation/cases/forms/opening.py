"""The forms that open a restricted case, and bring in what the public posted."""

from typing import Any

from django import forms

from accounts.people.models import Membership, Person
from councilsm.forms import GovukDateTimeField
from councilsm.once import key_field
from moderation.cases.forms.parts import EARLIER, NOW, box, choice_of_rows, line
from moderation.cases.kinds import KINDS
from moderation.cases.models import Case
from moderation.evidence.capturing import CaptureForm

Kind = Case.Kind
#: Who was threatened or abused.
ME, SOMEBODY, NOBODY = "me", "somebody", "nobody"


class PostedForm(CaptureForm):
    """What the public posted, if anything: its address, words and captures."""

    url = line("Link to what was posted (optional)", at_most=2_000)
    handle = line("Whose is it? Their handle (optional)", "As the platform writes it")
    words = box("The words, exactly as they were posted (optional)", at_most=10_000, rows=3)

    #: Shown by `moderation/evidence/fields.html`.
    of_captures = (
        *("prohibited", "captures", "captures_without", "description"),
        *("why_kept", "investigation"),
    )
    reveals: dict[str, dict[str, list[str]]] = {}

    @property
    def own_fields(self) -> list[Any]:
        """The visible fields beside those of the evidence, and beside what a choice reveals."""
        shown = {name for by in self.reveals.values() for names in by.values() for name in names}
        return [
            bound
            for bound in self.visible_fields()
            if bound.name not in shown | set(self.of_captures)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("prohibited"):
            cleaned["words"] = ""  # of what nobody may keep, nothing is
        return cleaned


class AddPostedForm(PostedForm):
    """What the public posted, brought into a case that is open."""

    form_key = key_field()
    field_order = ("url", "handle", "words")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.pop("prohibited", ""):
            self.add_error("prohibited", "Nothing of it is kept. Do as it says, and write a note")
        return cleaned


class OpenForm(PostedForm):
    """A restricted case as somebody opens it, in a hurry."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    whom = forms.ChoiceField(
        label="Who was threatened or abused?",
        help_text="One of the council’s people reads the advice, and can add what they know",
        choices=[
            (ME, "I was"),
            (SOMEBODY, "Somebody else of the council"),
            (NOBODY, "Nobody of the council"),
        ],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    affected = choice_of_rows("Who was it?")
    grooming = forms.BooleanField(
        label="A child may be groomed",
        help_text="It then goes to the safeguarding contact",
        required=False,
    )
    account = choice_of_rows("Which account?")
    aware_at = GovukDateTimeField(
        label="When did the council become aware of it?",
        help_text="The 72 hours to tell the Information Commissioner count from then. "
        "Leave it empty for now",
        required=False,
    )
    what = box("What happened?", missing="Say what happened")
    seen = forms.ChoiceField(
        label="When was it seen?",
        choices=[(NOW, "Just now"), (EARLIER, "Happened earlier")],
        initial=NOW,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    seen_at = GovukDateTimeField(label="Seen at", required=False)
    reported_at = GovukDateTimeField(
        label="When was somebody told who can act on it?",
        help_text="For example by telephone. Leave it empty if you are telling them now",
        required=False,
    )
    concerns = forms.ChoiceField(
        label="Is it about what one of the council’s people did?",
        help_text="They will not see it, also where they are the clerk",
        choices=[("no", "No"), ("yes", "Yes")],
        initial="no",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    about = choice_of_rows("Who?")
    form_key = key_field()

    field_order = ("kind", "what", "seen", "concerns", "url", "handle", "words")
    reveals = {
        "kind": {
            Kind.ABUSE.value: ["whom"],
            Kind.CRIME.value: ["grooming"],
            Kind.HIJACK.value: ["account"],
            Kind.BREACH.value: ["aware_at"],
        },
        "whom": {SOMEBODY: ["affected"]},
        "seen": {EARLIER: ["seen_at", "reported_at"]},
        "concerns": {"yes": ["about"]},
    }

    def narrow(self) -> None:
        super().narrow()
        self.option_hints = self.option_hints | {
            "kind": {kind.value: KINDS[kind].hint for kind in Kind}
        }
        people = self.council.memberships.to_choose()
        for name in ("affected", "about"):
            self.offer(name, people, lambda member: member.goes_by)
        self.offer("account", self.council.official_accounts.order_by("platform", "name"))

    def without_posted(self) -> "OpenForm":
        """The form for something that the log has already: nothing is asked of what was posted."""
        for name in ("url", "handle", "words"):
            del self.fields[name]
        return self

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        self.settle_affected(cleaned)
        for of, name in (
            (Kind.HIJACK, "account"),
            (Kind.BREACH, "aware_at"),
        ):
            if kind != of:  # typed, then hidden again: not meant
                cleaned[name] = None
                self.errors.pop(name, None)
        cleaned["grooming"] = bool(cleaned.get("grooming")) and kind == Kind.CRIME
        self.clean_times(cleaned)
        concerns = cleaned.pop("concerns", "no") == "yes"
        if concerns and not cleaned.get("about") and "about" not in self.errors:
            self.add_error("about", "Choose who")
        for name in ("affected", "about"):
            wanted = name == "affected" or concerns
            cleaned[name] = person_of(cleaned.get(name)) if wanted else None
        return cleaned

    def settle_affected(self, cleaned: dict[str, Any]) -> None:
        """Of abuse it is asked whom it met, since only who is named reads the advice."""
        whom = cleaned.pop("whom", "") if cleaned.get("kind") == Kind.ABUSE else NOBODY
        cleaned.pop("whom", None)
        cleaned["for_actor"] = whom == ME
        if whom != SOMEBODY:
            cleaned["affected"] = None
            self.errors.pop("affected", None)
        elif not cleaned.get("affected") and "affected" not in self.errors:
            self.add_error("affected", "Choose who it was")
        if not whom and "whom" not in self.errors:
            self.add_error("whom", "Say who was threatened or abused: was it you?")

    def clean_times(self, cleaned: dict[str, Any]) -> None:
        """Just now, unless it happened earlier."""
        if cleaned.pop("seen", NOW) == EARLIER:
            if not cleaned.get("seen_at") and "seen_at" not in self.errors:
                self.add_error("seen_at", "Enter when it was seen, for example 3 12 2026 at 2:10am")
            return
        for name in ("seen_at", "reported_at"):
            cleaned[name] = None
            self.errors.pop(name, None)


def person_of(member: Membership | None) -> Person | None:
    return member.person if member else None
