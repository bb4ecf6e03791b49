"""The question of “I’m not sure”, and its answer."""

from django import forms

from councilsm.tenancy import CouncilForm


def words_field(label: str, missing: str, help_text: str = "") -> forms.CharField:
    """A box for a few sentences that must not stay empty.

    Args:
        missing: what to say when it is.
    """
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": missing},
    )


class AskForm(CouncilForm):
    question = words_field(
        "What are you not sure about?",
        "Say what you are not sure about",
        "Say it in a few words. It stays on the record, so leave out personal details",
    )


class AnswerForm(CouncilForm):
    answer = words_field(
        "Your answer",
        "Enter an answer",
        "Whoever asked, and whoever approves the draft, will read it. It stays on the record",
    )
