"""The pages of leaving: recording it, its list, and who reads what."""

from collections.abc import Callable
from datetime import timedelta
from re import findall
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.dates import LONDON, today
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.models import Membership, Person
from councilsm.audit.models import AuditEvent
from tests.accounts.changing import in_boxes
from tests.accounts.departing import a_task, typed, with_ways_in
from tests.accounts.granting import member_of, there
from tests.accounts.leaving import Kind, leaves
from tests.accounts.leaving import at as moment
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]
State = DepartureTask.State


def at(name: str, *of: Any, council: str = "ashford") -> str:
    return reverse(f"leavers:{name}", args=[council, *of])


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- Recording it -------------------------------------------------------------------------------


def test_one_page_records_that_somebody_leaves(cast: Cast, as_: As) -> None:
    response = as_(cast.adam).post(at("new"), typed(cast, cast.ana, form_key=uuid4()))
    departure = Departure.objects.get()
    assert response.url == departure.get_absolute_url()
    ends = departure.ends_at.astimezone(LONDON)
    assert (ends.date(), ends.hour) == (today() + timedelta(days=7), 16)
    assert (departure.kind, departure.minute, departure.note) == (
        Kind.PLANNED,
        "26/77",
        "Moves to Bedford",
    )
    assert "at 4pm" in words(as_(cast.adam).get(response.url))


def test_without_a_time_it_is_the_end_of_the_shift_or_of_the_day(cast: Cast, as_: As) -> None:
    """The day that was typed stays the last day."""
    sunday = today() + timedelta(days=13 - today().weekday())
    typed_day = in_boxes("last_day", sunday)
    as_(cast.adam).post(at("new"), typed(cast, cast.ana, last_time="", **typed_day))
    ends = Departure.objects.get().ends_at.astimezone(LONDON)
    assert (ends.date(), ends.hour) == (sunday, 23)


def test_the_page_sent_twice_records_one(cast: Cast, as_: As) -> None:
    form = typed(cast, cast.ana, form_key=uuid4())
    adam = as_(cast.adam)
    first, second = adam.post(at("new"), form), adam.post(at("new"), form)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Departure.objects.count() == 1


def test_what_is_missing_is_asked_for_and_the_rest_kept(cast: Cast, as_: As) -> None:
    form = typed(cast, cast.ana, last_time="quarter past", kind="")
    response = as_(cast.adam).post(at("new"), form)
    assert response.status_code == 422
    shown = words(response)
    assert "Select why they leave" in shown
    assert "Enter a real time" in shown
    for kept in ("26/77", "Moves to Bedford", "quarter past"):
        assert kept in shown
    assert not Departure.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"membership": ""}, "Select who leaves"),
        ({"last_day_month": "13"}, "Enter a real date"),
        ({"last_day_day": "", "last_day_month": "", "last_day_year": ""}, "Enter the last day"),
        ({"kind": Kind.CIVIC}, "Select the office or the account"),
        (
            {"kind": Kind.LONG_LEAVE, **in_boxes("leave_until", today() - timedelta(days=1))},
            "cannot be back before",
        ),
    ],
)
def test_bad_input_is_422(cast: Cast, as_: As, changes: dict[str, Any], said: str) -> None:
    response = as_(cast.adam).post(at("new"), typed(cast, cast.ana, **changes))
    assert response.status_code == 422
    assert said in words(response)


def test_what_only_another_kind_asks_is_not_judged(cast: Cast, as_: As) -> None:
    half = {"leave_until_day": "31", "leave_until_month": "", "leave_until_year": ""}
    assert as_(cast.adam).post(at("new"), typed(cast, cast.ana, **half)).status_code == 302


def test_a_second_departure_is_refused_and_everything_kept(cast: Cast, as_: As) -> None:
    leaves(cast)
    response = as_(cast.adam).post(at("new"), typed(cast, cast.ana, form_key=uuid4()))
    assert response.status_code == 409
    assert "Moves to Bedford" in words(response)


def test_somebody_of_another_council_cannot_be_chosen(cast: Cast, as_: As) -> None:
    response = as_(cast.adam).post(
        at("new"), {**typed(cast, cast.ana), "membership": cast.oscar.memberships.get().pk}
    )
    assert response.status_code == 422


def test_the_person_page_leads_there_with_them_chosen(cast: Cast, as_: As) -> None:
    ana = member_of(cast, cast.ana)
    adam = as_(cast.adam)
    address = f"{at('new')}?membership={ana.pk}"
    assert address in words(adam.get(ana.get_absolute_url()))
    assert f'<option value="{ana.pk}" selected>' in adam.get(address).content.decode()
    for wrong in ("abc", "²", str(cast.oscar.memberships.get().pk), "9" * 12):
        page = adam.get(at("new"), {"membership": wrong})
        assert page.status_code == 200
        assert page.context["chosen"] is None


def test_the_page_of_whoever_left_says_how_to_bring_them_back(cast: Cast, as_: As) -> None:
    left = Membership.objects.get(person=cast.leo)
    adam = as_(cast.adam)
    again = reverse("people:add", args=["ashford"]) + f"?again={left.pk}"
    assert again in words(adam.get(left.get_absolute_url()))
    page = adam.get(again).content.decode()
    assert f'value="{cast.leo.email}"' in page
    assert 'value="Leo"' in page


def test_who_left_yesterday_is_out_at_once_at_that_council_only(cast: Cast, as_: As) -> None:
    yesterday = today() - timedelta(days=1)
    a_member(cast.barham, "Ana", "events-officer")
    ana, here = as_(cast.ana), member_of(cast, cast.ana)
    form = typed(cast, cast.ana, **in_boxes("last_day", yesterday))
    assert as_(cast.adam).post(at("new"), form | {"sure": "on"}).status_code == 302
    assert ana.get("/c/ashford/drafts/").status_code == 404
    there = ana.get("/c/barham/drafts/")
    assert there.status_code == 200
    assert "Barham Town Council</a>" in there.content.decode()
    held = here.appointments.get()
    assert held.ends_on == yesterday
    assert cast.ana.memberships.get(council=cast.barham).appointments.get().ends_on is None
    (event,) = AuditEvent.objects.about(held)
    assert (event.verb, event.actor_id) == ("appointment.ended", cast.adam.pk)


def test_the_last_day_is_a_day_until_its_moment(cast: Cast, as_: As) -> None:
    form = typed(cast, cast.ana, last_time="11:59pm", **in_boxes("last_day", today()))
    assert as_(cast.adam).post(at("new"), form).status_code == 302
    assert as_(cast.ana).get("/c/ashford/drafts/").status_code == 200


# --- After an election --------------------------------------------------------------------------


def test_an_election_makes_a_departure_each_and_one_list(cast: Cast, as_: As) -> None:
    a_member(cast.ashford, "Cllr Bo", category="councillor")
    councillors = list(cast.ashford.memberships.filter(category="councillor"))
    with_ways_in(cast)
    there(cast, cast.dev)
    adam = as_(cast.adam)
    shown = words(adam.get(at("election")))
    assert "Cllr Bo" in shown
    assert "Ana" not in shown
    assert adam.post(at("election"), {"minute": "M 1"}).status_code == 422
    form = {
        "memberships": [row.pk for row in councillors],
        **in_boxes("last_day", today() + timedelta(days=4)),
        "minute": "M 1",
    }
    response = adam.post(at("election"), form)
    assert response.url == f"{at('tasks')}?show=election"
    made = Departure.objects.filter(kind=Kind.NOT_RE_ELECTED)
    assert {row.membership_id for row in made} == {row.pk for row in councillors}
    assert "Ana" not in words(adam.get(response.url))
    assert "Ana" in words(adam.get(at("tasks")))
    assert "Cllr Bo" not in words(adam.get(at("election"))), "recorded already"


# --- Reading ------------------------------------------------------------------------------------


def test_the_list_says_how_far_each_is(cast: Cast, as_: As, queries: Any) -> None:
    departure = with_ways_in(cast)
    task = departure.tasks.filter(kind=DepartureTask.Kind.ACCESS).earliest("pk")
    of_ana = departure.tasks.count()
    DepartureTask.objects.filter(pk=task.pk).update(due_on=today() - timedelta(days=1))
    leaves(cast, cast.cora)
    adam = as_(cast.adam)
    adam.get(at("list"))
    with queries(at_most=8):
        page = words(adam.get(at("list")))
    assert "L-0001 Ana" in page
    assert "L-0002 Cora" in page
    assert f"0 of {of_ana} done" in page
    assert "1 late" in page
    assert "Nobody is leaving" not in page
    assert "Nothing is closed yet" in words(adam.get(at("list"), {"show": "closed"}))


def test_nobody_leaves(cast: Cast, as_: As) -> None:
    page = words(as_(cast.adam).get(at("list")))
    assert "Nobody is leaving" in page
    assert at("new") in page


def test_a_departure_on_one_page(cast: Cast, as_: As, queries: Any) -> None:
    departure = with_ways_in(cast)
    adam = as_(cast.adam)
    adam.get(departure.get_absolute_url())
    with queries(at_most=24):
        page = words(adam.get(departure.get_absolute_url()))
    for said in ("L-0001", "Ana", "Planned", "Shared passwords", "social@ashford.example"):
        assert said in page


def test_the_leaver_reads_their_own_and_no_reason(cast: Cast, as_: As) -> None:
    departure = with_ways_in(cast, note="She was found out")
    page = as_(cast.ana).get(departure.get_absolute_url())
    assert page.status_code == 200
    assert "Facebook" in words(page)
    assert "She was found out" not in words(page)
    assert "/move/" not in words(page)
    for name in ("move", "cancel", "attest"):
        assert as_(cast.ana).get(at(name, departure.number)).status_code == 403


def test_nobody_reads_their_own_dismissal(cast: Cast, as_: As) -> None:
    departure = leaves(
        cast, cast.priya, kind=Kind.DISMISSAL, ends_at=moment(today() + timedelta(days=1))
    )
    priya = as_(cast.priya)
    assert priya.get(departure.get_absolute_url()).status_code == 404
    assert departure.reference not in words(priya.get(at("list")))
    assert departure.reference in words(as_(cast.adam).get(at("list")))
    other = leaves(cast, kind=Kind.DISMISSAL, ends_at=moment(today() + timedelta(days=1)))
    assert as_(cast.ana).get(other.get_absolute_url()).status_code == 403


def test_nobody_reads_the_last_day_of_a_dismissal_they_are_not_told_of(cast: Cast, as_: As) -> None:
    """Whoever manages people sees the dates of everybody; their own tell nothing."""
    both = chosen({"offices": ["town-clerk", "administrator"]})
    a_rulebook(cast.ashford, **RULES | {"manage_people": both})
    last = today() + timedelta(days=5)
    leaves(cast, cast.priya, kind=Kind.DISMISSAL, ends_at=moment(last))
    mine = member_of(cast, cast.priya)
    own = [f"/c/ashford/people/{mine.pk}/", f"/c/ashford/people/{mine.pk}/record/"]
    for url in (*own, "/c/ashford/people/", "/c/ashford/team/"):
        page = as_(cast.priya).get(url)
        assert page.status_code == 200, url
        assert f"{last:%-d %B}" not in page.content.decode(), url
    assert f"{last:%-d %B}" in as_(cast.adam).get(own[0]).content.decode()


def test_another_councils_departure_is_not_found(cast: Cast, as_: As) -> None:
    task = a_task(cast)
    oscar = as_(cast.oscar)
    number = task.departure.number
    for name, pks in (("detail", ()), ("task", (task.pk,)), ("set_aside", (task.pk,))):
        assert oscar.get(at(name, number, *pks, council="barham")).status_code == 404
        assert oscar.get(at(name, number, *pks)).status_code == 404
    assert as_(cast.adam).get(at("task", number, task.pk + 100)).status_code == 404
    assert as_(cast.cora).get(at("detail", number + 100)).status_code == 403


def test_an_office_that_owns_a_task_sees_it_and_no_more(cast: Cast, as_: As) -> None:
    task = a_task(cast)
    leaves(cast, cast.dev)
    cora, number = as_(cast.cora), task.departure.number
    assert cora.get(at("list")).status_code == 403
    office = member_of(cast, cast.cora).appointments.get().office
    DepartureTask.objects.filter(pk=task.pk).update(owner=office)
    page = words(cora.get(at("list")))
    assert task.departure.reference in page
    assert "Cllr Dev" not in page
    page = words(cora.get(at("tasks")))
    assert task.what in page
    assert len(findall(r"L-[0-9]+/tasks/", page)) == 1, "no other task"
    sent = {**in_boxes("done_on", today()), "note": "Gone"}
    assert cora.post(at("task", number, task.pk), sent).status_code == 302
