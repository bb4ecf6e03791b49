"""What the composer asks of a picture, as form fields."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from accounts.councils.models import Council
from accounts.councils.rulebook import PeopleBasis
from accounts.councils.wording import either
from moderation.checks.content import PEOPLE, RIGHTS
from moderation.drafts.words import WordsField

#: The element that lists the permissions in force.
OFFERED = "permissions-in-force"
#: Embeddings and isolates, U+202A to U+202C and U+2066 to U+2069.
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202D), *range(0x2066, 0x206A)])


class SpokenField(WordsField):
    """Words that a screen reader speaks: without marks that only turn what is seen.

    Copied names and telephone numbers carry such marks unseen. What reverses words is refused.
    """

    def clean(self, value: Any) -> str:
        return super().clean(str(value or "").translate(DIRECTION_MARKS))


def ask(label: str, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("max_length", 300)
    return SpokenField(label=label, required=False, **kwargs)


def small(name: str) -> dict[str, str]:
    return {"class": f"govuk-{name}--small"}


def people_field(council: Council) -> forms.ChoiceField:
    """Who is seen: what the council's rules leave out is not offered, and the clause says why."""
    allowed = council.rulebook.rules.picture_bases.value
    left_out = [
        words
        for basis, words in PEOPLE
        if allowed is not None and basis not in {*allowed, PeopleBasis.NOBODY}
    ]
    listed = either([f"“{words}”" for words in left_out])
    source = council.rulebook.source_of("picture_bases")
    return forms.ChoiceField(
        label="Who can be seen in it?",
        help_text=f"Your council’s rules leave out {listed}. From: {source}" if left_out else "",
        choices=[(basis, words) for basis, words in PEOPLE if words not in left_out],
        error_messages={
            "invalid_choice": "Your council’s rules leave that answer out. Give another that is "
            "true, or take the picture out"
        },
        required=False,
        widget=forms.RadioSelect(attrs=small("radios")),
    )


def references_field(label: str, council: Council) -> forms.CharField:
    return ask(
        label,
        help_text=format_html(
            "Their references, for example C-0012. To record a new one, save this and go to "
            '<a class="govuk-link" href="{}">Permissions</a>',
            reverse("permissions:list", args=[council.slug]),
        ),
        widget=forms.TextInput(attrs={"list": OFFERED, "autocomplete": "off"}),
    )


def common_fields(council: Council) -> dict[str, forms.Field]:
    """What may be answered for all pictures at once."""
    return {
        "rights": forms.ChoiceField(
            label="Whose picture is it?",
            choices=RIGHTS,
            required=False,
            widget=forms.RadioSelect(attrs=small("radios")),
        ),
        "rights_detail": ask("Who made it, and who gave permission, when?"),
        "licence": ask("Which licence, and who made it?"),
        "people": people_field(council),
        "permissions": references_field("Permissions on record", council),
        "child_permissions": references_field(
            "Permissions on record, from a parent or legal guardian", council
        ),
    }


def picture_fields(council: Council) -> dict[str, forms.Field]:
    """What is asked of one picture."""
    return {
        "alt": ask(
            "What does it show?",
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="For people who cannot see it. Say what matters in it, words included",
        ),
        "decorative": ask(
            "Or why it needs no description",
            max_length=200,
            help_text="Only if it is decoration and tells nobody anything",
        ),
        **common_fields(council),
    }


class TicksField(forms.MultipleChoiceField):
    """Ticks beside names; those beside names that are not asked about any more are forgotten."""

    def to_python(self, value: Any) -> list[str]:
        return [tick for tick in super().to_python(value) if self.valid_value(tick)]
