"""The forms of what belongs to a policy: whom it binds, parts, laws, what is read with it."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from accounts.as_read import fingerprint
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.plain_fields import LineField
from councilsm.tenancy import CouncilForm
from policies.documents.actions.laws import Law
from policies.documents.actions.lists import PartOf, Related, ScopeOf
from policies.documents.listed import readers_said
from policies.documents.models import Part, Policy, Scope

#: Rows of one list.
MOST = 60
NO_ADDRESS = {"invalid": "Enter the whole address, for example https://www.legislation.gov.uk"}


class ScopeForm(CouncilForm):
    """What a policy is for people of each category, and the duties for which it is read."""

    duties = forms.MultipleChoiceField(
        label="Whoever may do this reads it too",
        choices=Duty.choices,
        widget=forms.CheckboxSelectMultiple({"class": "govuk-checkboxes--small"}),
        required=False,
    )
    #: What the page showed: nobody writes over what they did not see.
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def narrow(self) -> None:
        for category, label in Membership.Category.choices:
            self.fields[f"binds_{category}"] = forms.ChoiceField(
                label=label,
                choices=[("", "It says nothing of them"), *Scope.Binds.choices],
                required=False,
            )
            self.fields[f"clause_{category}"] = LineField(
                label=f"Clause ({label.lower()})", max_length=20, required=False
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two boxes of each category."""
        return [
            (self[f"binds_{category}"], self[f"clause_{category}"])
            for category in Membership.Category.values
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        scopes = [
            ScopeOf(category, binds, cleaned.get(f"clause_{category}", ""))
            for category in Membership.Category.values
            if (binds := cleaned.get(f"binds_{category}"))
        ]
        return {
            "scopes": scopes,
            "duties": cleaned.get("duties", []),
            "read": cleaned.get("read", ""),
        }

    @staticmethod
    def of(policy: Policy) -> dict[str, Any]:
        """A policy's scope as the form shows it."""
        # First: what somebody changes while this is read then counts as unseen.
        read = fingerprint(readers_said(policy))
        duties = [row.duty for row in policy.duties.all()]
        shown: dict[str, Any] = {"duties": duties, "read": read}
        for scope in policy.scopes.all():
            shown[f"binds_{scope.category}"] = scope.binds
            shown[f"clause_{scope.category}"] = scope.clause
        return shown


class RowForm(CouncilForm):
    """One row of a list. Left empty it is no row."""

    #: The box without which there is no row, and what to say where only it is empty.
    needed = "title"
    otherwise = "Enter a title, or empty the row"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            not cleaned.get(self.needed)
            and self.needed not in self.errors
            and any(value for name, value in cleaned.items() if name != "kind")
        ):
            self.add_error(self.needed, self.otherwise)
        return cleaned

    def row(self) -> Any:
        """What the action takes, from a valid form; None where the row was left empty."""
        if not self.cleaned_data.get(self.needed):
            return None
        return self.made()

    def made(self) -> Any:
        raise NotImplementedError

    @staticmethod
    def of(policy: Policy) -> list[dict[str, Any]]:
        """The rows of a policy as the page shows them."""
        raise NotImplementedError


class PartForm(RowForm):
    """Who has which part."""

    kind = forms.ChoiceField(label="Part", choices=Part.Kind.choices)
    who = LineField(label="Who, in the council’s words", max_length=120, required=False)
    category = forms.ChoiceField(
        label="Among our people they are",
        choices=[("", "None of these"), *Membership.Category.choices],
        required=False,
    )
    office: Any = forms.ModelChoiceField(
        None, label="Or whoever holds", empty_label="No office", required=False
    )

    needed = "who"
    otherwise = "Enter who it is, or empty the row"

    def narrow(self) -> None:
        self.offer("office", self.council.offices.order_by("title"))

    def made(self) -> PartOf:
        cleaned = self.cleaned_data
        return PartOf(
            kind=cleaned["kind"],
            who=cleaned["who"],
            category=cleaned["category"],
            office=cleaned["office"],
        )

    @staticmethod
    def of(policy: Policy) -> list[dict[str, Any]]:
        rows = policy.parts.order_by("pk")
        return [dict(row) for row in rows.values("kind", "who", "category", "office")]


class LawForm(RowForm):
    """A law or guidance."""

    title = LineField(label="Title", max_length=200, required=False)
    url = forms.URLField(
        label="Address (optional)",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages=NO_ADDRESS,
    )
    note = LineField(label="Note (optional)", max_length=300, required=False)
    replaced_by = LineField(
        label="Replaced by (optional)",
        help_text="The title of another row",
        max_length=200,
        required=False,
    )

    def made(self) -> Law:
        return Law(**self.cleaned_data)

    @staticmethod
    def of(policy: Policy) -> list[dict[str, Any]]:
        return [
            {
                "title": law.title,
                "url": law.url,
                "note": law.note,
                "replaced_by": law.replaced_by.title if law.replaced_by else "",
            }
            for law in policy.laws.select_related("replaced_by").order_by("pk")
        ]


class RelatedForm(RowForm):
    """What is read together with a policy."""

    title = LineField(label="Title", max_length=120, required=False)
    other: Any = forms.ModelChoiceField(
        None, label="It is this policy of ours", empty_label="None of these", required=False
    )
    url = forms.URLField(
        label="Or its address (optional)",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages=NO_ADDRESS,
    )

    def narrow(self) -> None:
        self.offer("other", self.council.policies.order_by("title"))

    def clean(self) -> dict[str, Any]:
        other = self.cleaned_data.get("other")
        if other and not self.cleaned_data.get("title"):
            self.cleaned_data["title"] = other.title
        return super().clean()

    def made(self) -> Related:
        return Related(**self.cleaned_data)

    @staticmethod
    def of(policy: Policy) -> list[dict[str, Any]]:
        rows = policy.related.order_by("pk")
        return [dict(row) for row in rows.values("title", "url", "other")]


PREFIX = "rows"


def formset_of(form: type[RowForm]) -> "type[BaseFormSet[RowForm]]":
    """A list of such rows, with room for one more."""
    return formset_factory(form, formset=BaseFormSet, extra=1, max_num=MOST, absolute_max=MOST)


def with_another_row(post: QueryDict) -> QueryDict:
    """What was sent; with room for one row more where that was asked for.

    Raises:
        BadRequest: it does not say how many rows it has; to take that for none empties the list.
    """
    data = post.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    if not (total.isascii() and total.isdigit() and len(total) < 4):
        raise BadRequest("A list that does not say how many rows it has.")
    rows = int(total)
    more = post.get("do") == "more"
    data[f"{PREFIX}-TOTAL_FORMS"] = str(max(1, min(MOST, rows + more)))
    data[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return data
