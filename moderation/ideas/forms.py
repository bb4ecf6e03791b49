"""One question a page for those who send an idea; and the reason for those who decline it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from accounts.dates import today
from councilsm.files.fields import MultipleFileField
from councilsm.files.models import StoredFile
from councilsm.forms import GovukDateField
from councilsm.plain_fields import LineField, PlainField
from moderation.drafts.words import LONGEST_NOTE
from moderation.ideas.letter import SHOWS, SentPicture

#: Pictures that may come with one idea.
MOST_PICTURES = 10
#: Characters of the words.
LONGEST = 5_000

AGREED = [("yes", "Yes"), ("no", "No, or not yet")]


class IdeaForm(forms.Form):
    """What the idea is."""

    idea = LineField(
        label="What is your idea for a post?",
        help_text="In a few words, for example “The bluebells in the wood are out”",
        max_length=120,
        error_messages={
            "required": "Enter your idea",
            "max_length": "Your idea must be %(limit_value)d characters or fewer. "
            "Put the rest in the next box",
        },
    )
    text = PlainField(
        label="What should the post say? (optional)",
        help_text="Use your own words. The council may change them.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    wanted_on = GovukDateField(
        label="When would you like it to appear? (optional)",
        help_text="For example, 3 12 2026. The council cannot promise the day.",
        required=False,
    )
    #: Hidden from people. Programs that fill in every box give themselves away.
    fax = forms.CharField(
        label="Leave this box empty",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_trap_filled(self) -> bool:
        """Whether a program filled in what people cannot see, right or wrong."""
        return bool(self.data.get("fax"))

    def clean_wanted_on(self) -> date | None:
        day: date | None = self.cleaned_data["wanted_on"]
        if day and day < today():
            raise ValidationError("The day must be today or later")
        return day


class PicturesForm(forms.Form):
    """Files to add to those that are there."""

    uploads = MultipleFileField(
        label="Add pictures (optional)",
        help_text=f"Up to {MOST_PICTURES} pictures of at most 25 MB each: JPEG, PNG, WebP, GIF "
        "or HEIC. We keep a HEIC picture as a JPEG, and remove from each file where it was taken.",
        required=False,
    )


class AboutPicturesForm(forms.Form):
    """Who took each picture, who is in it, and whether they agree.

    Args:
        shown: the pictures, in their order, by the place that its fields are named after.
        known: what was said of a picture before, by the file's id.
    """

    may_use = forms.BooleanField(
        label="Whoever took the pictures agrees that the council may publish them",
        error_messages={
            "required": "Tick to say that whoever took the pictures agrees, or remove the pictures"
        },
    )

    def __init__(
        self, *args: Any, shown: dict[int, StoredFile], known: dict[int, SentPicture], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = {file.pk: place for place, file in shown.items()}
        self.shown = list(shown.values())
        self.reveals: dict[str, dict[str, list[str]]] = {}
        may_use = self.fields.pop("may_use")
        may_use.initial = bool(known)
        for file in self.shown:
            self.ask_about(file, known.get(file.pk), first=file == self.shown[0])
        self.fields["may_use"] = may_use

    def ask_about(self, file: StoredFile, said: SentPicture | None, *, first: bool) -> None:
        """Adds the questions about one picture."""
        name = self.prefix_of(file)
        self.fields[f"{name}taken_by"] = LineField(
            label="Who took it?",
            help_text="Their name, or yours",
            max_length=120,
            required=False,
            initial=said.taken_by if said else "",
        )
        self.fields[f"{name}shows"] = forms.ChoiceField(
            label="Who is in it?",
            choices=SHOWS,
            required=False,
            widget=forms.RadioSelect,
            initial=said.shows if said else None,
        )
        reveals = self.reveals[f"{name}shows"] = {}
        for shows, agree in (
            ("named", "Do they agree that the council may publish it?"),
            ("under_18", "Does a parent or legal guardian of each agree to publish it?"),
        ):
            described = said if said and said.shows == shows else None
            self.fields[f"{name}{shows}_people"] = LineField(
                label="Who are they?",
                max_length=300,
                required=False,
                initial=described.people if described else "",
            )
            self.fields[f"{name}{shows}_agreed"] = forms.ChoiceField(
                label=agree,
                choices=AGREED,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
                initial=("yes" if described.agreed else "no") if described else None,
            )
            reveals[shows] = [f"{name}{shows}_people", f"{name}{shows}_agreed"]
        if first and len(self.shown) > 1:
            self.fields["same"] = forms.BooleanField(
                label="The same is true of all my pictures",
                help_text="Then leave the questions about the others empty.",
                required=False,
            )

    def prefix_of(self, file: StoredFile) -> str:
        """What the names of the fields about one picture begin with."""
        return f"picture_{self.places[file.pk]}_"

    @property
    def groups(self) -> list[tuple[StoredFile, list[BoundField]]]:
        """Each picture with the questions that stand open about it."""
        groups = []
        for file in self.shown:
            name = self.prefix_of(file)
            names = [f"{name}taken_by", f"{name}shows"]
            if file == self.shown[0] and "same" in self.fields:
                names.append("same")
            groups.append((file, [self[name] for name in names]))
        return groups

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = self.shown[:1] if cleaned.get("same") else self.shown
        said = {file.pk: self.said_of(file, cleaned) for file in asked}
        shared = said.get(self.shown[0].pk) if self.shown else None
        cleaned["pictures"] = [
            SentPicture(file, *answers)
            for file in self.shown
            if (answers := said.get(file.pk, shared))
        ]
        return cleaned

    def said_of(self, file: StoredFile, cleaned: dict[str, Any]) -> tuple[str, str, str, bool]:
        """Who took one picture, what it shows, who they are and whether they agree."""
        name = self.prefix_of(file)
        shows = cleaned.get(f"{name}shows", "")
        self.need(f"{name}taken_by", f"Say who took “{file.name}”")
        self.need(f"{name}shows", f"Choose who is in “{file.name}”")
        people, agreed = "", ""
        if shows in self.reveals[f"{name}shows"]:
            self.need(f"{name}{shows}_people", f"Say who is in “{file.name}”")
            self.need(f"{name}{shows}_agreed", f"Say whether those in “{file.name}” agree")
            people = cleaned.get(f"{name}{shows}_people", "")
            agreed = cleaned.get(f"{name}{shows}_agreed", "")
        return cleaned.get(f"{name}taken_by", ""), shows, people, agreed == "yes"

    def need(self, name: str, sentence: str) -> None:
        """Puts an error on a question that was left open."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)


class SenderForm(forms.Form):
    """Who sends it and where to answer. Both may be left out.

    Args:
        pictured: pictures come with it, and whoever took them was named.
    """

    name = LineField(
        label="What is your name? (optional)",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label="What is your email address? (optional)",
        help_text="We send you a link to see what becomes of your idea. It is not published.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Enter an email address in the correct format, like name@example.com"
        },
    )
    wants_credit = forms.BooleanField(
        label="Name me if the council posts my idea",
        help_text="If you do not tick this, no post names you.",
        required=False,
    )

    def __init__(self, *args: Any, pictured: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictured = pictured
        if pictured:
            asked = self.fields["wants_credit"]
            asked.label = "Name me and whoever took the pictures if the council posts my idea"
            asked.help_text = "If you do not tick this, no post names you or them."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("wants_credit") and not self.pictured and not cleaned.get("name"):
            self.add_error("name", "Enter your name, or do not tick that you want to be named")
        return cleaned


class SendForm(forms.Form):
    """Check your answers: nothing is asked, but refusals have a place."""


class DeclineForm(forms.Form):
    """Why an idea will not become a post."""

    reason = PlainField(
        label="Why will it not be posted?",
        help_text="The sender reads this, so write it to them.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter the reason. The sender will read it"},
    )
