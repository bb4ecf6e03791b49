"""The composer: it cleans what was typed; actions decide what may happen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.councils.rulebook import Kind
from accounts.register.addresses import address_problem
from accounts.register.models import OfficialAccount
from councilsm.files.fields import MultipleFileField
from councilsm.forms import GovukDateTimeField
from councilsm.plain_fields import too_long
from councilsm.tenancy import CouncilForm
from moderation.checks.content import Content
from moderation.checks.counting import with_link
from moderation.checks.findings import CHECKS, Report, note_field
from moderation.drafts.forms.particulars import (
    in_period_fields,
    particulars_fields,
    particulars_from,
)
from moderation.drafts.forms.picture_fields import small
from moderation.drafts.forms.pictures import PictureQuestions
from moderation.drafts.models import KINDS
from moderation.drafts.words import (
    LONGEST,
    LONGEST_NOTE,
    WordsField,
    plain_words,
    refuse_overrides,
)
from policies.elections.questions import each_in_words, remember_periods


class DraftForm(CouncilForm):
    """The composer. Fields for each account's own words and for each picture are added to it."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=KINDS,
        initial=Kind.NEW_POST.value,
        widget=forms.RadioSelect(attrs=small("radios")),
        error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is"},
    )
    original_url = forms.URLField(
        label="Address of what you share",
        max_length=500,
        assume_scheme="https",
        required=False,
    )
    endorses = forms.ChoiceField(
        label="Does it endorse anything controversial?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        required=False,
    )
    answers_url = forms.URLField(
        label="Address of what you reply to",
        max_length=500,
        assume_scheme="https",
        required=False,
    )
    title = WordsField(
        max_length=120,
        help_text="For your colleagues, to tell drafts apart. It is not posted.",
        error_messages={"required": "Enter a title"},
    )
    accounts = forms.TypedMultipleChoiceField(
        label="Where should it be posted?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one account",
            "invalid_choice": "Choose accounts from the list",
        },
    )
    text = forms.CharField(
        label="The exact words",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter the words to post"},
    )
    link = forms.URLField(
        label="Link (optional)",
        help_text="Goes on a line of its own after the words, unless they have it already",
        max_length=500,
        assume_scheme="https",
        required=False,
        error_messages={"invalid": "Enter a full web address, starting with https://"},
    )
    add_pictures = MultipleFileField(
        label="Add pictures",
        help_text="JPEG, PNG, WebP, GIF or HEIC, up to 25 MB each. HEIC is kept as JPEG",
        required=False,
    )
    credit = WordsField(
        label="Whose information or idea is it? (optional)",
        help_text="Another authority, a group, somebody who sent it in. Credit them in the words",
        max_length=200,
        required=False,
    )
    not_before = GovukDateTimeField(
        label="Post no earlier than (optional)",
        help_text="Leave empty for as soon as it is approved. For example, 3 12 2026 at 9am",
        required=False,
    )
    not_after = GovukDateTimeField(
        label="Post no later than (optional)",
        help_text="Leave empty for seven days. For example, 10 12 2026 at 5pm",
        required=False,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    own_reveals = {
        "kind": {Kind.SHARE.value: ["original_url", "endorses"], Kind.REPLY.value: ["answers_url"]},
        "extras": {
            "video": [
                "video_title",
                "video_file_name",
                "video_sha256",
                "video_captions",
                "video_people",
            ],
            "private_meeting": ["private_meeting"],
            "third_party": ["third_party"],
            "reputation": ["reputation"],
            "exempt": ["exempt"],
            "urgent": ["urgent"],
        },
    }

    def narrow(self) -> None:
        self.live: list[OfficialAccount] = list(self.council.official_accounts.live())
        # Not a field of models: that would ask the database for these rows twice more.
        by_pk = {str(account.pk): account for account in self.live}
        accounts = self.fields["accounts"]
        assert isinstance(accounts, forms.TypedMultipleChoiceField)
        accounts.choices = [(pk, str(account)) for pk, account in by_pk.items()]
        accounts.coerce = by_pk.__getitem__
        for account in self.live:
            self.fields[own_text(account)] = forms.CharField(
                label=f"Different words for {account}",
                max_length=LONGEST,
                strip=False,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        self.fields |= particulars_fields()
        if periods := remember_periods(self.council):
            self.fields |= in_period_fields(each_in_words(periods))
        pictures = self.data.getlist("pictures") if isinstance(self.data, QueryDict) else []
        self.questions = PictureQuestions(self.council, pictures, dict(self.data.items()))
        self.fields |= self.questions.fields()
        self.reveals = self.own_reveals | self.questions.reveals()

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_text(self) -> str:
        text = plain_words(self.cleaned_data["text"])
        if not text:
            raise ValidationError("Enter the words to post", code="required")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for account in self.live:
            try:
                cleaned[own_text(account)] = plain_words(cleaned.get(own_text(account), ""))
            except ValidationError as error:
                self.add_error(own_text(account), error)
        for check in CHECKS:
            try:
                require_note(self.data.get(note_field(check), ""))
            except ValidationError as error:
                self.add_error(None, f"Your note on “{check}”: {error.message}")
        for name in ("link", "original_url", "answers_url"):
            if cleaned.get(name) and (problem := address_problem(cleaned[name])):
                self.add_error(name, problem)
        unsaid = not cleaned.get("answers_url") and "answers_url" not in self.errors
        if cleaned.get("kind") == Kind.REPLY and unsaid:
            self.add_error("answers_url", "Enter the address of what you reply to")
        not_before, not_after = cleaned.get("not_before"), cleaned.get("not_after")
        if not_before and not_after and not_after <= not_before:
            self.add_error("not_after", "The latest time must be after the earliest one")
        for name, problem in self.questions.problems(cleaned).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, problem)
        self.particulars = particulars_from(self, cleaned)
        return cleaned

    def show(self, name: str, errors: list[str], *, only: bool) -> None:
        """Shows errors of one field.

        Args:
            only: and no others, since the rest is not finished yet.
        """
        if only:
            self.errors.clear()
        for error in errors:
            self.add_error(name, error)

    def content(self) -> Content:
        """What the author submits; of a form with errors, as much of it as can be judged."""
        cleaned = self.cleaned_data
        main, link = cleaned.get("text") or "", cleaned.get("link") or ""
        return Content(
            kind=cleaned.get("kind") or Kind.NEW_POST.value,
            title=cleaned.get("title") or "",
            texts={
                account: with_link(cleaned.get(own_text(account)) or main, link)
                for account in cleaned.get("accounts") or ()
            },
            pictures=self.questions.content(cleaned),
            particulars=self.particulars,
            not_before=cleaned.get("not_before"),
            not_after=cleaned.get("not_after"),
        )

    def show_facts(self, report: Report) -> None:
        """Shows what policy checks say must be fixed, by the fields that have no error yet."""
        known = set(self.errors)
        if any(name.startswith("video_") for name in known):
            known.add("add_pictures")  # there will be a video, once it is described
        for finding in report.must_fix:
            field = self.questions.asked_at(finding.field)
            name = field if field in self.fields else None
            if name not in known:
                self.add_error(name, finding.sentence)


def require_note(text: str) -> None:
    """A note on a check is as short as any, and hides nothing.

    Raises:
        ValidationError: it is too long, or holds an override character.
    """
    if len(text) > LONGEST_NOTE:
        raise ValidationError(too_long(LONGEST_NOTE) % {"show_value": len(text)})
    refuse_overrides(text)


def own_text(account: OfficialAccount) -> str:
    """The field of an account's own words."""
    return f"text_{account.pk}"
