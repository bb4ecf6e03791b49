"""The forms of what happens after approval."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.register.addresses import address_problem
from councilsm.forms import GovukDateTimeField
from councilsm.tenancy import CouncilForm


class RecordPostForm(CouncilForm):
    """Where and when a person posted the approved words."""

    url = forms.URLField(
        label="Address of the post",
        help_text="Open the post and copy the address from your browser.",
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": "Enter the address of the post",
            "invalid": "Enter the full address of the post, starting with https://",
        },
    )
    posted_at = GovukDateTimeField(label="When was it posted?")
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if problem := address_problem(url):
            raise ValidationError(problem)
        return url
