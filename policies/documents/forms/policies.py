"""The forms of a policy itself."""

from typing import Any

from django import forms

from accounts.as_read import fingerprint
from accounts.dates import today
from councilsm.forms import GovukDateField
from councilsm.once import key_field
from councilsm.plain_fields import LineField, PlainField
from councilsm.tenancy import CouncilForm
from policies.documents.actions.policies import particulars
from policies.documents.models import Policy


class PolicyForm(CouncilForm):
    """What a policy is called, who reads it, and who sees to its reviews."""

    title = LineField(label="Title", help_text="For example, Social media policy", max_length=120)
    reference = LineField(
        label="Number or reference (optional)",
        help_text="As the document has it, for example SM / 23",
        max_length=60,
        required=False,
    )
    audience = forms.ChoiceField(
        label="Who may read it?",
        choices=Policy.Audience.choices,
        widget=forms.RadioSelect,
        initial=Policy.Audience.PUBLIC,
    )
    owner: Any = forms.ModelChoiceField(
        None,
        label="Which office sees to its reviews?",
        empty_label="Whoever is the proper officer",
        required=False,
    )
    carries_rules = forms.BooleanField(
        label="The council’s rules here carry it out",
        help_text="One policy does: it is asked about when a clause of a rule changes",
        required=False,
    )
    review_months = forms.IntegerField(
        label="Months between reviews (optional)",
        help_text="Leave empty if the rules say it, or if no period is set",
        required=False,
        min_value=1,
        max_value=120,
    )
    form_key = key_field()

    option_hints = {
        "audience": {
            Policy.Audience.PUBLIC: "On the council’s public pages, past versions too",
            Policy.Audience.STAFF: "People who sign in here",
        }
    }

    def narrow(self) -> None:
        self.offer("owner", self.council.offices.order_by("title"))


class ChangePolicyForm(PolicyForm):
    """The same of a policy that is there."""

    form_key = None  # type: ignore[assignment]  # Django's way to leave a field out
    disclaimers = PlainField(
        label="Disclaimers that people may copy (optional)",
        help_text="One to a line. Shown on a page of their own where everybody may read the policy",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
        required=False,
    )
    #: What the page showed: nobody writes over what they did not see.
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def of(policy: Policy) -> dict[str, Any]:
        """A policy as the form shows it."""
        return {
            "title": policy.title,
            "reference": policy.reference,
            "audience": policy.audience,
            "owner": policy.owner_id,
            "carries_rules": policy.carries_rules,
            "review_months": policy.review_months,
            "disclaimers": policy.disclaimers,
            "read": fingerprint(particulars(policy)),
        }


class WithdrawForm(CouncilForm):
    """From when a policy holds no longer, and by which minute."""

    withdrawn_on = GovukDateField(label="From which day does it hold no longer?", initial=today)
    minute = LineField(label="Minute reference", max_length=60)
