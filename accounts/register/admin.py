"""The particulars of accounts and ways in, kept in the admin site: one council's at a time."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.councils.models import Council
from accounts.register.actions import (
    Particulars,
    add_account,
    add_way_in,
    change_account,
    change_way_in,
)
from accounts.register.actions.keeping import OFFICES
from accounts.register.actions.ways_in import Facts
from accounts.register.addresses import address_problem
from accounts.register.forms.common import refuse_secrets_on
from accounts.register.forms.particulars import KNOWN, already_known, fill_in
from accounts.register.models import OfficialAccount, WayIn
from councilsm.duties import Duty
from councilsm.site import ActionForm, CouncilFilter, CouncilModelAdmin


class RegisterForm(ActionForm):
    """A form that takes nothing like a password, and nothing of another council."""

    def council(self) -> Council | None:
        """The council whose register it is: of an entry that exists its own, else the chosen."""
        if self.instance.pk:
            return self.instance.council
        return self.cleaned_data.get("council")

    def own(self, row: Any, name: str) -> bool:
        """Whether a chosen row belongs to that council; puts an error on the field if not."""
        council = self.council()
        if row is None or council is None or row.council_id == council.pk:
            return True
        self.add_error(name, f"{row} is not of {council}. Choose one that is.")
        return False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_secrets_on(self)
        return cleaned


def of_council(field: Any, form: RegisterForm) -> None:
    """Lets a field choose among the rows of the form's council; each names it where there are more.

    While the council of a new entry is still to be chosen, all of one's own are offered.
    """
    if form.instance.pk:
        field.queryset = field.queryset.filter(council=form.instance.council)
    else:
        field.queryset = field.queryset.select_related("council")
        if len({row.council_id for row in field.queryset}) > 1:
            field.label_from_instance = lambda row: f"{row} ({row.council})"


class OfficialAccountForm(RegisterForm):
    url = forms.URLField(
        label="Address",
        max_length=300,
        assume_scheme="https",
        help_text="Its public page, for example https://www.facebook.com/flitwickcouncil. Paste "
        "it first: platform and handle are then found in it.",
        widget=AdminURLFieldWidget,
    )
    platform = forms.ChoiceField(
        choices=[("", "Found in the address"), *OfficialAccount.Platform.choices], required=False
    )
    handle = forms.CharField(
        max_length=120,
        required=False,
        help_text="As the platform writes it. Leave it empty to find it in the address.",
    )
    text_limit = forms.IntegerField(
        label="Text limit",
        min_value=1,
        max_value=1_000_000,
        required=False,
        help_text=(
            "In characters. Only where this account may use more or fewer than the platform gives "
            "everybody: a paid X account, a Mastodon server with its own limit, or the council's "
            "own limit for Nextdoor. Otherwise leave it empty."
        ),
        widget=AdminIntegerFieldWidget,
    )

    class Meta:
        model = OfficialAccount
        fields = ("council", *Particulars.__annotations__)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Its proposal may have none yet.
        self.fields["url"].required = self.instance.status not in OfficialAccount.NOT_OPEN
        for name in OFFICES:
            of_council(self.fields[name], self)

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and (problem := address_problem(url)):
            raise ValidationError(problem)
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "url" not in self.errors:
            fill_in(self)
        for name in OFFICES:
            self.own(cleaned.get(name), name)
        council = self.council()
        if council and not self.errors:
            known = already_known(cleaned, council, self.instance.pk)
            if known:
                # Django's own refusal of the same handle would come on top.
                link = format_html(
                    '{} <a href="{}">Open {}</a>', KNOWN, known.get_absolute_url(), known
                )
                self.add_error("handle", ValidationError(link))
        return cleaned


@admin.register(OfficialAccount)
class OfficialAccountAdmin(CouncilModelAdmin):
    duty = Duty.KEEP_REGISTER
    form = OfficialAccountForm
    list_display = ("name", "council", "platform", "handle", "owner", "status")
    list_display_links = ("name",)
    list_filter = (CouncilFilter, "platform", "kind", "status")
    list_select_related = ("council", "owner")
    search_fields = ("name", "handle", "url", "names__handle")
    ordering = ("council__name", "platform", "name")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        what = ("council", "url", "platform", "handle", "name", "kind", "purpose", "brand")
        more = ("is_public", "platform_ref", "text_limit")
        who = ("owner", "second_owner", "monitored_by", "monitored_when")
        return [
            (None, {"fields": (*what, *more)}),
            ("Who looks after it", {"fields": who}),
            *([("State", {"fields": STATE})] if obj else []),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Its state changes on its own page, with a day and a reason."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *STATE) if obj else fields

    def create(self, values: dict[str, Any], *, actor: Any) -> OfficialAccount:
        return add_account(**values, actor=actor)

    def change(self, obj: Any, values: dict[str, Any], *, actor: Any) -> OfficialAccount:
        return change_account(account=obj, **values, actor=actor)


#: Shown, and changed elsewhere.
STATE = ("status", "live_since", "closed_on", "successor")


class WayInForm(RegisterForm):
    accounts: "forms.ModelMultipleChoiceField[OfficialAccount]" = forms.ModelMultipleChoiceField(
        label="Opens",
        queryset=OfficialAccount.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    password_kept = forms.CharField(
        label="Where the password is kept",
        max_length=120,
        required=False,
        help_text="Where, never what. Anything like a password is refused.",
    )

    #: Those whose registers the person keeps; set for each request.
    councils: tuple[int, ...] = ()

    class Meta:
        model = WayIn
        fields = ("council", *Facts.__annotations__)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["accounts"]
        field.queryset = OfficialAccount.objects.filter(council__in=self.councils)
        of_council(field, self)
        if self.instance.pk:
            self.initial["accounts"] = list(self.instance.opens.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for account in cleaned.get("accounts") or ():
            if not self.own(account, "accounts"):
                break
        return cleaned


@admin.register(WayIn)
class WayInAdmin(CouncilModelAdmin):
    duty = Duty.KEEP_REGISTER
    form = WayInForm
    fields = ("council", *Facts.__annotations__, "accounts")
    list_display = ("name", "council", "kind", "platform", "is_shared", "two_factor", "ended_on")
    list_display_links = ("name",)
    list_filter = (CouncilFilter, "kind", "is_shared", "two_factor")
    list_select_related = ("council",)
    search_fields = ("name", "recovery_phone_held_by")
    ordering = ("council__name", "name")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.councils = tuple(council.pk for council in self.councils(request))
        return form

    def create(self, values: dict[str, Any], *, actor: Any) -> WayIn:
        return add_way_in(**values, actor=actor)

    def change(self, obj: Any, values: dict[str, Any], *, actor: Any) -> WayIn:
        return change_way_in(way_in=obj, **values, actor=actor)
