"""The demonstration shows something of everything, made by the actions that people use."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from accounts.councils.models import Council
from accounts.people.demo import demo_sign_ins
from accounts.people.models import Person
from councilsm.audit.verification import chains, first_fault
from councilsm.duties import Duty
from moderation.checks.findings import run_checks
from moderation.demo import COUNCILS, load_demo
from moderation.demo.locum import COUNCILS as LOCUM_AT
from moderation.drafts.models import Draft

As = Callable[[Person], Client]

#: What each page shows to the clerk: words that are only there because of the example.
SHOWS = {
    "/c/flitwick/approvals/": ("Market day road closure", "Summer fair on the green"),
    "/c/flitwick/drafts/": ("Changes requested", "Waiting for approval", "Posted"),
    "/c/flitwick/drafts/D-0004/decide/": (
        "Check this",
        "07700 900142",
        "It is the events telephone.",
        "Four market stalls",
        "Ella Martin (under 18), by Kate Martin",
    ),
    "/c/flitwick/permissions/": ("C-0001", "Ella Martin"),
    "/c/flitwick/ideas/": ("Litter pick at Flitwick Wood",),
    "/c/flitwick/standing-approvals/": ("Road closures", "In force"),
    "/c/flitwick/posts/": ("Not approved beforehand", "To be taken down"),
    "/c/flitwick/posts/changes/": ("Take it down",),
    "/c/flitwick/team/": ("Beth Howe", "Awaiting"),
    "/c/flitwick/devices/": ("Own telephone",),
    "/c/flitwick/leavers/": ("L-0001 Ben Carter", "2 of 7 done", "Risk"),
    "/c/flitwick/leavers/?show=closed": ("L-0002 Kim Doyle", "1 late"),
    "/c/leighton-linslade/access/A-0005/": ("Kofi Mensah", "10 June", "15 June", "carnival"),
    "/c/little-wickham/people/": ("Ruth Adeyemi", "Walter Hobbs"),
    "/c/little-wickham/home/": ("1 scheduled post to cancel on the platform", "3 rules to look at"),
    "/c/little-wickham/policies/manage/": ("2 to read", "3 of 5", "2027: in consultation"),
    "/c/little-wickham/policies/manage/social-media-policy/versions/2027/": (
        "Cllr Nair asks for a telephone number",
        "Still to answer, by",
        ": The allotment society.",
    ),
    "/c/little-wickham/policies/manage/social-media-policy/versions/2026/compare/": (
        "From 2024 to 2026",
        "Whoever goes on after a warning",
    ),
    "/c/little-wickham/policies/manage/social-media-policy/versions/2026/rules/": (
        "3 rules to look at.",
        "Who authorises a correction",
    ),
    "/c/little-wickham/policies/clauses/LW-2/": ("Who authorises a new post", "D-0001"),
    "/c/little-wickham/policy-reviews/": (
        "Due soon",
        "In date",
        "Likely to fall in a pre-election",
    ),
    "/c/little-wickham/policy-reviews/photographs-of-people/": (
        "it stays as it is",
        "Minute demo 3",
        "Facebook marks pictures",
    ),
    "/c/little-wickham/reading/all/?policy=social-media-policy": (
        "Cllr Alan Pike",
        "To read",
        "Signed on paper: Office, personnel folder, sheet 9",
        "“Authorise posts” rests from",
    ),
    "/c/little-wickham/training/": ("Using social media responsibly",),
    "/c/little-wickham/pre-election/PE-0002/": (
        "Winners of the garden competition",
        "Scheduled on the platform",
        "facebook.com/alanpike.littlewickham",
    ),
    "/c/little-wickham/pre-election/": ("PE-0001 Referendum or parish poll", "To come"),
    "/c/flitwick/moderation/": ("M-0004", "To confirm on the platform", "No action", "Hidden"),
    "/c/flitwick/moderation/?reason=offensive": ("Offensive or discriminatory",),
    "/c/flitwick/enquiries/": ("Cracked swing",),
    "/c/flitwick/enquiries/replies/": ("Potholes",),
    "/c/flitwick/cases/": ("RC-0001",),
    "/c/flitwick/blocks/": ("bins_and_lies", "Blocked there", "Offensive or discriminatory"),
    "/c/flitwick/blocks/?show=mismatched": ("night.shouter", "Still blocked there"),
    "/c/flitwick/blocks/?show=proposed": ("parking.rage",),
    "/c/dunstable/moderation/?show=no_reference": ("Reported to the platform",),
    "/c/dunstable/unblock-requests/": ("U-0001", "B-0001", "To find"),
    "/c/dunstable/drafts/D-0001/": ("May we name the company?",),
    "/c/heanor-loscoe/drafts/D-0001/decide/": ("Your policy speaks of councillors only.",),
}


#: What the registers of every council show to its clerk.
REGISTERS = {
    "accounts/": ("Main page",),
    "accounts/gaps/": ("Former webmaster has ended here", "The council accepts it until"),
    "access/?show=in_force": ("Meta Business Suite", "Task access"),
    "access/?show=found": ("J Smith",),
    "access/?show=to_remove": ("Former webmaster",),
    "training/": ("Using social media responsibly",),
    "devices/": ("Office laptop",),
}


@pytest.fixture
def demo(db: None, settings: Any, tmp_path: Path) -> list[Council]:
    """The demonstration, its files in a folder of their own."""
    kept: dict[str, Any] = configured.STORAGES
    settings.STORAGES = kept | {"files": kept["files"] | {"OPTIONS": {"location": tmp_path}}}
    settings.DEMO = True
    return load_demo()


def test_it_shows_something_of_everything(demo: list[Council], as_: As) -> None:
    assert [council.slug for council in demo] == [made.slug for made in COUNCILS]
    for url, words in SHOWS.items():
        slug = url.split("/")[2]
        response = as_(Person.objects.get(email=f"clerk@{slug}.example")).get(url)
        page = " ".join(response.content.decode().split())
        for said in words:
            assert said in page, f"{url}: {said}"
    assert [first_fault(chain) for chain in chains()] == [None] * len(chains())
    assert load_demo() == [], "a second start makes nothing"


def test_every_council_shows_its_registers(demo: list[Council], as_: As) -> None:
    for council in demo:
        clerk = as_(Person.objects.get(email=f"clerk@{council.slug}.example"))
        for page, words in REGISTERS.items():
            said = " ".join(clerk.get(f"/c/{council.slug}/{page}").content.decode().split())
            for word in words:
                assert word in said, f"{council.slug}/{page}: {word}"


def test_its_drafts_hold_no_fault_that_nobody_meant(demo: list[Council]) -> None:
    for draft in Draft.objects.select_related("council", "current"):
        assert draft.current
        found = {finding["check"] for finding in draft.current.findings}
        assert found <= {"Telephone numbers"}, draft
    waiting = Draft.objects.get(council__slug="flitwick", number=4)
    assert waiting.current
    assert not run_checks(waiting.current.content, waiting.council).must_fix


def test_flitwick_has_an_auditor_who_only_reads(demo: list[Council], as_: As) -> None:
    flitwick = Council.objects.get(slug="flitwick")
    auditor = Person.objects.get(email="auditor@flitwick.example")
    found = auditor.membership_at(flitwick)
    assert found and set(found.duties) == {Duty.SUBMIT_DRAFTS, Duty.READ_TRAIL}
    assert as_(auditor).get("/c/flitwick/trail/").status_code == 200


def test_everybody_in_it_can_sign_in(demo: list[Council]) -> None:
    more = len(LOCUM_AT) + len(["Ben, who leaves"])
    assert len(demo_sign_ins()) == sum(len(council.people) for council in COUNCILS) + more
