"""A removal that was asked for, and a councillor's conduct with the Monitoring Officer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.councils.actions import change_council
from accounts.dates import today
from accounts.people.models import Person
from moderation.conduct.deadlines import removals
from moderation.conduct.models import Conduct, RemovalRequest
from tests.accounts.changing import in_boxes
from tests.cast import Cast
from tests.moderation.conducting import (
    CONDUCT,
    a_conduct,
    a_removal,
    asking,
    managed_by,
    typed,
    with_grounds,
)

As = Callable[[Person], Client]
RECORD = f"{CONDUCT}CO-0001/"


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def answering(outcome: str = "removed", **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "answer": "", **in_boxes("answered_on", today()), **more}


def reminded(cast: Cast, days: int = 0) -> list[tuple[int | None, int | None]]:
    """Of which office or person a removal is told."""
    found = removals([cast.ashford.pk], today() + timedelta(days=days))
    return [(one.office_id, one.person_id) for one in found]


@pytest.mark.clause("LLTC-9.5-a")
def test_a_removal_asked_for_stays_and_reminds_until_it_is_answered(cast: Cast, as_: As) -> None:
    with_grounds(cast, "LLTC-9.5-a")
    managed_by(cast, cast.ana, "auditor")
    a_conduct(cast, ground="breach", ground_words="")
    priya = as_(cast.priya)
    assert "LLTC-9.5-a: " in words(priya.get(f"{RECORD}removal/"))
    assert priya.post(f"{RECORD}removal/", asking()).status_code == 302
    removal = RemovalRequest.objects.get()
    offices = cast.ashford.offices
    page = words(as_(cast.priya).get("/c/ashford/home/"))
    assert "1 record of conduct is open" in page and "overdue" not in page
    told = {(offices.get(key=key).pk, None) for key in ("town-clerk", "auditor")}
    assert set(reminded(cast)) == set(reminded(cast, 30)) == told

    refused = priya.post(f"{RECORD}close/")
    assert refused.status_code == 409
    assert "waits for its answer" in words(refused)
    assert priya.post(f"{RECORD}removal/", asking()).status_code == 409

    rita = as_(cast.rita)
    assert rita.post(f"{RECORD}removal/{removal.pk}/", answering()).status_code == 302
    assert reminded(cast) == []
    assert "Removed" in words(priya.get(RECORD))
    assert priya.post(f"{RECORD}close/").status_code == 302
    assert priya.post(f"{RECORD}close/").status_code == 409
    assert "CO-0001" not in words(priya.get(CONDUCT))
    assert "CO-0001" in words(priya.get(f"{CONDUCT}?show=all"))


def test_what_is_overdue_stands_on_home_and_the_list_for_its_readers_alone(
    cast: Cast, as_: As
) -> None:
    managed_by(cast, cast.ana, "auditor")
    ago = today() - timedelta(days=11)
    a_removal(cast, a_conduct(cast), asked_on=ago - timedelta(days=9), due_on=ago)
    a_conduct(cast, cast.dev)
    said = "CO-0001: record whether it was removed"
    for person, reads in ((cast.priya, True), (cast.rita, True), (cast.ana, False)):
        home = words(as_(person).get("/c/ashford/home/"))
        assert (said in home) == reads, person
        assert ("11 days overdue" in home) == reads
    assert "conduct is open" not in words(as_(cast.cora).get("/c/ashford/home/"))
    listed = words(as_(cast.priya).get(CONDUCT))
    assert f"Record whether it was removed, due {ago.day} " in listed and "Overdue" in listed
    assert "Refer it to the Monitoring Officer" in listed  # of the councillor's
    assert "Next step:" in words(as_(cast.priya).get(RECORD))


def test_only_whose_it_is_or_somebody_else_is_asked(cast: Cast, as_: As) -> None:
    a_conduct(cast)
    priya = as_(cast.priya)
    page = words(priya.get(f"{RECORD}removal/"))
    assert "The employee" in page and "The councillor" not in page
    assert priya.post(f"{RECORD}removal/", asking(asked="councillor")).status_code == 422


@pytest.mark.clause("HLTC-conduct-5")
def test_a_councillor_may_refuse_and_the_refusal_is_referred(cast: Cast, as_: As) -> None:
    with_grounds(cast, "HLTC-conduct-5")
    conduct = a_conduct(cast, cast.dev)
    priya = as_(cast.priya)
    assert "HLTC-conduct-5: The council may ask" in words(priya.get(RECORD))
    assert priya.post(f"{RECORD}removal/", asking(asked="councillor")).status_code == 302
    at = f"{RECORD}removal/{conduct.removals.get().pk}/"
    sent = {"referred_to": "Monitoring Officer", **in_boxes("referred_on", today())}
    assert priya.post(f"{at}refusal/", sent).status_code == 409  # nothing was refused yet
    said = "It is my opinion"
    assert priya.post(at, answering("refused", answer=said)).status_code == 302
    assert priya.post(at, answering("removed")).status_code == 409
    assert priya.post(f"{at}refusal/", sent).status_code == 302
    page = words(priya.get(RECORD))
    assert said in page
    assert "Referred to <bdi>Monitoring Officer</bdi>" in page
    # It can be asked for again.
    assert priya.post(f"{RECORD}removal/", asking(asked="councillor")).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"asked": ""}, 422),
        ({"due_on_day": ""}, 422),
        (in_boxes("due_on", today() - timedelta(days=1)), 409),
        (in_boxes("asked_on", today() + timedelta(days=1)), 409),
    ],
)
def test_a_wrong_request_is_refused(
    cast: Cast, as_: As, wrong: dict[str, Any], status: int
) -> None:
    a_conduct(cast)
    response = as_(cast.priya).post(f"{RECORD}removal/", asking(**wrong))
    assert response.status_code == status
    assert not RemovalRequest.objects.exists()


def test_an_answer_is_not_from_before_it_was_asked_nor_from_tomorrow(cast: Cast, as_: As) -> None:
    removal = a_removal(cast)
    at = f"{RECORD}removal/{removal.pk}/"
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        sent = answering(**in_boxes("answered_on", day))
        assert as_(cast.priya).post(at, sent).status_code == 409
    assert as_(cast.cora).post(at, answering()).status_code == 404


def test_whoever_passes_it_on_is_reminded_where_no_office_has_it(cast: Cast) -> None:
    conduct = a_conduct(cast, cast.priya)
    a_removal(cast, conduct, actor=cast.cora)
    assert reminded(cast) == [(None, cast.cora.pk)]


@pytest.mark.clause("HLTC-conduct-2", "HLTC-conduct-3", "DTC-5.4-a")
def test_a_councillors_conduct_is_a_pointer_to_the_monitoring_officer(cast: Cast, as_: As) -> None:
    with_grounds(cast, "HLTC-conduct-2", "HLTC-conduct-3", "DTC-5.4-a")
    ashford = cast.ashford
    change_council(
        council=ashford,
        **{"name": ashford.name, "email": ashford.email, "colour": ashford.colour},
        monitoring_officer="Amber Valley Borough Council, 01773 570222",
        actor=cast.adam,
    )
    cora, new = as_(cast.cora), f"{CONDUCT}new/councillor/"
    page = words(cora.get(new))
    assert "Amber Valley Borough Council, 01773 570222" in page
    assert "DTC-5.4-a: Conduct online can lead to a standards complaint" in page
    assert cora.post(new, typed(cast, cast.dev)).status_code == 422  # no kind of thing
    assert cora.post(new, typed(cast, cast.dev, example="respect")).status_code == 302

    priya = as_(cast.priya)
    page = words(priya.get(RECORD))
    assert "HLTC-conduct-2: Questions go to the Monitoring Officer" in page
    assert "Not referred" in page
    sent = {"officer_reference": "MO/26/4", **in_boxes("referred_on", today())}
    decided = in_boxes("outcome_on", today())
    assert priya.post(f"{RECORD}decided/", decided).status_code == 409
    assert priya.post(f"{RECORD}referral/", sent).status_code == 302
    assert priya.post(f"{RECORD}referral/", sent).status_code == 409
    early = in_boxes("outcome_on", today() - timedelta(days=1))
    assert priya.post(f"{RECORD}decided/", early).status_code == 409
    assert priya.post(f"{RECORD}decided/", decided).status_code == 302
    page = words(priya.get(RECORD))
    assert "reference <bdi>MO/26/4</bdi>" in page
    assert "Decided on" in page
    # A day, and nothing that says what was decided.
    kept = {field.name for field in Conduct._meta.get_fields()}
    assert not kept & {"outcome", "verdict", "finding", "note", "assessment", "sanction"}


@pytest.mark.clause("DTC-5.4-b")
def test_the_procedure_for_complaints_is_linked(cast: Cast, as_: As) -> None:
    with_grounds(cast, "DTC-5.4-b")
    procedure = "https://ashford.example/complaints"
    adam, particulars = as_(cast.adam), "/c/ashford/setup/particulars/"
    sent = {"name": "Ashford", "email": "a@ashford.example", "colour": "#1d4f6e"}
    wrong = adam.post(particulars, sent | {"complaints_url": "on our website"})
    assert wrong.status_code == 422
    assert adam.post(particulars, sent | {"complaints_url": procedure}).status_code == 302
    page = words(as_(cast.cora).get(f"{CONDUCT}new/councillor/"))
    assert f'href="{procedure}"' in page
    assert "DTC-5.4-b: " in page


def test_an_employees_conduct_is_not_referred_to_the_monitoring_officer(
    cast: Cast, as_: As
) -> None:
    a_conduct(cast)
    sent = {"officer_reference": "", **in_boxes("referred_on", today())}
    assert as_(cast.priya).post(f"{RECORD}referral/", sent).status_code == 409
    assert "Monitoring Officer" not in words(as_(cast.priya).get(RECORD))
    # But where nobody of the council could take it.
    a_conduct(cast, cast.priya)
    assert as_(cast.cora).post(f"{CONDUCT}CO-0002/referral/", sent).status_code == 302
