"""Ways in: adding, changing and ending one, and the day its password was changed."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.as_read import fingerprint
from accounts.register.actions.ways_in import Facts, in_words
from accounts.register.forms.common import RegisterForm, text_field
from accounts.register.models import OfficialAccount, WayIn
from councilsm.forms import GovukDateField

KEPT_HINT = (
    "Where, never what: for example In the office password manager, under Facebook. councilsm "
    "keeps no password and refuses what looks like one"
)


class WayInForm(RegisterForm):
    """How people get into one or several accounts."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=WayIn.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    name = text_field(
        "Name",
        "For example Meta Business Suite, Hootsuite, or social@flitwick.example",
        longest=120,
        missing="Enter a name",
    )
    platform = forms.ChoiceField(
        label="Which platform does it belong to?",
        choices=[("", "None: it opens several"), *OfficialAccount.Platform.choices],
        required=False,
    )
    accounts: "forms.ModelMultipleChoiceField[OfficialAccount]" = forms.ModelMultipleChoiceField(
        label="Which accounts does it open?",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_shared = forms.BooleanField(
        label="Several people use the same name and password", required=False
    )
    two_factor = forms.ChoiceField(
        label="Second step when signing in",
        choices=WayIn.TwoFactor,
        initial=WayIn.TwoFactor.UNKNOWN,
    )
    recovery_email = forms.EmailField(
        label="Recovery e-mail (optional)",
        help_text="Where the platform writes when somebody is locked out",
        required=False,
    )
    recovery_phone_held_by = text_field(
        "Who holds the telephone that codes are sent to? (optional)",
        "An office or a person, not the number",
        longest=120,
    )
    password_kept = text_field("Where is the password kept? (optional)", KEPT_HINT, longest=120)

    #: What the page showed of one that is changed.
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, way_in: WayIn | None = None, **kwargs: Any) -> None:
        self.way_in = way_in
        if way_in is not None:
            kwargs["initial"] = {
                **{name: getattr(way_in, name) for name in Facts.__annotations__},
                "accounts": [one.pk for one in way_in.opens.all()],
                "read": fingerprint(in_words(way_in)),
            }
        super().__init__(*args, **kwargs)
        if way_in is None:
            del self.fields["read"]

    def narrow(self) -> None:
        offered = Q(status__in=OfficialAccount.RUNNING)
        if self.way_in is not None:
            offered |= Q(openings__way_in=self.way_in)  # also closed ones, lest they fall off
        self.offer("accounts", self.council.official_accounts.filter(offered).distinct())


class EndWayInForm(RegisterForm):
    on = GovukDateField(label="Since when is it no longer used?")
    reason = text_field("Why?", "500 characters at most", longest=500, missing="Say why", rows=3)


class NewPasswordForm(RegisterForm):
    on = GovukDateField(label="When was the password changed?")
