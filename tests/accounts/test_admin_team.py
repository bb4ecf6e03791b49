"""The team register in the admin site: each council's by whoever appoints its team."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person, TeamMember
from accounts.team.models import TeamChange
from councilsm.audit.models import AuditEvent
from tests.accounts.granting import member_of
from tests.accounts.teaming import next_year, tomorrow, yesterday
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
LIST = "/admin/accounts/teammember/"
ADD = f"{LIST}add/"


def typed(cast: Cast, person: Person | None = None, **more: Any) -> dict[str, Any]:
    return {
        "council": cast.ashford.pk,
        "membership": member_of(cast, person or cast.ana).pk,
        "why": "Posts every day",
        "minute": "26/14",
        "starts_on": today().isoformat(),
        "ends_on": "",
        **more,
    }


def a_seat(cast: Cast, person: Person | None = None, **more: Any) -> TeamMember:
    values = {"starts_on": yesterday(), "why": "Posts every day", **more}
    member = member_of(cast, person or cast.ana)
    return TeamMember.objects.create(council=cast.ashford, membership=member, **values)


def errors(response: Any) -> str:
    return str(response.context["adminform"].form.errors)


def test_a_seat_is_added_by_the_action(cast: Cast, as_: As) -> None:
    answer = as_(cast.adam).post(ADD, typed(cast))
    assert answer.status_code == 302
    seat = TeamMember.objects.get(membership__person=cast.ana)
    assert (seat.starts_on, seat.why, seat.minute) == (today(), "Posts every day", "26/14")
    assert TeamChange.objects.get().made_by == cast.adam
    assert AuditEvent.objects.get(verb="team_member.appointed").actor_id == cast.adam.pk
    history = as_(cast.adam).get(f"{LIST}{seat.pk}/history/").text
    assert "Appointed to the admin team" in history


def test_what_the_action_refuses_is_said_on_the_form(cast: Cast, as_: As) -> None:
    a_seat(cast)
    answer = as_(cast.adam).post(ADD, typed(cast))
    assert answer.status_code == 409, errors(answer)
    assert "is on the admin team in that time already" in errors(answer)
    assert 'value="26/14"' in answer.text
    assert TeamMember.objects.count() == 1


WRONG = {
    "end before start": ({"ends_on": yesterday().isoformat()}, "cannot be before the first"),
    "no first day": ({"starts_on": ""}, "This field is required"),
    "no date": ({"starts_on": "31/02/2026"}, "Enter a valid date"),
    "a password": ({"why": "Password: Tr0ub4dor&3"}, "looks like a password"),
    "nobody": ({"membership": ""}, "This field is required"),
}


@pytest.mark.parametrize(("more", "words"), WRONG.values(), ids=list(WRONG))
def test_bad_input_is_said_by_the_field(
    cast: Cast, as_: As, more: dict[str, str], words: str
) -> None:
    answer = as_(cast.adam).post(ADD, typed(cast, **more))
    assert words in errors(answer)
    assert not TeamMember.objects.exists()


def test_a_seat_ends_on_a_day_and_is_never_deleted(cast: Cast, as_: As) -> None:
    seat, adam = a_seat(cast), as_(cast.adam)
    page = f"{LIST}{seat.pk}/change/"
    assert adam.post(page, {"ends_on": ""}).status_code == 200  # asked for
    early = adam.post(page, {"ends_on": (yesterday() - timedelta(days=9)).isoformat()})
    assert "cannot be before the first" in errors(early)
    # Who it is and since when stays, whatever is sent.
    sent = {"ends_on": tomorrow().isoformat(), "why_it_ends": "New job", "starts_on": "2020-01-01"}
    assert adam.post(page, sent).status_code == 302
    seat.refresh_from_db()
    assert (seat.starts_on, seat.ends_on) == (yesterday(), tomorrow())
    assert TeamChange.objects.get().why == "New job"
    assert adam.post(f"{LIST}{seat.pk}/delete/", {"post": "yes"}).status_code == 403
    assert adam.post(LIST, {"action": "delete_selected", "_selected_action": seat.pk})
    assert TeamMember.objects.filter(pk=seat.pk).exists()


def test_the_list_is_searched_cut_down_and_exported(cast: Cast, as_: As) -> None:
    a_seat(cast)
    a_seat(cast, cast.cora, starts_on=yesterday(), ends_on=yesterday())
    a_seat(cast, cast.priya, starts_on=tomorrow())
    adam = as_(cast.adam)

    def shown(**query: str) -> set[str]:
        return {
            str(seat.membership.person) for seat in adam.get(LIST, query).context["cl"].result_list
        }

    assert shown() == {"Ana", "Cora", "Priya"}
    assert shown(q="ana") == {"Ana"}
    assert shown(state="on") == {"Ana"}
    assert shown(state="waiting") == {"Priya"}
    assert shown(state="left") == {"Cora"}
    listed = adam.get(LIST).text
    assert "/c/ashford/registers/team.csv" in listed
    assert "Ashford Town Council" in listed
    assert "/c/ashford/registers/accounts.csv" in adam.get("/admin/accounts/officialaccount/").text


def test_only_councils_whose_team_one_appoints(cast: Cast, as_: As) -> None:
    theirs = TeamMember.objects.create(
        council=cast.barham, membership=cast.barham.memberships.get(), starts_on=yesterday()
    )
    own = a_seat(cast)
    adam = as_(cast.adam)
    assert list(adam.get(LIST).context["cl"].result_list) == [own]
    assert not adam.get(LIST, {"q": "Oscar"}).context["cl"].result_list
    for part in ("change/", "history/"):
        assert adam.get(f"{LIST}{theirs.pk}/{part}").status_code == 404
    form = adam.get(ADD).context["adminform"].form
    assert {member.council for member in form.fields["membership"].queryset} == {cast.ashford}
    forged = adam.post(ADD, typed(cast, membership=theirs.membership_id))
    assert "Select a valid choice" in errors(forged)
    elsewhere = adam.post(ADD, typed(cast, council=cast.barham.pk))
    assert "Select a valid choice" in errors(elsewhere)
    for outsider in (cast.ana, cast.rita, cast.leo):
        assert as_(outsider).get(LIST).status_code == 403


def test_somebody_of_two_councils_cannot_mix_them_up(cast: Cast, as_: As) -> None:
    a_member(cast.barham, "Adam", "administrator")
    oscar = cast.barham.memberships.get(person=cast.oscar)
    adam = as_(cast.adam)
    mixed = adam.post(ADD, typed(cast, membership=oscar.pk))
    assert "is not of Ashford" in errors(mixed)
    assert "Oscar at Barham Town Council" in adam.get(ADD).text
    assert not TeamMember.objects.exists()
    right = typed(cast, membership=oscar.pk, council=cast.barham.pk)
    assert adam.post(ADD, right | {"ends_on": next_year().isoformat()}).status_code == 302


def test_the_admins_list_asks_little(
    cast: Cast, as_: As, django_assert_max_num_queries: Any
) -> None:
    for person in (cast.ana, cast.cora, cast.priya, cast.rita, cast.dev):
        a_seat(cast, person)
    adam = as_(cast.adam)
    adam.get(LIST)
    with django_assert_max_num_queries(9):
        adam.get(LIST)
