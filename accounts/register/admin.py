from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget, AdminURLFieldWidget
from django.core.exceptions import ValidationError

from accounts.register.actions import add_account, change_account
from accounts.register.addresses import address_problem, tidy_handle
from accounts.register.models import OfficialAccount
from councilsm.duties import Duty
from councilsm.site import ActionForm, CouncilFilter, CouncilModelAdmin


class OfficialAccountForm(ActionForm):
    url = forms.URLField(
        label="Address",
        max_length=300,
        assume_scheme="https",
        help_text="Its public page, for example https://www.facebook.com/flitwickcouncil",
        widget=AdminURLFieldWidget,
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
        fields = ("council", "platform", "name", "handle", "url", "text_limit", "status")

    def clean_handle(self) -> str:
        handle = tidy_handle(self.cleaned_data["handle"])
        if not handle:
            raise ValidationError("Enter the handle, for example flitwickcouncil")
        return handle

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if problem := address_problem(url):
            raise ValidationError(problem)
        return url


@admin.register(OfficialAccount)
class OfficialAccountAdmin(CouncilModelAdmin):
    duty = Duty.KEEP_REGISTER
    form = OfficialAccountForm
    list_display = ("name", "council", "platform", "handle", "status")
    list_display_links = ("name",)
    list_filter = (CouncilFilter, "platform", "status")
    list_select_related = ("council",)
    search_fields = ("name", "handle", "url")
    ordering = ("council__name", "platform", "name")

    def create(self, values: dict[str, Any], *, actor: Any) -> OfficialAccount:
        return add_account(**values, actor=actor)

    def change(self, obj: Any, values: dict[str, Any], *, actor: Any) -> OfficialAccount:
        return change_account(account=obj, **values, actor=actor)
