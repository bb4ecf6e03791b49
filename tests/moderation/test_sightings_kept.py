"""Reports that few may see: abuse, somebody at risk, and what is about the clerk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import shipped
from accounts.people.models import Membership, Person
from councilsm.inbox.models import OutboxMessage
from moderation.cases.models import Case
from moderation.sightings.models import Sighting
from tests.cast import BEGAN, Cast, CouncilFactory, a_member
from tests.councilsm.files.samples import picture, upload
from tests.moderation.reporting import LINK, NEW, a_report, routed

As = Callable[[Person], Client]


def page_of(sighting: Sighting, step: str = "") -> str:
    return f"{sighting.get_absolute_url()}{step}"


def everybody(cast: Cast, as_: As, sighting: Sighting) -> set[str]:
    """Who of the council finds the report."""
    people = (cast.ana, cast.priya, cast.cora, cast.adam, cast.rita, cast.dev)
    return {one.name for one in people if as_(one).get(page_of(sighting)).status_code == 200}


# --- Abuse and somebody at risk -----------------------------------------------------------------


@pytest.mark.clause("LLTC-8.1-a")
def test_abuse_is_a_restricted_case_at_once_that_only_those_it_went_to_see(
    cast: Cast, as_: As
) -> None:
    routed(cast, report_abuse={"offices": ["administrator"]})
    sent = {"kind": "abuse", "url": LINK, "captures": upload(picture(), "it.jpg")}
    as_(cast.ana).post(NEW, sent | {"words": "He knows where I live"})
    sighting, case = Sighting.objects.get(), Case.objects.get()
    assert (sighting.case, case.kind, case.affected) == (case, "abuse", cast.ana)
    assert case.items.get().item.restricted and sighting.came_with.get().evidence.item is not None
    # It went to Adam; Priya reads the case by her office.
    assert everybody(cast, as_, sighting) == {"Ana", "Adam", "Priya"}
    assert "S-0001" not in as_(cast.cora).get(f"{NEW}open/").content.decode()
    evidence = f"/c/ashford/moderation/evidence/{sighting.came_with.get().evidence.uid}/"
    seen = {
        one.name: as_(one).get(evidence).status_code for one in (cast.ana, cast.adam, cast.cora)
    }
    assert seen == {"Ana": 200, "Adam": 200, "Cora": 404}
    assert "S-0001" not in as_(cast.rita).get("/c/ashford/trail/").content.decode()
    as_(cast.adam).post(page_of(sighting, "take/"))
    assert as_(cast.adam).get(page_of(sighting, "log/")).status_code == 403
    case_step = as_(cast.adam).post(page_of(sighting, "case/"), {"kind": "crime"})
    assert case_step.status_code == 409


@pytest.mark.clause("HLTC-resp-7")
def test_somebody_at_risk_goes_to_the_safeguarding_office(cast: Cast, as_: As) -> None:
    routed(cast, safeguarding="events-officer")
    sighting = a_report(cast, "safeguarding", by=cast.dev)
    assert everybody(cast, as_, sighting) == {"Ana", "Cllr Dev"}
    assert Case.objects.get().kind == "safeguarding"
    assert "call 999" in as_(cast.dev).get(page_of(sighting)).content.decode()


# --- About the clerk ----------------------------------------------------------------------------


@pytest.mark.clause("HLTC-capture-5")
def test_what_is_about_the_clerk_goes_to_others_and_is_hidden_from_the_clerk(
    cast: Cast, as_: As
) -> None:
    ana, sent = as_(cast.ana), {"kind": "misuse", "url": LINK, "about_clerk": "yes"}
    alone = ana.post(NEW, sent)
    assert alone.status_code == 409 and "Monitoring Officer" in alone.content.decode()
    ana.post(NEW, sent | {"monitoring": "mo@district.example"})
    outside = Sighting.objects.get()
    assert everybody(cast, as_, outside) == {"Ana", "Cora"}
    mail = OutboxMessage.objects.get()
    assert mail.recipient == "mo@district.example" and LINK not in mail.body
    routed(cast, caretaker="administrator")
    inside = a_report(cast, "misuse", about_clerk=True)
    assert "Adam" in everybody(cast, as_, inside)
    assert "Priya" not in everybody(cast, as_, inside)
    assert OutboxMessage.objects.filter(recipient=cast.priya.email).count() == 0
    for address in (f"{NEW}open/", f"{NEW}for-me/", "/c/ashford/home/"):
        assert inside.reference not in as_(cast.priya).get(address).content.decode()
    assert as_(cast.priya).post(page_of(inside, "take/")).status_code == 404


# --- Heanor and Loscoe --------------------------------------------------------------------------


@pytest.fixture
def heanor(db: None) -> Council:
    council = CouncilFactory.create(slug="heanor", name="Heanor and Loscoe Town Council")
    values = shipped("heanor-loscoe").model_dump_json()
    RulebookVersion.objects.create(
        council=council,
        number=1,
        values=values,
        digest=RulebookVersion.digest_of(values),
        in_force_from=BEGAN,
        why="For the tests.",
    )
    a_member(council, "Helen", "town-clerk")
    a_member(council, "Cllr Hughes", category=Membership.Category.COUNCILLOR)
    return council


def abuse(**more: Any) -> dict[str, Any]:
    return {"kind": "abuse", "url": LINK, **more}


@pytest.mark.clause("HLTC-resp-15")
def test_a_councillor_tells_group_leader_clerk_or_police_or_several(
    heanor: Council, as_: As
) -> None:
    hughes, new = as_(Person.objects.get(name="Cllr Hughes")), "/c/heanor/report/"
    assert hughes.post(new, abuse()).status_code == 422
    leader = {"tell_abuse": ["group_leader", "police"], "police_abuse": "DC-1"}
    assert hughes.post(new, abuse(**leader)).status_code == 422
    hughes.post(new, abuse(**leader, group_leader_abuse="leader@party.example"))
    quiet = Sighting.objects.get()
    mail = OutboxMessage.objects.get()
    assert mail.recipient == "leader@party.example"
    assert "abuse" not in mail.body + mail.subject and LINK not in mail.body
    assert not Case.objects.exists()
    helen = as_(Person.objects.get(name="Helen"))
    assert helen.get(page_of(quiet)).status_code == 404
    # Nobody here follows it, so it waits for nobody, and its reporter reads that.
    page = hughes.get(page_of(quiet)).content.decode()
    assert "DC-1" in page and "Nobody else of the council was told" in page
    assert (quiet.state, quiet.outcome) == ("closed", "told")
    hughes.post(new, abuse(tell_abuse=["town-clerk", "police"]))
    loud = Sighting.objects.latest("pk")
    assert helen.get(page_of(loud)).status_code == 200 and loud.case is not None


def test_finishing_later_keeps_whom_was_ticked_and_every_address(heanor: Council, as_: As) -> None:
    hughes, new = as_(Person.objects.get(name="Cllr Hughes")), "/c/heanor/report/"
    typed = abuse(
        tell_abuse=["group_leader", "police"],
        group_leader_abuse="leader@party.example",
        police_abuse="DC-1",
        about_clerk="yes",
        monitoring="mo@district.example",
        words="He knows where I live",
    )
    hughes.post(new, {**typed, "later": "1"})
    kept = Sighting.objects.get()
    assert (kept.words, kept.kind, kept.title) == ("", "", "Abuse or a threat against me")
    form = hughes.get(page_of(kept, "finish/")).context["form"]
    assert {name: form[name].value() for name in typed} == typed
    hughes.post(page_of(kept, "finish/"), typed)
    kept.refresh_from_db()
    assert (kept.kept, kept.words, kept.about_clerk) == (None, typed["words"], True)
    emails = set(kept.sent_to.exclude(email="").values_list("email", flat=True))
    assert emails == {"leader@party.example", "mo@district.example"}
    # Only the Monitoring Officer got it, so its reporter reads its case.
    assert kept.case is not None and kept.outcome == "case"
    assert hughes.get(kept.case.get_absolute_url()).status_code == 200


@pytest.mark.clause("HLTC-capture-5")
def test_the_monitoring_officer_may_be_told_in_place_of_the_clerk(heanor: Council, as_: As) -> None:
    hughes, new = as_(Person.objects.get(name="Cllr Hughes")), "/c/heanor/report/"
    sent = {"kind": "harmful", "url": LINK}
    assert hughes.get(new).context["form"]["tell_harmful"].value() == ["town-clerk"]
    hughes.post(new, sent)
    assert OutboxMessage.objects.get().recipient.startswith("helen")
    other = {**sent, "tell_harmful": ["monitoring"]}
    assert hughes.post(new, other).status_code == 422
    hughes.post(new, {**other, "monitoring_harmful": "mo@district.example"})
    to = Sighting.objects.latest("pk").sent_to.values_list("way", "email")
    assert list(to) == [("monitoring", "mo@district.example")]


@pytest.mark.clause("HLTC-capture-2", "HLTC-capture-6")
def test_a_copy_carries_its_reason_and_the_site_is_told_or_it_is_said_why_not(
    heanor: Council, as_: As
) -> None:
    hughes, new = as_(Person.objects.get(name="Cllr Hughes")), "/c/heanor/report/"
    sent = {"kind": "harmful", "captures": upload(picture(), "it.jpg")}
    again = hughes.post(new, sent)
    assert again.status_code == 422 and "HLTC-capture-2" in again.content.decode()
    kept = again.context["form"]["captures_kept"].value()
    why = {"reason": "It may be gone tomorrow"}
    hughes.post(new, {"kind": "harmful", "captures_kept": kept, "later": "1", **why})
    sighting = Sighting.objects.get()
    finish = page_of(sighting, "finish/")
    assert hughes.get(finish).context["form"]["reason"].value() == why["reason"]
    hughes.post(finish, {"kind": "harmful", "investigation": "conduct", **why})
    sighting.refresh_from_db()
    assert (sighting.reason, sighting.investigation) == ("It may be gone tomorrow", "conduct")
    assert sighting.is_outstanding
    step = page_of(sighting, "platform/")
    assert hughes.post(step, {"said": "not_told"}).status_code == 422
    hughes.post(step, {"said": "not_told", "why_not": "It breaks no rule of the site"})
    assert "It breaks no rule" in hughes.get(page_of(sighting)).content.decode()
