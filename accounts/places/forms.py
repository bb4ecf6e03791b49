"""The forms of places."""

from operator import attrgetter
from typing import Any

from django import forms
from django.utils import timezone

from accounts.councils.rulebook import Places
from accounts.dates import in_force, today
from accounts.people.models import Membership
from accounts.places.models import PlacePost
from accounts.register.fields import AddressField
from councilsm.files.evidence import EvidenceForm, picture_field
from councilsm.forms import GovukDateTimeField
from councilsm.tenancy import CouncilForm


class PlaceForm(CouncilForm):
    name = forms.CharField(
        label="Name of the place", help_text="For example, Spotted in our town", max_length=120
    )
    url = AddressField(label="Its address")
    note = forms.CharField(
        label="Note (optional)",
        help_text="For example, who runs it and how to reach them",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(CouncilForm):
    reason = forms.CharField(
        label="Why is it no longer watched? (optional)", max_length=300, required=False
    )


class PlacePostForm(EvidenceForm):
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
    url = AddressField(
        label="Address of the post",
        help_text="If the post has none of its own, the address of the place",
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
        self.offer("author", own.order_by("person__name"), attrgetter("goes_by"))
        self.initial.setdefault("author", self.membership.pk)
        rule = self.council.rulebook.rules.places.value
        if rule != Places.EXCEPTIONAL:
            del self.fields["ground"]
        else:
            self.fields["words"].help_text = (
                "Facts, said neutrally, with a link to one of your official accounts or to the "
                "council’s website"
            )
