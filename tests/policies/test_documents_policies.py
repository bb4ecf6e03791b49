"""A policy: added, called something else, withdrawn; whom it binds and what belongs to it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.models import AuditEvent
from policies.documents.beside import COLUMNS, Told, tells_of_policies
from policies.documents.models import Policy
from tests.accounts.changing import in_boxes
from tests.cast import BEGAN, Cast
from tests.policies.writing import MANAGE, a_draft, a_policy, an_adopted_version, in_rows

As = Callable[[Person], Client]
POLICY = f"{MANAGE}social-media-policy/"


def typed(**more: Any) -> dict[str, Any]:
    return {"title": "Social media policy", "audience": "public", **more}


@pytest.mark.clause("LTC-header-a")
def test_a_policy_is_added_with_its_number_as_written(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    assert adam.post(f"{MANAGE}new/", typed(title="")).status_code == 422
    key = str(uuid4())
    new = typed(reference="SM / 23 / v.4", form_key=key)
    assert adam.post(f"{MANAGE}new/", new).status_code == 302
    assert adam.post(f"{MANAGE}new/", new)["Location"] == POLICY  # sent twice
    assert Policy.objects.get().reference == "SM / 23 / v.4"
    assert "SM / 23 / v.4" in adam.get(POLICY).content.decode()
    assert "SM / 23 / v.4" in adam.get(MANAGE).content.decode()
    again = adam.post(f"{MANAGE}new/", typed(title="SOCIAL media policy", reference="7"))
    assert again.status_code == 409
    assert 'value="7"' in again.content.decode()
    assert as_(cast.ana).post(f"{MANAGE}new/", typed(title="Other")).status_code == 403
    verbs = AuditEvent.objects.about(Policy.objects.get()).values_list("verb", flat=True)
    assert list(verbs) == ["policy.added"]


def test_an_address_is_never_one_that_means_something_else(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    for title in ("Manage", "House rules", "House-Rules!", "Заявление"):
        assert adam.post(f"{MANAGE}new/", typed(title=title)).status_code == 302
    slugs = Policy.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["manage-2", "house-rules-2", "house-rules-3", "policy"]


def test_one_policy_carries_out_the_rules(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    both = typed(carries_rules="on", review_months="12")
    assert adam.post(f"{MANAGE}new/", both).status_code == 409
    assert adam.post(f"{MANAGE}new/", typed(carries_rules="on")).status_code == 302
    other = typed(title="Other", carries_rules="on")
    refused = adam.post(f"{MANAGE}new/", other)
    assert refused.status_code == 409
    assert "Social media policy already" in refused.content.decode()
    assert adam.post(f"{POLICY}edit/", typed(reference="8")).status_code == 302
    assert adam.post(f"{MANAGE}new/", other).status_code == 302


def test_it_is_withdrawn_by_minute_and_stays(cast: Cast, as_: As) -> None:
    policy = a_policy(cast.ashford)
    an_adopted_version(policy)
    a_draft(policy, "v.2")
    adam, at = as_(cast.adam), f"{POLICY}withdraw/"
    said = {"minute": "26/90", **in_boxes("withdrawn_on", today())}
    assert adam.post(at, said).status_code == 409  # a version is being written
    assert adam.post(f"{POLICY}versions/v-2/discard/").status_code == 302
    tomorrow = date.fromordinal(today().toordinal() + 1)
    assert adam.post(at, said | in_boxes("withdrawn_on", tomorrow)).status_code == 409
    before = in_boxes("withdrawn_on", BEGAN - timedelta(days=1))
    assert "is in force since" in adam.post(at, said | before).content.decode()
    assert adam.post(at, {**said, "minute": ""}).status_code == 422
    assert adam.post(at, said).status_code == 302
    assert adam.post(at, said).status_code == 302  # the very same again shows what it did
    policy.refresh_from_db()
    assert policy.version_on(today()) is None
    page = adam.get(f"{POLICY}versions/v-1/").content.decode()
    assert "It is not in force" in page
    assert "We answer within two days" in page
    assert adam.post(f"{POLICY}versions/new/", {"label": "v.3"}).status_code == 409
    assert adam.post(f"{POLICY}edit/", typed()).status_code == 409
    assert "Withdrawn" in adam.get(MANAGE).content.decode()


def test_another_councils_policy_is_not_there(cast: Cast, as_: As) -> None:
    an_adopted_version(a_policy(cast.barham))
    for at in ("", "edit/", "parts/", "versions/v-1/", "versions/v-1/compare/"):
        assert as_(cast.adam).get(f"{POLICY}{at}").status_code == 404


def test_whom_it_binds(cast: Cast, as_: As) -> None:
    policy = a_policy(cast.ashford)
    adam, at = as_(cast.adam), f"{POLICY}scope/"
    chosen = {
        "binds_employee": "binding",
        "clause_employee": "DTC-scope-a",
        "binds_councillor": "excluded",
        "duties": ["record_posts"],
    }
    assert adam.post(at, {**chosen, "binds_intern": "perhaps"}).status_code == 422
    assert adam.post(at, chosen).status_code == 302
    assert dict(policy.scopes.values_list("category", "binds")) == {
        "employee": "binding",
        "councillor": "excluded",
    }
    assert list(policy.duties.values_list("duty", flat=True)) == ["record_posts"]
    page = as_(cast.ana).get(POLICY).content.decode()
    assert "Employee: it binds them (DTC-scope-a)" in page
    (need,) = policy.duties.all()
    more = {**chosen, "duties": ["record_posts", "log_moderation"]}
    assert adam.post(at, more).status_code == 302
    assert policy.duties.get(duty="record_posts") == need  # since the same day
    assert adam.post(at, {"binds_employee": "guidance"}).status_code == 302
    assert policy.scopes.get().binds == "guidance"
    assert not policy.duties.exists()


@pytest.mark.clause("FTC-10-a")
def test_who_has_which_part(cast: Cast, as_: As) -> None:
    policy = a_policy(cast.ashford)
    clerk = Office.objects.get(council=cast.ashford, key="town-clerk")
    adam, at = as_(cast.adam), f"{POLICY}parts/"
    rows = [
        {"kind": "responsible", "who": "Council and committees"},
        {"kind": "accountable", "who": "The Clerk", "office": clerk.pk},
        {"kind": "consulted", "who": "Councillors", "category": "councillor"},
        {"kind": "informed", "who": "All employees", "category": "employee"},
        {"kind": "informed", "who": "All employees", "category": "casual"},  # shown once
        {"kind": "responsible"},  # left empty
    ]
    assert adam.post(at, in_rows(*rows)).status_code == 302
    page = as_(cast.ana).get(POLICY).context["parts"]
    assert page == [
        ("Responsible", ["Council and committees"]),
        ("Accountable", ["The Clerk"]),
        ("Consulted", ["Councillors"]),
        ("Informed", ["All employees"]),
    ]
    half = in_rows(*rows, {"kind": "informed", "category": "casual"})
    assert adam.post(at, half).status_code == 422
    twice = adam.post(at, in_rows(rows[0], rows[0]))
    assert twice.status_code == 409
    assert "named twice" in twice.content.decode()
    barhams = Office.objects.filter(council=cast.barham).first()
    assert barhams
    wrong = in_rows({"kind": "informed", "who": "X", "office": barhams.pk})
    assert adam.post(at, wrong).status_code == 422
    more = adam.post(at, {**in_rows(*rows), "do": "more"})
    assert (more.status_code, len(more.context["rows"].forms)) == (200, len(rows) + 1)
    assert policy.parts.count() == 5


def test_laws_and_what_replaced_them(cast: Cast, as_: As) -> None:
    policy = a_policy(cast.ashford)
    adam, at = as_(cast.adam), f"{POLICY}laws/"
    old = {"title": "Data Protection Act 1998", "replaced_by": "data protection act 2018"}
    new = {"title": "Data Protection Act 2018", "url": "https://www.legislation.gov.uk/x"}
    assert adam.post(at, in_rows(old)).status_code == 409  # the other is not in the list
    assert adam.post(at, in_rows(new | {"url": "javascript:alert(1)"})).status_code == 422
    assert adam.post(at, in_rows({**new, "replaced_by": new["title"]})).status_code == 409
    assert adam.post(at, in_rows(old, new)).status_code == 302
    assert "1998, replaced by Data Protection Act 2018" in adam.get(POLICY).content.decode()
    assert adam.post(at, in_rows(old | {"note": "Repealed"}, new)).status_code == 302
    assert policy.laws.count() == 2


def test_a_list_that_arrives_in_part_is_left_as_it_was(cast: Cast, as_: As) -> None:
    policy, adam = a_policy(cast.ashford), as_(cast.adam)
    assert adam.post(f"{POLICY}laws/", in_rows({"title": "Equality Act 2010"})).status_code == 302
    for total in ({}, {"rows-TOTAL_FORMS": "-1"}, {"rows-TOTAL_FORMS": "9" * 20}):
        assert adam.post(f"{POLICY}laws/", total).status_code == 400
    assert policy.laws.get().title == "Equality Act 2010"


def test_what_is_read_with_it(cast: Cast, as_: As) -> None:
    policy = a_policy(cast.ashford)
    other = a_policy(cast.ashford, "Email policy")
    adam, at = as_(cast.adam), f"{POLICY}related/"
    assert adam.post(at, in_rows({"other": policy.pk})).status_code == 409  # itself
    assert adam.post(at, in_rows({"other": a_policy(cast.barham).pk})).status_code == 422
    assert adam.post(at, in_rows({"other": other.pk})).status_code == 302
    assert f"{MANAGE}email-policy/" in adam.get(POLICY).content.decode()


def test_the_library_says_where_each_stands(cast: Cast, as_: As, queries: Any) -> None:
    for n in range(25):
        policy = a_policy(cast.ashford, f"Policy {n:02}")
        if n:
            an_adopted_version(policy, "v.1", effective_from=date(2020, 1, 1))
            an_adopted_version(policy, "v.2", text="long " * 9_000)
        if n == 2:
            a_draft(policy, "v.3")
    a_policy(cast.barham, "Theirs")
    ana = as_(cast.ana)
    ana.get(MANAGE)
    with queries(at_most=12):
        page = ana.get(MANAGE)
    rows = {row["policy"].title: row for row in page.context["rows"]}
    assert len(rows) == 25
    assert rows["Policy 00"]["version"] is None
    assert rows["Policy 01"]["version"].label == "v.2"
    assert rows["Policy 02"]["in_work"].label == "v.3"
    assert f"{MANAGE}new/" not in page.content.decode()
    assert f"{MANAGE}new/" in as_(cast.adam).get(MANAGE).content.decode()


def test_features_above_add_columns(cast: Cast, as_: As, monkeypatch: Any) -> None:
    policy = a_policy(cast.ashford)
    monkeypatch.setattr("policies.documents.beside.COLUMNS", before := list(COLUMNS))

    @tells_of_policies("Colour", order=-1)
    def colours(membership: Any, day: date) -> dict[int, Told]:
        assert membership.council == cast.ashford
        return {policy.pk: Told("Blue", more="since yesterday", url="/sky/")}

    assert before[0].heading == "Colour"
    for at in (MANAGE, POLICY):
        page = as_(cast.ana).get(at).content.decode()
        assert "Blue" in page
        assert '<a class="govuk-link" href="/sky/">since yesterday</a>' in page
