"""The team register in the admin site: seats, each council's by whoever appoints its team."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Q
from django.http import HttpRequest

from accounts.dates import today
from accounts.people.models import TeamMember
from accounts.register.fields import refuse_secrets_on
from accounts.team.actions import join_team, leave_team
from councilsm.duties import Duty
from councilsm.site import CouncilFilter, CouncilModelAdmin
from councilsm.site_forms import CouncilActionForm, of_council


class TeamMemberForm(CouncilActionForm):
    """A new seat; or the last day of one that exists."""

    ends_on = forms.DateField(label="Last day", required=False, widget=AdminDateWidget)
    why_it_ends = forms.CharField(label="Why it ends", max_length=500, required=False)

    class Meta:
        model = TeamMember
        fields = ("council", "membership", "why", "minute", "starts_on", "ends_on")
        labels = {
            "membership": "Person",
            "why": "Why the job needs it",
            "minute": "Minute or paper",
            "starts_on": "First day",
        }
        help_texts = {"why": "Needed for somebody who holds none of the offices that sit on it."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["ends_on"].required = True
            return
        self.fields["starts_on"].required = True
        self.initial.setdefault("starts_on", today())
        members: Any = self.fields["membership"]
        here = members.queryset.exclude(ends_on__lt=today()).select_related("person")
        members.queryset = here.order_by("council__name", "person__name")
        of_council(members, self)
        members.label_from_instance = str  # it names the council

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints are left to the action, which says in words what they would refuse."""
        return {field.name for field in TeamMember._meta.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_secrets_on(self)
        self.own(cleaned.get("membership"), "membership")
        first, last = cleaned.get("starts_on", self.instance.starts_on), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day cannot be before the first.")
        return cleaned


#: What stays as it was entered: another seat is another row.
FIXED = ("membership", "why", "minute")


class OnTeamFilter(admin.SimpleListFilter):
    """On the team today, waiting to be, or no longer."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("on", "On the team"), ("waiting", "Not yet on it"), ("left", "Left")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        day = today()
        still = Q(ends_on=None) | Q(ends_on__gte=day)
        match self.value():
            case "on":
                return queryset.filter(still, starts_on__lte=day)
            case "waiting":
                return queryset.filter(still).filter(Q(starts_on=None) | Q(starts_on__gt=day))
            case "left":
                return queryset.filter(ends_on__lt=day)
        return queryset


@admin.register(TeamMember)
class TeamMemberAdmin(CouncilModelAdmin):
    duty = Duty.APPOINT_TEAM
    form = TeamMemberForm
    list_display = ("person", "council", "starts_on", "ends_on", "state")
    list_display_links = ("person",)
    list_filter = (CouncilFilter, OnTeamFilter)
    list_select_related = ("council", "membership__person")
    search_fields = ("membership__person__name", "why")
    ordering = ("council__name", "membership__person__name", "pk")
    export = "team"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("council", *FIXED, "starts_on", "ends_on")
        return ("council", *FIXED, "starts_on", "meant_from", "ends_on", "why_it_ends")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *FIXED, "starts_on", "meant_from") if obj else fields

    @admin.display(ordering="membership__person__name")
    def person(self, seat: TeamMember) -> str:
        return str(seat.membership.person)

    @admin.display(description="State")
    def state(self, seat: TeamMember) -> str:
        day = today()
        if seat.ends_on and seat.ends_on < day:
            return "Left"
        if seat.starts_on is None:
            return "Waits for the undertaking"
        return "On the team" if seat.starts_on <= day else "Still to come"

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.membership.get_absolute_url() if obj else None

    def create(self, values: dict[str, Any], *, actor: Any) -> TeamMember:
        change = join_team(
            membership=values["membership"],
            why=values["why"],
            minute=values["minute"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            actor=actor,
        )
        return change.seat

    def change(self, obj: TeamMember, values: dict[str, Any], *, actor: Any) -> TeamMember:
        last: date = values["ends_on"]
        ended = leave_team(seat=obj, ends_on=last, why=values["why_it_ends"], actor=actor)
        return ended.seat
