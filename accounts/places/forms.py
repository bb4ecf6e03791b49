"""The forms of places."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.councils.rulebook import Places
from accounts.dates import in_force, today
from accounts.people.models import Membership
from accounts.places.models import PlacePost
from accounts.register.addresses import address_problem
from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import GovukDateTimeField
from councilsm.tenancy import CouncilForm


class AddressForm(CouncilForm):
    """A form that asks for a public web address."""

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if problem := address_problem(url):
            raise forms.ValidationError(problem)
        return url


class PlaceForm(AddressForm):
    name = forms.CharField(
        label="Name of the place", help_text="For example, Spotted in our town", max_length=120
    )
    url = forms.CharField(label="Its address", max_length=300, widget=forms.URLInput)
    note = forms.CharField(
        label="Note (optional)",
        help_text="For example, who runs it and how to reach them",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(CouncilForm):
    reason = forms.CharField(
        label="Why is it not watched any more? (optional)", max_length=300, required=False
    )


class PlacePostForm(AddressForm, EvidenceForm):
    """A post that somebody made there.

    Args:
        membership: of whoever records it; their own post, unless they keep the register.
    """

    author: Any = forms.ModelChoiceField(None, label="Who posted it?", empty_label="Choose")
    ground = forms.ChoiceField(
        label="Why there, for once?",
        choices=PlacePost.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select one of the three grounds"},
    )
    words = forms.CharField(
        label="Words of the post",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Copy the words of the post"},
    )
    url = forms.CharField(
        label="Address of the post",
        help_text="If the post has none of its own, the address of the place",
        max_length=300,
        widget=forms.URLInput,
    )
    posted_at = GovukDateTimeField(label="When was it posted?", initial=timezone.now)
    authority = forms.CharField(
        label="On whose authority?",
        help_text="For example, Town Clerk, by telephone at 9am",
        max_length=200,
        error_messages={"required": "Say on whose authority it was posted"},
    )
    capture = picture_field("Screenshot (optional)")

    pictures = ("capture",)
    option_hints = {
        "ground": {"impact": "Such as a flood, a closed road or a power cut"},
    }

    def __init__(self, *args: Any, membership: Membership, keeps: bool, **kwargs: Any) -> None:
        self.membership, self.keeps = membership, keeps
        super().__init__(*args, **kwargs)

    def narrow(self) -> None:
        super().narrow()
        members = self.council.memberships.filter(in_force(today())).select_related("person")
        own = members if self.keeps else members.filter(pk=self.membership.pk)
        self.offer("author", own.order_by("person__name"), lambda row: str(row.person))
        self.initial.setdefault("author", self.membership.pk)
        rule = self.council.rulebook.rules.places.value
        if rule != Places.EXCEPTIONAL:
            del self.fields["ground"]
        else:
            self.fields["words"].help_text = (
                "Facts, said neutrally, with a link to one of your official accounts or to the "
                "council’s website"
            )
