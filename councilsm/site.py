"""The Django admin site, closed by default and asking duties instead of auth permissions."""

from collections.abc import Callable
from functools import update_wrapper
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from councilsm.access import label_all, lacks_second_factor, signed_in
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken

#: What Django's admin brings and we leave out. Signing in and passwords belong to /sign-in/;
#: "view on site" tells of any object in any council that it exists.
LEFT_OUT = {
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "view_on_site",
    "autocomplete",
}


class CouncilAdminSite(admin.AdminSite):
    """Signs in at /sign-in/ only: no password-only way in stands beside the second factor."""

    site_header = "Registers"
    site_title = "councilsm"
    index_title = "Registers"
    site_url = "/councils/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Takes governed models only; what libraries bring (sessions, groups) is left out."""
        if admin_class is not None and issubclass(admin_class, CouncilModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody keeps any of the registers here today."""
        duties = {admin.duty for admin in self._registry.values() if hasattr(admin, "duty")}
        return any(
            duties & set(membership.duties) and not lacks_second_factor(membership)
            for membership in self._memberships(request)
        )

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """The gate of every admin page: 403 without the duty, the second factor first."""

        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                if any(map(lacks_second_factor, self._memberships(request))):
                    return redirect("mfa_index")
                raise PermissionDenied(Duty.KEEP_REGISTER.label)
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        checked = csrf_protect(gate if cacheable else never_cache(gate))
        return update_wrapper(checked, view)

    def get_urls(self) -> list[Any]:
        kept = [entry for entry in super().get_urls() if getattr(entry, "name", "") not in LEFT_OUT]
        return label_all(kept, _signs_in_at_the_front_door)

    @staticmethod
    def _memberships(request: HttpRequest) -> list[Any]:
        user: Any = request.user
        return user.memberships_today() if user.is_authenticated else []


def _signs_in_at_the_front_door(entry: URLPattern) -> None:
    signed_in(entry.callback)
    entry.callback.login_url = settings.LOGIN_URL  # type: ignore[attr-defined]  # not admin:login


class CouncilFilter(admin.SimpleListFilter):
    """Narrows a list to one of the person's own councils; hidden where there is only one."""

    title = "council"
    parameter_name = "council"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        councils = model_admin.councils(request)
        return [(c.slug, c.name) for c in councils] if len(councils) > 1 else []

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        return queryset.filter(council__slug=self.value()) if self.value() else queryset


def titled(
    name: str, kind: type[admin.FieldListFilter] = admin.ChoicesFieldListFilter
) -> type[admin.FieldListFilter]:
    """A filter under the word that the council's own pages have for a field."""

    class Titled(kind):  # type: ignore[valid-type,misc]  # a class of Django's, chosen here
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = name

    return Titled


class CouncilModelAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """An admin for one governed model: scoped to the person's councils, saving by an action only.

    Subclasses set `duty` and `form` (an `ActionForm` of `site_forms.py`) and write `create()` and
    `change()`, which call the feature's actions. Nothing is deleted and nothing is edited in bulk.
    What lies outside the person's councils is not found.
    """

    duty: Duty
    #: What the register is called among imports, and among those on paper, which have it as CSV.
    export: str = ""
    change_list_template = "admin/register_list.html"
    actions = None
    save_as = False
    list_editable = ()
    view_on_site = False
    show_full_result_count = False

    def create(self, values: dict[str, Any], *, actor: Any) -> models.Model:
        """Calls the action that adds an object; returns it. May raise RuleBroken."""
        raise NotImplementedError

    def change(self, obj: Any, values: dict[str, Any], *, actor: Any) -> models.Model:
        """Calls the action that changes an object; returns it. May raise RuleBroken."""
        raise NotImplementedError

    # --- Who may see what ---

    def councils(self, request: HttpRequest) -> list[Any]:
        """The councils in which this person holds the duty today."""
        person: Any = request.user
        return [
            membership.council
            for membership in person.memberships_today()
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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An object stays with its council."""
        fields = super().get_readonly_fields(request, obj)
        return ("council", *fields) if obj else fields

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        councils = [council.pk for council in self.councils(request)]
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "council":
            field.queryset = field.queryset.filter(pk__in=councils)
            field.initial = councils[0] if len(councils) == 1 else None
        elif any(part.name == "council" for part in db_field.related_model._meta.fields):
            field.queryset = field.queryset.filter(council__in=councils)
        return field

    def _get_obj_does_not_exist_redirect(self, *args: Any) -> HttpResponse:
        # Django's own answer, a redirect with a message, would be another page for the same thing.
        raise Http404

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with links to import to each council's register, and to have it all."""
        councils = self.councils(request) if self.export else []
        spreadsheets = [
            (
                str(one),
                reverse("imports:upload", args=[one.slug, self.export]),
                reverse("paper:csv", args=[one.slug, self.export]),
            )
            for one in councils
        ]
        context = {**(extra_context or {}), "spreadsheets": spreadsheets}
        return super().changelist_view(request, context)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its own page, or that of what it belongs to; not Django's way, see `LEFT_OUT`."""
        page = getattr(obj, "get_absolute_url", None)
        return page() if page else None

    # --- Saving ---

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's, except that a refusal shows the form again: status 409, all typed kept."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RuleBroken as refusal:
            # All was undone. The form, told of the refusal, is now invalid: nothing is tried again.
            request.refusal = refusal  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = 409
            return response

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # the class is made for this request
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            saved = self.change(
                self.get_queryset(request).get(pk=obj.pk), form.cleaned_data, actor=request.user
            )
        else:
            saved = self.create(form.cleaned_data, actor=request.user)
        obj.__dict__.update(saved.__dict__)

    # --- The trail: councilsm's own; the admin's log would be a second, unchained one ---

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What the trail says of an object, newest first."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        entries = [
            SimpleNamespace(
                action_time=entry.at,
                user=SimpleNamespace(get_username=entry.by),
                get_change_message=". ".join(filter(None, [entry.title, entry.description])),
            )
            for entry in timeline(obj)
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {obj}",
            "action_list": Paginator(entries, max(len(entries), 1)).page(1),
            "pagination_required": False,
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "object": obj,
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)
