"""What is set of a policy as a whole, on a page each: what two keepers do there at once, rings."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from policies.documents.actions import set_duties
from policies.documents.listed import Said, readers_said
from policies.documents.models import Policy
from tests.cast import Cast
from tests.policies.writing import MANAGE, a_policy, in_rows

As = Callable[[Person], Client]
POLICY = f"{MANAGE}social-media-policy/"
TITLE = {"title": "Social media policy", "audience": "public"}
#: By page: what one keeper sends, and what another does who opened it before. The second's words
#: differ from the first's in the last value.
PAGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "edit": (
        {**TITLE, "reference": "SM / 23"},
        {**TITLE, "disclaimers": "My own view."},
    ),
    "scope": (
        {"binds_employee": "binding", "duties": ["record_posts"]},
        {"binds_councillor": "guidance", "clause_councillor": "DTC-scope-a"},
    ),
    "parts": (
        in_rows({"kind": "informed", "who": "Staff", "category": "employee"}),
        in_rows({"kind": "informed", "who": "All who work here"}),
    ),
    "laws": (
        in_rows({"title": "Equality Act 2010", "note": "Part 11"}),
        in_rows({"title": "Human Rights Act 1998"}),
    ),
    "related": (
        in_rows({"title": "Code of conduct", "url": "https://ashford.example/code"}),
        in_rows({"title": "Email policy of the county"}),
    ),
}
each_page = pytest.mark.parametrize("page", list(PAGES))


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return a_policy(cast.ashford)


def shown(client: Client, page: str) -> dict[str, str]:
    """What its page sends of what it showed."""
    context = client.get(f"{POLICY}{page}/").context
    read = context["read"] if "rows" in context else context["form"]["read"].value()
    assert f'name="read" value="{read}"' in client.get(f"{POLICY}{page}/").text
    return {"read": read}


@each_page
def test_one_keeper_does_not_undo_another(cast: Cast, as_: As, policy: Policy, page: str) -> None:
    hers, his = PAGES[page]
    adam, at = as_(cast.adam), f"{POLICY}{page}/"
    opened = shown(adam, page)
    for _ in range(2):  # pressed twice it is done once
        assert adam.post(at, hers | opened)["Location"] == POLICY
    done = AuditEvent.objects.about(policy).count()
    assert done == (2 if page == "scope" else 1)
    late = adam.post(at, his | opened)
    assert late.status_code == 409
    assert "Somebody changed this entry" in late.text
    assert list(his.values())[-1] in late.text  # nothing typed is lost
    # Sent again from there it is refused still, and from the page as it is now it is taken.
    again = late.context["read"] if "rows" in late.context else late.context["form"]["read"].value()
    assert again == opened["read"]
    assert AuditEvent.objects.about(policy).count() == done
    assert adam.post(at, his | shown(adam, page)).status_code == 302
    assert AuditEvent.objects.about(policy).count() == done * 2


def test_a_row_more_does_not_forget_what_the_page_showed(
    cast: Cast, as_: As, policy: Policy
) -> None:
    hers, his = PAGES["laws"]
    adam, at = as_(cast.adam), f"{POLICY}laws/"
    opened = shown(adam, "laws")
    assert adam.post(at, hers | opened).status_code == 302
    longer = adam.post(at, {**his, **opened, "do": "more"})
    assert (longer.status_code, longer.context["read"]) == (200, opened["read"])
    assert policy.laws.get().note == "Part 11"


@pytest.mark.parametrize(
    ("page", "column"), [("parts", "category"), ("parts", "office"), ("related", "other")]
)
def test_what_a_row_stands_for_counts_as_well(
    cast: Cast, as_: As, policy: Policy, page: str, column: str
) -> None:
    value = {
        "category": "casual",
        "office": cast.ashford.offices.order_by("pk")[0].pk,
        "other": a_policy(cast.ashford, "Email policy").pk,
    }[column]
    row = {"title": "Email policy"} if page == "related" else {"kind": "informed", "who": "Staff"}
    adam, at = as_(cast.adam), f"{POLICY}{page}/"
    assert adam.post(at, in_rows(row)).status_code == 302
    opened = shown(adam, page)
    assert adam.post(at, in_rows(row | {column: value}) | opened).status_code == 302
    more = in_rows(row, row | {"kind": "consulted", "who": "Staff", "title": "Code"})
    assert adam.post(at, more | opened).status_code == 409


def test_what_changes_while_a_page_is_made_is_not_undone_unseen(
    cast: Cast, as_: As, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    adam, at = as_(cast.adam), f"{POLICY}scope/"

    def meanwhile(one: Policy) -> Said:
        set_duties(policy=one, duties=["record_posts"], actor=cast.adam)
        return readers_said(one)

    monkeypatch.setattr("policies.documents.forms.lists.readers_said", meanwhile)
    form = adam.get(at).context["form"]
    monkeypatch.undo()
    sent = {"duties": form["duties"].value(), "read": form["read"].value()}
    assert adam.post(at, sent | {"binds_employee": "binding"}).status_code == 302
    assert policy.duties.get().duty == "record_posts"


@pytest.mark.parametrize("page", ["edit", "parts"])
def test_an_office_that_is_renamed_meanwhile_refuses_nobody(
    cast: Cast, as_: As, policy: Policy, page: str
) -> None:
    adam, at = as_(cast.adam), f"{POLICY}{page}/"
    office = cast.ashford.offices.order_by("pk")[0]
    named = {
        "edit": TITLE | {"owner": office.pk},
        "parts": in_rows({"kind": "informed", "who": "Staff", "office": office.pk}),
    }[page]
    assert adam.post(at, named).status_code == 302
    opened = shown(adam, page)
    cast.ashford.offices.filter(pk=office.pk).update(title="Clerk and proper officer")
    assert adam.post(at, PAGES[page][1] | opened)["Location"] == POLICY


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([("A", "b"), ("B", "a")], "“A” and “B” replace one another"),
        ([("D", "A"), ("A", "B"), ("B", "C"), ("C", "A")], "“A” and “B” and “C” replace"),
    ],
)
def test_laws_do_not_replace_one_another_in_a_ring(
    cast: Cast, as_: As, policy: Policy, rows: list[tuple[str, str]], named: str
) -> None:
    adam, at = as_(cast.adam), f"{POLICY}laws/"
    listed = [{"title": title, "replaced_by": then} for title, then in rows]
    refused = adam.post(at, in_rows(*listed))
    assert refused.status_code == 409 and named in refused.text
    assert not policy.laws.exists()
    listed[-1]["replaced_by"] = ""
    assert adam.post(at, in_rows(*listed)).status_code == 302


@pytest.mark.parametrize("page", [*PAGES, "withdraw", "versions/new"])
def test_of_a_withdrawn_policy_nothing_is_offered_to_change(
    cast: Cast, as_: As, policy: Policy, page: str
) -> None:
    adam, at = as_(cast.adam), f"{POLICY}{page}/"
    assert adam.get(at).status_code == 200
    policy.withdrawn_on, policy.withdrawn_minute = today(), "26/90"
    policy.save()
    led = adam.get(at, follow=True)
    assert led.redirect_chain == [(POLICY, 302)]
    assert "Withdrawn from" in led.text
    typed = PAGES[page][1] if page in PAGES else {"label": "v.9"}
    if page != "withdraw":
        assert adam.post(at, typed).status_code == 409
