"""Reading policies: who is asked, saying so in one's own name, on paper, and who sees whose."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from policies.acknowledgements.actions import acknowledge
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.questions import to_read
from policies.documents.models import Policy, Version
from tests.accounts.absenting import member
from tests.cast import BEGAN, Cast, a_member
from tests.policies.reading import ALL, READING, page_of, said, to_be_read
from tests.policies.writing import a_policy, an_adopted_version, binds, read_for

As = Callable[[Person], Client]


@pytest.fixture
def version(cast: Cast) -> Version:
    return to_be_read(cast)


@pytest.mark.clause("LLTC-4.1-a", "LLTC-2.2-a")
def test_somebody_reads_and_says_so(cast: Cast, as_: As, version: Version) -> None:
    ana = as_(cast.ana)
    home = ana.get("/c/ashford/home/").content.decode()
    assert f"Please read: {version.policy}, {version.label}" in home and page_of(version) in home
    page = ana.get(page_of(version)).content.decode()
    assert "The clerk lets posts out." in page and version.digest in page
    assert ana.post(page_of(version), said(version)).status_code == 302
    done = Acknowledgement.objects.get()
    assert (done.membership, done.recorded_by) == (member(cast.ana), cast.ana)
    assert (done.digest, done.read_on) == (version.digest, today())
    assert AuditEvent.objects.filter(verb="policy.read", actor_id=cast.ana.pk).count() == 1
    assert "Please read" not in ana.get("/c/ashford/home/").content.decode()
    page = ana.get(page_of(version)).content.decode()
    assert "You said that you have read it" in page and "<form method" not in page.split("main")[1]


def test_the_box_must_be_ticked(cast: Cast, as_: As, version: Version) -> None:
    answer = as_(cast.ana).post(page_of(version), {"digest": version.digest})
    assert answer.status_code == 422
    assert "Tick the box once you have read the policy" in answer.content.decode()
    assert not Acknowledgement.objects.exists()


def test_sent_twice_it_is_said_once(cast: Cast, as_: As, version: Version) -> None:
    ana = as_(cast.ana)
    assert ana.post(page_of(version), said(version)).status_code == 302
    assert ana.post(page_of(version), said(version)).status_code == 302
    assert Acknowledgement.objects.count() == 1


@pytest.mark.clause("LLTC-4.1-a")
def test_a_new_version_opens_it_again_and_the_old_page_is_refused(
    cast: Cast, as_: As, version: Version
) -> None:
    ana = as_(cast.ana)
    ana.get(page_of(version))
    new = an_adopted_version(version.policy, "v.2", text="Other words", effective_from=today())
    answer = ana.post(page_of(version), said(version))
    words = answer.content.decode()
    assert answer.status_code == 409 and "v.2 is in force since" in words
    assert page_of(new) in words
    assert not Acknowledgement.objects.exists()
    # Whoever had read the one before is asked again.
    before = member(cast.cora)
    Acknowledgement.objects.create(
        council=cast.ashford,
        version=version,
        membership=before,
        digest=version.digest,
        read_on=today(),
        recorded_by=cast.cora,
    )
    assert to_read(before, today()) == [new]


def test_other_words_are_refused(cast: Cast, as_: As, version: Version) -> None:
    answer = as_(cast.ana).post(page_of(version), said(version, digest="0" * 64))
    assert answer.status_code == 409
    assert "These are not the words that were on your page" in answer.content.decode()


@pytest.mark.parametrize("what", ["draft", "coming", "withdrawn", "without words"])
def test_only_what_is_in_force_is_asked(cast: Cast, as_: As, version: Version, what: str) -> None:
    policy, label = version.policy, version.label
    match what:
        case "coming":
            version = an_adopted_version(policy, "v.2", effective_from=today() + timedelta(days=1))
        case "withdrawn":
            Policy.objects.update(withdrawn_on=today())
        case "without words":
            version = an_adopted_version(policy, "v.2", text="", effective_from=today())
        case "draft":
            other = a_policy(cast.ashford, "Another policy")
            binds(other)
            version = other.versions.create(
                council=cast.ashford, policy=other, number=1, label="v.1", slug="v-1", text="Words"
            )
    home = as_(cast.ana).get("/c/ashford/home/").content.decode()
    assert (f"Please read: {policy}, {label}" in home) is (what in {"draft", "coming"})
    assert home.count("Please read") == (what in {"draft", "coming"})
    answer = as_(cast.ana).post(page_of(version), said(version))
    assert answer.status_code == (404 if what == "draft" else 409)
    assert not Acknowledgement.objects.exists()


@pytest.mark.clause("LLTC-2.3-a", "DTC-scope-a")
def test_whom_a_policy_leaves_out_is_never_asked(cast: Cast, as_: As, version: Version) -> None:
    read_for(version.policy, "submit_drafts")  # not even for a duty
    dev = as_(cast.dev)
    assert "Please read" not in dev.get("/c/ashford/home/").content.decode()
    assert "leaves you out" in dev.get(page_of(version)).content.decode()
    answer = dev.post(page_of(version), said(version))
    assert answer.status_code == 409
    assert "leaves out whoever belongs to the council as: councillor" in answer.content.decode()
    # Where it binds councillors, it is the other way round.
    version.policy.scopes.filter(category="councillor").update(binds="binding")
    assert dev.post(page_of(version), said(version)).status_code == 302


@pytest.mark.clause("DTC-scope-a")
@pytest.mark.parametrize("category", ["volunteer", "provider", "casual", "intern"])
def test_whoever_a_policy_binds_is_asked(
    cast: Cast, as_: As, version: Version, category: str
) -> None:
    volunteer = a_member(cast.ashford, "Vera", category=category)
    assert "Please read" not in as_(volunteer).get("/c/ashford/home/").content.decode()
    binds(version.policy, category)
    assert "Please read" in as_(volunteer).get("/c/ashford/home/").content.decode()
    assert as_(volunteer).post(page_of(version), said(version)).status_code == 302


@pytest.mark.clause("HLTC-purpose-1")
def test_a_policy_for_councillors_asks_them_alone(cast: Cast, as_: As, version: Version) -> None:
    version.policy.scopes.all().delete()
    binds(version.policy, "councillor")
    assert as_(cast.ana).post(page_of(version), said(version)).status_code == 409
    assert "Please read" not in as_(cast.ana).get("/c/ashford/home/").content.decode()
    assert "Please read" in as_(cast.dev).get("/c/ashford/home/").content.decode()
    assert as_(cast.dev).post(page_of(version), said(version)).status_code == 302


@pytest.mark.clause("LTC-3-a")
def test_guidance_is_shown_and_not_asked(cast: Cast, as_: As, version: Version) -> None:
    version.policy.scopes.filter(category="councillor").update(binds="guidance")
    dev = as_(cast.dev)
    assert "For your guidance" in dev.get(READING).content.decode()
    assert "This policy is guidance for you" in dev.get(page_of(version)).content.decode()
    assert dev.post(page_of(version), said(version)).status_code == 409
    read_for(version.policy, "submit_drafts")
    assert dev.post(page_of(version), said(version)).status_code == 302


def test_nobody_says_it_for_another(cast: Cast, version: Version) -> None:
    with pytest.raises(RuleBroken, match="for themself"):
        acknowledge(
            version=version, membership=member(cast.ana), digest=version.digest, actor=cast.adam
        )


@pytest.mark.parametrize("how", ["left", "kept out", "to come"])
def test_who_does_not_belong_today_says_nothing(
    cast: Cast, as_: As, version: Version, how: str
) -> None:
    yesterday = today() - timedelta(days=1)
    columns: dict[str, dict[str, Any]] = {
        "left": {"ends_on": yesterday},
        "kept out": {"closes_at": "2026-01-01T00:00Z"},
        "to come": {"starts_on": today() + timedelta(days=1)},
    }
    theirs = Membership.objects.filter(pk=member(cast.ana).pk)
    theirs.update(**columns[how])
    assert as_(cast.ana).post(page_of(version), said(version)).status_code == 404
    with pytest.raises(RuleBroken, match="does not belong to the council today"):
        acknowledge(version=version, membership=theirs.get(), digest=version.digest, actor=cast.ana)
    assert "Ana" not in as_(cast.adam).get(f"{ALL}?by=people").content.decode()


def test_it_is_never_changed_nor_deleted(cast: Cast, as_: As, version: Version) -> None:
    from django.db import DatabaseError, transaction

    as_(cast.ana).post(page_of(version), said(version))
    done = Acknowledgement.objects.all()
    for change in (done.delete, lambda: done.update(read_on=BEGAN)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
