"""The particulars of accounts and ways in, kept in the admin site: one council's at a time."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminIntegerFieldWidget,
    AdminTextareaWidget,
    AdminURLFieldWidget,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from accounts.as_read import fingerprint
from accounts.register.actions import (
    Particulars,
    add_account,
    add_way_in,
    change_account,
    change_way_in,
)
from accounts.register.actions.keeping import OFFICES, values
from accounts.register.actions.ways_in import Facts, in_words
from accounts.register.fields import AddressField, refuse_secrets_on
from accounts.register.forms.particulars import KNOWN, already_known, fill_in
from accounts.register.models import OfficialAccount, WayIn
from councilsm.duties import Duty
from councilsm.site import CouncilFilter, CouncilModelAdmin, titled
from councilsm.site_forms import CouncilActionForm, of_council

#: What a link from an account's own page puts after the address: Save leads back there.
FROM_PAGE = "page"


def read_field() -> forms.CharField:
    """What the page showed, so that an old page undoes nothing of somebody else's."""
    return forms.CharField(widget=forms.HiddenInput, required=False)


class RegisterForm(CouncilActionForm):
    """A form that takes nothing like a password, and nothing of another council."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_secrets_on(self)
        return cleaned


class OfficialAccountForm(RegisterForm):
    url = AddressField(
        label="Address",
        help_text="Its public page, for example https://www.facebook.com/flitwickcouncil. Paste "
        "it first: platform and handle are then found in it.",
        widget=AdminURLFieldWidget,
    )
    purpose = forms.CharField(
        max_length=300, required=False, widget=AdminTextareaWidget({"rows": 3})
    )
    is_public = forms.BooleanField(label="Residents see it", initial=True, required=False)
    platform = forms.ChoiceField(
        choices=[("", "Found in the address"), *OfficialAccount.Platform.choices], required=False
    )
    platform_name = forms.CharField(
        label="Name of the platform",
        max_length=40,
        required=False,
        help_text="Only where it is not in the list, for example Flickr or Tumblr",
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

    read = read_field()

    class Meta:
        model = OfficialAccount
        fields = ("council", *Particulars.__annotations__)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["read"] = fingerprint(values(self.instance))
        # Its proposal may have none yet.
        self.fields["url"].required = self.instance.status not in OfficialAccount.NOT_OPEN
        for name in OFFICES:
            of_council(self.fields[name], self)

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
    list_display = ("name", "council", "on", "handle", "owner", "state")
    list_display_links = ("name",)
    list_filter = (CouncilFilter, "platform", "kind", ("status", titled("state")))
    list_select_related = ("council", "owner")
    search_fields = ("name", "handle", "url", "names__handle")
    ordering = ("council__name", "platform", "name")
    export = "accounts"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        what = ("council", "url", "platform", "platform_name", "handle", "name", "kind")
        more = ("purpose", "brand", "is_public", "platform_ref", "text_limit", "read")
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

    @admin.display(description="Platform", ordering="platform")
    def on(self, account: OfficialAccount) -> str:
        return account.get_platform_display()

    @admin.display(description="State", ordering="status")
    def state(self, account: OfficialAccount) -> str:
        return account.get_status_display()

    def response_change(self, request: HttpRequest, obj: OfficialAccount) -> HttpResponse:
        """Back to the account's own page for whoever came from there and only saves."""
        response = super().response_change(request, obj)
        if request.GET.get("from") == FROM_PAGE and "_save" in request.POST:
            return redirect(obj)
        return response

    def create(self, values: dict[str, Any], *, actor: Any) -> OfficialAccount:
        del values["read"]
        return add_account(**values, actor=actor)

    def change(self, obj: Any, values: dict[str, Any], *, actor: Any) -> OfficialAccount:
        return change_account(account=obj, **values, actor=actor)


#: Shown, and changed elsewhere.
STATE = ("state", "live_since", "closed_on", "successor")


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

    read = read_field()

    #: Those whose registers the person keeps; set for each request.
    councils: tuple[int, ...] = ()

    class Meta:
        model = WayIn
        fields = ("council", *Facts.__annotations__)
        labels = {"is_shared": "Shared: several people use it", "two_factor": "Second step"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["accounts"]
        field.queryset = OfficialAccount.objects.filter(council__in=self.councils)
        of_council(field, self)
        if self.instance.pk:
            self.initial["accounts"] = list(self.instance.opens.values_list("pk", flat=True))
            self.initial["read"] = fingerprint(in_words(self.instance))

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
    fields = ("council", *Facts.__annotations__, "accounts", "read")
    list_display = ("name", "council", "kind", "platform", "shared", "second_step", "ended_on")
    list_display_links = ("name",)
    list_filter = (
        CouncilFilter,
        "kind",
        ("is_shared", titled("shared", admin.BooleanFieldListFilter)),
        ("two_factor", titled("second step")),
    )
    list_select_related = ("council",)
    search_fields = ("name", "recovery_phone_held_by")
    ordering = ("council__name", "name")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.councils = tuple(council.pk for council in self.councils(request))
        return form

    @admin.display(description="Shared", ordering="is_shared", boolean=True)
    def shared(self, way_in: WayIn) -> bool:
        return way_in.is_shared

    @admin.display(description="Second step", ordering="two_factor")
    def second_step(self, way_in: WayIn) -> str:
        return way_in.get_two_factor_display()

    def create(self, values: dict[str, Any], *, actor: Any) -> WayIn:
        del values["read"]
        return add_way_in(**values, actor=actor)

    def change(self, obj: Any, values: dict[str, Any], *, actor: Any) -> WayIn:
        return change_way_in(way_in=obj, **values, actor=actor)
