"""Reading policies: who is asked, saying so in one's own name, on paper, and who sees whose."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Membership, Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from policies.acknowledgements.actions import acknowledge, record_on_paper
from policies.acknowledgements.models import Acknowledgement
from policies.acknowledgements.questions import rows, to_read
from policies.documents.models import Policy, Version
from tests.accounts.absenting import member
from tests.cast import BEGAN, Cast, a_member
from tests.councilsm.files.samples import a_file
from tests.policies.reading import to_be_read
from tests.policies.writing import a_policy, an_adopted_version, binds, read_for

As = Callable[[Person], Client]
READING = "/c/ashford/reading/"
ALL = f"{READING}all/"


@pytest.fixture
def version(cast: Cast) -> Version:
    return to_be_read(cast)


def page_of(version: Version) -> str:
    return f"{READING}{version.policy.slug}/{version.slug}/"


def said(version: Version, **more: str) -> dict[str, str]:
    """The box ticked, below the words of a version."""
    return {"read": "on", "digest": version.digest, **more}


def signed(membership: Membership, **more: Any) -> dict[str, Any]:
    """A paper that somebody signed today."""
    day = today()
    return {
        "membership": str(membership.pk),
        **{"read_on_day": day.day, "read_on_month": day.month, "read_on_year": day.year},
        "paper_reference": "Personnel file 7",
        **more,
    }


def unsigned(cast: Cast, name: str = "Gus", **columns: Any) -> Membership:
    """Somebody of the grounds staff, without a sign-in."""
    a_member(cast.ashford, name)
    found = Membership.objects.filter(person__name=name)
    found.update(**{"can_sign_in": False, **columns})
    return found.get()


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


@pytest.mark.clause("LLTC-5.1-a")
def test_a_manager_sees_their_own_team_alone(cast: Cast, as_: As, version: Version) -> None:
    """Cora's office manages Ana; Priya's, who manages nobody, sees nobody."""
    office = Office.objects.get(council=cast.ashford, key="comms-officer")
    Membership.objects.filter(pk=member(cast.ana).pk).update(line_manager=office)
    cora = as_(cast.cora)
    page = cora.get(READING).content.decode()
    team = page.split('id="team"')[1]
    assert "Ana" in team and "Priya" not in team and "Rita" not in team
    home = cora.get("/c/ashford/home/").content.decode()
    assert "1 person of your team still to read a policy" in home
    assert cora.get(ALL).status_code == 403
    assert 'id="team"' not in as_(cast.priya).get(READING).content.decode()
    as_(cast.ana).post(page_of(version), said(version))
    page = cora.get(READING).content.decode()
    assert "Everybody in your team has read what they must" in page
    assert "of your team" not in cora.get("/c/ashford/home/").content.decode()


def test_everybody_is_seen_by_who_keeps_policies_or_people_or_reads_the_trail(
    cast: Cast, as_: As, version: Version
) -> None:
    for person in (cast.adam, cast.rita):
        page = as_(person).get(f"{ALL}?by=people").content.decode()
        assert all(name in page for name in ("Ana", "Priya", "Cora"))
        assert "Cllr Dev" not in page and "Leo" not in page
    page = as_(cast.adam).get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert "Cllr Dev" in page and "Left out" in page and page.count(">Late<") == 0
    as_(cast.ana).post(page_of(version), said(version))
    unread = f"{ALL}?policy={version.policy.slug}&show=unread"
    assert "Ana" not in as_(cast.adam).get(unread).content.decode()
    assert "5 people still to read a policy" not in as_(cast.ana).get(READING).content.decode()
    assert "4 to read" in as_(cast.adam).get(ALL).content.decode()


def test_somebody_without_a_sign_in_signs_on_paper(cast: Cast, as_: As, version: Version) -> None:
    gus, adam, url = unsigned(cast), as_(cast.adam), f"{page_of(version)}paper/"
    assert url in adam.get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert adam.post(url, signed(gus, paper_reference="")).status_code == 422
    tomorrow = today() + timedelta(days=1)
    assert adam.post(url, signed(gus, read_on_year=tomorrow.year + 1)).status_code == 422
    assert adam.post(url, signed(member(cast.ana))).status_code == 422  # she signs in
    assert as_(cast.rita).post(url, signed(gus)).status_code == 403
    assert not Acknowledgement.objects.exists()
    assert adam.post(url, signed(gus)).status_code == 302
    done = Acknowledgement.objects.get()
    assert (done.membership, done.recorded_by) == (gus, cast.adam)
    assert AuditEvent.objects.filter(verb="policy.read_on_paper").count() == 1
    page = adam.get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert "Signed on paper: Personnel file 7" in page


def test_a_scan_is_kept_with_it(cast: Cast, as_: As, version: Version) -> None:
    gus, adam = unsigned(cast), as_(cast.adam)
    scan = a_file(cast)
    answer = adam.post(
        f"{page_of(version)}paper/", signed(gus, paper_reference="", scan_kept=scan.digest)
    )
    assert answer.status_code == 302
    assert Acknowledgement.objects.get().scan == scan
    page = adam.get(f"{ALL}?policy={version.policy.slug}").content.decode()
    assert f"/files/{scan.digest}/" in page


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"category": "councillor"}, "leaves out"),
        ({"can_sign_in": True}, "signs in here"),
        ({"category": "volunteer"}, "does not bind"),
        ({"ends_on": date(2026, 1, 1)}, "does not belong"),
    ],
)
def test_paper_of_whom_nobody_asks_is_refused(
    cast: Cast, version: Version, columns: dict[str, Any], words: str
) -> None:
    gus = unsigned(cast, **{"can_sign_in": False, **columns})
    with pytest.raises(RuleBroken, match=words):
        record_on_paper(
            version=version,
            membership=gus,
            read_on=today(),
            paper_reference="File 7",
            actor=cast.adam,
        )


@pytest.mark.parametrize(
    ("read_on", "words"),
    [
        (BEGAN - timedelta(days=1), "began on"),
        (date(2026, 2, 28), "approved only later: March 2026"),
        (today() + timedelta(days=1), "in the future"),
    ],
)
def test_a_day_on_paper_that_cannot_be(
    cast: Cast, version: Version, read_on: date, words: str
) -> None:
    new = an_adopted_version(
        version.policy, "v.2", approved_on="2026-03", effective_from=date(2026, 4, 1)
    )
    with pytest.raises(RuleBroken, match=words):
        record_on_paper(
            version=new,
            membership=unsigned(cast),
            read_on=read_on,
            paper_reference="File 7",
            actor=cast.adam,
        )


def test_a_joiner_is_asked_and_nobody_of_another_council(
    cast: Cast, as_: As, version: Version
) -> None:
    a_member(cast.ashford, "Noor")
    assert "Noor" in as_(cast.adam).get(f"{ALL}?by=people").content.decode()
    assert as_(cast.oscar).get(page_of(version)).status_code == 404
    theirs = page_of(version).replace("ashford", "barham")
    assert as_(cast.oscar).get(theirs).status_code == 404


def test_the_record_of_a_person_shows_it_beside_training(
    cast: Cast, as_: As, version: Version
) -> None:
    record = f"/c/ashford/people/{member(cast.ana).pk}/record/"
    adam = as_(cast.adam)
    page = adam.get(record).content.decode()
    assert f"{version.policy.title}, {version.label}" in page
    assert f"Reading: {version.policy.title}" in page
    as_(cast.ana).post(page_of(version), said(version))
    an_adopted_version(version.policy, "v.2", effective_from=today())
    page = adam.get(record).content.decode()
    assert "It is not the version in force" in page and "v.2" in page


def test_the_list_of_training_shows_it(cast: Cast, as_: As, version: Version) -> None:
    training = "/c/ashford/training/"
    page = as_(cast.ana).get(training).content.decode()
    assert "Policies read" in page and version.policy.title in page and "1 to read" in page
    as_(cast.ana).post(page_of(version), said(version))
    page = as_(cast.ana).get(training).content.decode()
    assert "1 to read" not in page and ">Read<" in page


def test_the_library_says_how_many_have(cast: Cast, as_: As, version: Version) -> None:
    as_(cast.ana).post(page_of(version), said(version))
    library = "/c/ashford/policies/manage/"
    page = as_(cast.adam).get(library).content.decode()
    assert "1 of 5" in page and f"{ALL}?policy={version.policy.slug}" in page
    assert "1 of 5" not in as_(cast.ana).get(library).content.decode()


def test_the_list_by_person_is_paged(cast: Cast, as_: As, version: Version) -> None:
    """Everybody whom Home counts is on one of its pages, once."""
    for number in range(40):
        a_member(cast.ashford, f"Worker {number:02}")
    adam, named = as_(cast.adam), []
    home = adam.get("/c/ashford/home/").content.decode()
    url = f"{ALL}?by=people"
    while url:
        page = adam.get(url)
        assert "Who has read what" in page.content.decode()
        named += [membership.goes_by for membership, _ in page.context["rows"]]
        assert len(page.context["rows"]) <= 25 and "of 45" in page.content.decode()
        older = page.context["page"].older_url
        url = older and ALL + older
    assert len(named) == len(set(named)) == 45 and named == sorted(named)
    assert "45 people still to read a policy" in home


def test_the_pages_ask_little(cast: Cast, as_: As, queries: Any) -> None:
    """20 policies and 50 people: as many questions as of one."""
    for number in range(20):
        policy = a_policy(cast.ashford, f"Policy {number}")
        binds(policy)
        read_for(policy, "record_posts")
        an_adopted_version(policy)
    for number in range(45):
        a_member(cast.ashford, f"Worker {number:02}")
    office = Office.objects.get(council=cast.ashford, key="administrator")
    Membership.objects.filter(council=cast.ashford).update(line_manager=office)
    adam = as_(cast.adam)
    adam.get("/c/ashford/policies/manage/")  # what is read once a process
    pages = {
        ALL: 7,
        f"{ALL}?by=people": 6,
        f"{ALL}?policy=policy-3": 10,
        f"{ALL}?policy=policy-3&show=unread": 9,
        READING: 11,
        "/c/ashford/reading/policy-3/v-1/": 9,
        "/c/ashford/policies/manage/": 10,
        "/c/ashford/policies/manage/policy-3/": 12,
    }
    for url, most in pages.items():
        with queries(at_most=most):
            page = adam.get(url)
        assert page.status_code == 200
    assert len(rows(cast.ashford, [member(cast.ana)], today())[0].missing) == 20
