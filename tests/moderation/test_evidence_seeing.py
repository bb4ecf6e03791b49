"""Evidence once saved: hidden until opened, seen by whom the rules let, and confirmed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from moderation.evidence.actions import agree_to_destruction
from moderation.evidence.models import Confirmation, Destruction
from moderation.evidence.seeing import SEERS
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.councilsm.files.samples import snapshot, upload
from tests.moderation.capturing import (
    PDF,
    add,
    address,
    an_item,
    asked,
    captured,
    flip_a_byte,
    opened,
)

As = Callable[[Person], Client]


def test_it_is_hidden_until_opened_and_opening_is_on_the_trail(cast: Cast, as_: As) -> None:
    evidence = captured(cast, data=snapshot())
    browser = as_(cast.cora)
    assert "preview/" not in browser.get(address("", evidence)).content.decode()
    for name in ("preview/", "original/"):
        assert browser.get(address(name, evidence)).status_code == 403
    assert browser.get(address("open/", evidence)).status_code == 405
    opened(browser, evidence)
    assert "preview/" in browser.get(address("", evidence)).content.decode()
    shown = browser.get(address("preview/", evidence))
    original = browser.get(address("original/", evidence))
    assert original.content == snapshot()
    assert b"SecretCameraMaker" not in shown.content
    assert original["Content-Disposition"] == 'attachment; filename="shot.jpg"'
    assert original["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in original["Cache-Control"]
    event = AuditEvent.objects.get(verb="evidence.opened")
    assert (event.actor_id, event.object_id) == (cast.cora.pk, evidence.pk)
    # It is open for her alone, and not for long.
    assert as_(cast.priya).get(address("preview/", evidence)).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert browser.get(address("preview/", evidence)).status_code == 403


def test_nobody_else_gets_at_it(cast: Cast, as_: As) -> None:
    evidence = captured(cast)
    cora = opened(as_(cast.cora), evidence)
    for person, status in ((cast.oscar, 404), (cast.leo, 404), (cast.ana, 403), (cast.rita, 403)):
        assert as_(person).post(address("open/", evidence)).status_code == status
        assert as_(person).get(address("original/", evidence)).status_code == status
    in_barham = f"/c/barham/moderation/evidence/{evidence.uid}/"
    assert as_(cast.oscar).get(in_barham).status_code == 404
    cast.cora.memberships.update(ends_on=timezone.now().date() - timedelta(days=1))
    assert cora.get(address("original/", evidence)).status_code == 404


def test_what_is_restricted_is_seen_only_by_those_whom_its_case_lets(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = captured(cast, an_item(cast, restricted=True))
    assert as_(cast.cora).get(address("", evidence)).status_code == 404
    assert as_(cast.cora).post(address("open/", evidence)).status_code == 404
    number = evidence.item.number if evidence.item else 0
    assert add(as_(cast.cora), number, captures=[upload(PDF, "a.pdf")]).status_code == 404
    who = {cast.ana, cast.priya}
    seers = [lambda membership, of: membership.person in who and of.item_id == evidence.item_id]
    monkeypatch.setattr("moderation.evidence.seeing.SEERS", [*SEERS, *seers])
    assert as_(cast.cora).get(address("", evidence)).status_code == 404
    browser = opened(as_(cast.ana), evidence)
    assert browser.get(address("preview/", evidence)).status_code == 200
    # Cora may agree to a destruction, but not to that of what she cannot see.
    with pytest.raises(RuleBroken):
        asked(cast, evidence, actor=cast.cora)
    asked(cast, evidence)
    address_of_it = "/c/ashford/moderation/evidence/DE-0001/"
    assert as_(cast.cora).get(address_of_it).status_code == 404
    assert "DE-0001" not in as_(cast.cora).get("/c/ashford/moderation/evidence/").content.decode()
    with pytest.raises(RuleBroken):
        agree_to_destruction(destruction=Destruction.objects.get(), actor=cast.cora)
    assert "DE-0001" not in as_(cast.cora).get("/c/ashford/home/").content.decode()
    # Of those who can, nobody has a duty for it, so that it takes one of them.
    assert "DE-0001" in browser.get("/c/ashford/home/").content.decode()
    assert browser.post(address_of_it, {"agree": "yes"}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.destroyed_at


def test_a_second_person_confirms_it_after_looking(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"evidence_confirmed": chosen(True)})
    evidence = captured(cast)
    confirm = address("confirm/", evidence)
    cora = opened(as_(cast.cora), evidence)
    assert "Not confirmed yet" in cora.get(address("", evidence)).content.decode()
    answer = cora.post(confirm, {"note": ""})
    assert answer.status_code == 409
    assert "minute 24/101" in answer.content.decode()
    priya = as_(cast.priya)
    priya.post(confirm, {"note": "I saw it"})  # without having looked
    assert not Confirmation.objects.exists()
    opened(priya, evidence)
    assert priya.post(confirm, {"note": "I saw it"}).status_code == 302
    page = cora.get(address("", evidence)).content.decode()
    assert "Confirmed by Priya" in page
    assert priya.post(confirm, {}).status_code == 409


def test_what_is_found_changed_when_it_is_opened_is_not_shown(cast: Cast, as_: As) -> None:
    evidence = captured(cast)
    browser = opened(as_(cast.cora), evidence)
    flip_a_byte(evidence)
    assert browser.get(address("original/", evidence)).status_code == 404
    assert AuditEvent.objects.filter(verb="evidence.spoiled", object_id=evidence.pk).exists()
    assert "is not what was captured" in browser.get(address("", evidence)).content.decode()
    assert browser.post(address("open/", evidence)).status_code == 409
