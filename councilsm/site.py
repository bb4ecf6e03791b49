"""The Django admin site, closed by default and asking duties instead of auth permissions."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from councilsm.access import lacks_second_factor, signed_in
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, refuse


class CouncilAdminSite(admin.AdminSite):
    """Signs in at /sign-in/ only, so that no password-only way in stands beside the second factor."""

    site_header = "councilsm register"
    site_title = "councilsm register"
    index_title = "Registers"
    site_url = "/councils/"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(
            request.user.is_authenticated
            and any(
                membership.allows(Duty.KEEP_REGISTER) and not lacks_second_factor(membership)
                for membership in request.user.memberships_today()
            )
        )

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        return signed_in(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect("councils:choose")
        return redirect("account_login")

    def get_urls(self) -> list[Any]:
        # Signing in and out and passwords belong to /sign-in/; the rest asks for the duty.
        return [
            entry
            for entry in super().get_urls()
            if getattr(entry, "name", "")
            not in {"login", "logout", "password_change", "password_change_done"}
        ]


class CouncilModelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """An admin for one governed model: scoped to the person's councils, saving by an action only.

    Subclasses set `duty` and write `create()` and `change()`, which call the feature's actions.
    Nothing is deleted and nothing is edited in bulk.
    """

    duty: Duty
    actions = None
    save_as = False

    def councils(self, request: HttpRequest) -> list[Any]:
        """The councils in which this person holds the duty today."""
        return [
            membership.council
            for membership in request.user.memberships_today()
            if membership.allows(self.duty) and not lacks_second_factor(membership)
        ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(council__in=self.councils(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.councils(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        councils = self.councils(request)
        return bool(councils) and (obj is None or obj.council in councils)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        councils = [council.pk for council in self.councils(request)]
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "council":
            field.queryset = field.queryset.filter(pk__in=councils)
        elif any(part.name == "council" for part in db_field.related_model._meta.fields):
            field.queryset = field.queryset.filter(council__in=councils)
        return field

    # The trail is councilsm's own; the admin's log would be a second, unchained one.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None
