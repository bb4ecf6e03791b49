"""The facts about the five policies that come with their rulebooks, as everybody reads them."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.councils.rulebook import shipped
from policies.documents.digest import digest_of
from policies.documents.models import Policy, Scope, Version
from policies.documents.opening import shipped_policy

FIVE = ("dunstable", "leighton-linslade", "flitwick", "heanor-loscoe", "ludlow")


def set_up(rulebook: str) -> Council:
    return create_council(
        name=rulebook.title(),
        slug=rulebook,
        email=f"office@{rulebook}.example",
        rulebook=rulebook,
        in_force_from=date(2026, 6, 1),
        actor=None,
    )


def page_of(council: Council, path: str = "") -> str:
    """The policy's public page, for somebody who has not signed in."""
    policy = Policy.objects.get(council=council)
    response = Client().get(f"/c/{council.slug}/policies/{policy.slug}/{path}")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


@pytest.mark.parametrize("rulebook", FIVE)
def test_a_council_begins_with_its_policy(db: None, rulebook: str) -> None:
    council, book = set_up(rulebook), shipped(rulebook)
    policy = Policy.objects.get(council=council)
    version = policy.version_on(date(2026, 6, 1))
    assert version and policy.carries_rules and policy.owner
    assert policy.owner.key == book.proper_officer
    assert version.digest == digest_of(version)
    assert version.written_by is None and version.text == "" and version.awaits_words
    clauses = [ref for ref in book.clauses if "-gap-" not in ref]
    assert [clause["ref"] for clause in version.clauses_json] == clauses
    # What a scope or a part cites, this council's own policy says.
    cited = Scope.objects.filter(policy=policy).values_list("clause", flat=True)
    assert cited and set(cited) <= set(clauses)
    page = page_of(council)
    assert "text has not been put in here" in page and clauses[0] in page


def test_the_starter_brings_no_policy(db: None) -> None:
    council = set_up("starter")
    assert not Policy.objects.exists() and shipped_policy("starter") is None
    page = Client().get(f"/c/{council.slug}/policies/").content.decode()
    assert "has published no policy here yet" in page


@pytest.mark.clause("DTC-header-a")
def test_dunstable_keeps_the_month_and_makes_up_no_day(db: None) -> None:
    page = page_of(set_up("dunstable"))
    assert "October 2025" in page and "1 October 2025" not in page
    assert "The document does not say by whom, or when" in page
    assert 'Kept here from </dt> <dd class="govuk-summary-list__value"> 1 June 2026' in page


@pytest.mark.clause("DTC-leg-a", "DTC-leg-b")
def test_dunstable_lists_its_laws_and_what_it_is_read_with(db: None) -> None:
    council = set_up("dunstable")
    policy, page = Policy.objects.get(council=council), page_of(council)
    laws = [law.title for law in policy.laws.all()]
    assert len(laws) == 6 and "Online Safety Act 2023" in laws
    related = [one.title for one in policy.related.all()]
    assert set(related) == {"Code of Conduct", "Safeguarding Policy", "Dignity at Work Policy"}
    for title in [*laws, *related]:
        assert title in page
    assert "https://www.legislation.gov.uk/ukpga/2023/50/contents" in page


@pytest.mark.clause("LLTC-2.6-a")
def test_leighton_linslade_is_read_with_five_and_leaves_councillors_out(db: None) -> None:
    council = set_up("leighton-linslade")
    policy, page = Policy.objects.get(council=council), page_of(council)
    related = [one.title for one in policy.related.all()]
    assert len(related) == 5 and all(title in page for title in related)
    left_out = policy.scopes.filter(binds=Scope.Binds.EXCLUDED).values_list("category", flat=True)
    assert set(left_out) == {"councillor", "co_opted"}
    assert "Whom it leaves out</dt>" in page and "LLTC-2.3-a" in page


@pytest.mark.clause("HLTC-rel-1", "HLTC-end-1")
def test_heanor_and_loscoe_is_read_with_three(db: None) -> None:
    page = page_of(set_up("heanor-loscoe"))
    together = page.split("Read together with")[1].split("</ul>")[0]
    assert together.count("<li>") == 3
    for title in ("Standing Orders", "Code of Conduct for Members", "Data Protection Act 2018"):
        assert title in together
    assert "By the Town Council on 9 April 2026" in page


@pytest.mark.clause("FTC-C-1", "FTC-10-a")
def test_flitwick_lists_its_laws_and_who_has_a_part(db: None) -> None:
    page = page_of(set_up("flitwick"))
    laws = page.split("Law and guidance")[1].split("</ul>")[0]
    assert laws.count("<li>") == 14 and "Article 10" in laws
    assert "courts decide that in each case" in laws
    parts = page.split("Who has a part in it")[1].split("</dl>")[0]
    for kind, who in (
        ("Responsible", "Town Council and committees"),
        ("Accountable", "Town Clerk"),
        ("Consulted", "Town councillors and committee members"),
        ("Informed", "All council employees"),
        ("Informed", "All contractors"),
    ):
        assert kind in parts and who in parts
    # Two categories of people under one name are one line of the table.
    assert parts.count("Town councillors and committee members") == 1


@pytest.mark.clause("FTC-D-1")
def test_flitwick_offers_two_disclaimers_to_copy(db: None) -> None:
    council = set_up("flitwick")
    page = unescape(Client().get("/c/flitwick/policies/disclaimers/").content.decode())
    words = Policy.objects.get(council=council).disclaimers.splitlines()
    assert len(words) == 2 and page.count("data-copy=") == 2
    assert all(line in page for line in words)
    assert "/c/flitwick/policies/disclaimers/" in page_of(council)
    # Ludlow's names none.
    set_up("ludlow")
    page = Client().get("/c/ludlow/policies/disclaimers/").content.decode()
    assert "has published no disclaimers" in page


@pytest.mark.clause("LTC-header-a", "LTC-header-c", "LTC-header-d")
def test_ludlow_shows_its_number_chain_and_approval(db: None) -> None:
    council = set_up("ludlow")
    page = page_of(council)
    assert "SM / 23 / v.4" in page
    assert "By Full Council on 20 April 2026" in page and "April 2029" in page
    chain = page.split("In place of</dt>")[1].split("</ul>")[0]
    assert "V.2</a> (11 December 2023)" in chain and "V.1</a> (19 March 2018)" in chain
    assert chain.index("V.2") < chain.index("V.1") and "V.3" not in page
    past = page_of(council, "versions/v-2/")
    assert "replaced on Monday 20 April 2026" in past
    assert list(Version.objects.order_by("number").values_list("label", flat=True)) == [
        *("V.1", "V.2", "v.4")
    ]


@pytest.mark.clause("LTC-6-a")
def test_ludlow_names_seven_documents_and_everybody_reads_the_house_rules(db: None) -> None:
    council = set_up("ludlow")
    assert Policy.objects.get(council=council).related.count() == 7
    assert "Social Media Terms of Use" in page_of(council)
    front = Client().get("/c/ludlow/").content.decode()
    assert "/c/ludlow/policies/house-rules/" in front
    rules = Client().get("/c/ludlow/policies/house-rules/")
    assert rules.status_code == 200 and "House rules" in rules.content.decode()
