"""One question a page for those who ask to be unblocked."""

from typing import Any

from django import forms

from accounts.register.models import OfficialAccount
from councilsm.plain_fields import LineField, PlainField
from moderation.unblocks.models import UnblockRequest

#: Characters of what happened, and of what is added.
LONGEST = 5_000
#: Of a postal address or a telephone number.
LONGEST_ADDRESS = 300

AnswerBy = UnblockRequest.AnswerBy

#: What an answer to a choice can lack: there is none, or it is none of those offered.
UNCHOSEN = ("required", "invalid_choice")

NO_FILES = (
    "Pictures and other files cannot be sent here, so those you chose were not kept. "
    "Say in words what they show"
)


class QuestionForm(forms.Form):
    """A page of the form. It has no box for files, and says so to whoever sends one anyway."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.files:
            self.add_error(None, NO_FILES)
        return cleaned


class WhereForm(QuestionForm):
    """Which profile it is about."""

    platform = forms.ChoiceField(
        label="Platform",
        choices=[("", "Choose a platform"), *OfficialAccount.Platform.choices],
        error_messages=dict.fromkeys(UNCHOSEN, "Choose the platform"),
    )
    handle = LineField(
        label="Name of the profile",
        help_text="For example @name, the name that others see, or the address of your profile. "
        "With “Another platform”, say which one it is too",
        max_length=120,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"required": "Enter the name of the profile"},
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


class WhatForm(QuestionForm):
    """What happened, in their own words."""

    what = PlainField(
        label="What happened?",
        help_text="In your own words. For example what you wrote, when it was, which of our "
        "accounts it is about, and what you cannot see or do any more. You cannot send pictures "
        "or files.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter what happened"},
    )


class MoreForm(QuestionForm):
    """Anything else, or nothing."""

    more = PlainField(
        label="Is there anything you want to add? (optional)",
        help_text="For example why the council should look at it again, or what has changed since.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class WhoForm(QuestionForm):
    """Whether somebody sends it for somebody else."""

    reveals = {"who": {"other": ["helper_name", "helper_as"]}}

    who = forms.ChoiceField(
        label="Who are you asking for?",
        choices=[("self", "Myself"), ("other", "Somebody else, whom I am helping")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(UNCHOSEN, "Choose who you are asking for"),
    )
    helper_name = LineField(
        label="Your own name",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    helper_as = LineField(
        label="How do you help them?",
        help_text="For example as a friend, their daughter or their support worker",
        max_length=120,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("who") == "other":
            need(self, "helper_name", "Enter your own name")
            need(self, "helper_as", "Enter how you help them")
        return cleaned


class AnswerForm(QuestionForm):
    """How the answer gets to them."""

    reveals = {
        "answer_by": {
            AnswerBy.EMAIL.value: ["email"],
            AnswerBy.POST.value: ["post_to"],
            AnswerBy.PHONE.value: ["phone"],
        }
    }

    answer_by = forms.ChoiceField(
        label="How should the council answer?",
        choices=AnswerBy.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(UNCHOSEN, "Choose how the council should answer"),
    )
    email = forms.EmailField(
        label="Email address",
        help_text="We send a link to it with which you can see where your request stands.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Enter an email address in the correct format, like name@example.com"
        },
    )
    post_to = PlainField(
        label="Name and postal address",
        max_length=LONGEST_ADDRESS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )
    phone = LineField(
        label="Telephone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        missing = {
            AnswerBy.EMAIL: ("email", "Enter your email address"),
            AnswerBy.POST: ("post_to", "Enter your name and postal address"),
            AnswerBy.PHONE: ("phone", "Enter your telephone number"),
        }
        if asked := missing.get(cleaned.get("answer_by", "")):
            need(self, *asked)
        return cleaned


class SendForm(forms.Form):
    """Check your answers: nothing is asked, but refusals have a place."""


class AddForm(QuestionForm):
    """Something more, after it was sent."""

    words = PlainField(
        label="What do you want to add?",
        help_text="You cannot send pictures or files. Say in words what they show.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what you want to add"},
    )


def need(form: forms.Form, name: str, sentence: str) -> None:
    """Puts an error on a question that was left open."""
    if not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, sentence)
