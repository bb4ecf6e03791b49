"""The council's rules: what they say and why, changing one, and every version."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.councils.rulebook import Rulebook, Rules, shipped
from accounts.councils.titles import TITLES
from accounts.councils.values import shape_of
from accounts.councils.wording import value_in_words
from accounts.dates import today
from accounts.people.actions import appoint
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.forms import when_in_words
from tests.accounts.changing import NEW_POST, RULES_PAGE, changing, in_boxes
from tests.accounts.setting_up import latest
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]


def test_everybody_reads_the_rules_in_words(cast: Cast, as_: As) -> None:
    page = as_(cast.ana).get(RULES_PAGE).content.decode()
    assert "Version 1, in force since Thursday 1 May 2025" in page
    for title in TITLES.values():
        assert title in page
    assert "The council&#x27;s decision of 12 May 2026, minute 24/101" in page
    assert "New posts" in page
    assert "Until then it goes to the Town Clerk." in page
    assert "Change<" not in page
    assert "Change<" in as_(cast.adam).get(RULES_PAGE).content.decode()


def test_a_clause_is_quoted_with_its_number(cast: Cast, as_: As) -> None:
    council = cast.ashford
    rules = RULES | {"team_name": {"value": "Web team", "clause": "A-1"}}
    book = a_rulebook(council, **{k: v for k, v in rules.items() if k != "team_name"}).rulebook
    values = book.model_dump(mode="json") | {"clauses": {"A-1": "There is a web team"}}
    values["rules"] |= {"team_name": rules["team_name"]}
    text = Rulebook.model_validate(values).model_dump_json()
    council.rulebook_versions.create(
        number=3, values=text, digest="", in_force_from=today(), why="Adopted."
    )
    assert "A-1: There is a web team" in as_(cast.ana).get(RULES_PAGE).content.decode()


def test_a_changed_rule_holds_from_its_day_on(cast: Cast, as_: As) -> None:
    tomorrow = today() + timedelta(days=1)
    response = as_(cast.adam).post(NEW_POST, changing(cast.ashford, tomorrow))
    assert response.status_code == 302
    version = latest(cast.ashford)
    assert (version.number, version.made_by, version.in_force_from) == (2, cast.adam, tomorrow)
    queue = "/c/ashford/approvals/"
    assert as_(cast.ana).get(queue).status_code == 403
    assert f"From {when_in_words(tomorrow)}" in as_(cast.ana).get(RULES_PAGE).content.decode()
    assert "Version 1," in as_(cast.ana).get(RULES_PAGE).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert as_(cast.ana).get(queue).status_code == 200
        page = as_(cast.ana).get(RULES_PAGE).content.decode()
        assert "Version 2," in page
        assert "minute 26/31" in page
        assert "From " not in page.partition("<main")[2].partition("See every version")[2]
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id) == ("rules.changed", cast.adam.pk)
    assert event.office_id == cast.ashford.offices.get(key="administrator").pk


def test_a_change_from_today_holds_at_once(cast: Cast, as_: As) -> None:
    assert as_(cast.adam).post(NEW_POST, changing(cast.ashford)).status_code == 302
    assert as_(cast.ana).get("/c/ashford/approvals/").status_code == 200
    # Replies were not changed, so the clerk still decides those.
    assert as_(cast.priya).get("/c/ashford/approvals/").status_code == 200


def test_no_change_reaches_back(cast: Cast, as_: As) -> None:
    browser = as_(cast.adam)
    response = browser.post(NEW_POST, changing(cast.ashford, today() - timedelta(days=1)))
    page = response.content.decode()
    assert response.status_code == 409
    assert "A rule cannot reach back" in page
    assert "The clerk asked for help." in page
    assert 'value="26/31"' in page
    assert latest(cast.ashford).number == 1
    # Nor behind a change that is already made for a later day.
    next_week = today() + timedelta(days=7)
    browser.post(NEW_POST, changing(cast.ashford, next_week))
    earlier = changing(cast.ashford, today(), offices=["auditor"])
    assert browser.post(NEW_POST, earlier).status_code == 409
    assert browser.post(NEW_POST, earlier | in_boxes("in_force_from", next_week)).status_code == 302


def test_a_second_tab_is_told_and_may_try_again(cast: Cast, as_: As) -> None:
    browser = as_(cast.adam)
    page = changing(cast.ashford)
    assert browser.post(NEW_POST, page).status_code == 302
    response = browser.post(NEW_POST, page | {"offices": ["auditor"], "why": "My long thought."})
    shown = response.content.decode()
    assert response.status_code == 409
    assert "The rules were changed while your page was open" in shown
    assert "My long thought." in shown
    assert 'name="based_on" value="2"' in shown
    assert "minute 26/31" in shown
    assert latest(cast.ashford).number == 2
    again = page | {"offices": ["auditor"], "based_on": "2"}
    assert browser.post(NEW_POST, again).status_code == 302


def test_a_rule_is_withdrawn(cast: Cast, as_: As) -> None:
    browser = as_(cast.adam)
    typed = changing(cast.ashford, offices=[], source="unset", minute="")
    assert browser.post(NEW_POST, typed).status_code == 302
    assert not latest(cast.ashford).rulebook.rules.authorise_new_post.is_set
    history = browser.get(f"{RULES_PAGE}history/").content.decode()
    assert "Nothing of this kind can be approved until this is set." in history


def test_a_clause_is_added_and_cited(cast: Cast, as_: As) -> None:
    typed = {"source": "clause", "clause_number": "4.2", "clause_words": "Who approves"}
    assert as_(cast.adam).post(NEW_POST, changing(cast.ashford, **typed)).status_code == 302
    book = latest(cast.ashford).rulebook
    assert book.source_of("authorise_new_post") == "4.2: Who approves"


def test_nobody_is_locked_out_of_the_rules(cast: Cast, as_: As) -> None:
    """An office that nobody holds cannot take over who changes rules."""
    typed = changing(cast.ashford, offices=[], new_office="Vice chair")
    response = as_(cast.adam).post(f"{RULES_PAGE}manage-rules/", typed)
    assert response.status_code == 409
    assert "nobody could do this any more" in response.content.decode()
    assert not cast.ashford.offices.filter(key="vice-chair").exists()


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


WRONG: dict[str, tuple[dict[str, Any], int, str]] = {
    "nothing changes": (
        {
            "offices": ["town-clerk"],
            "minute": "24/101",
            **in_boxes("decided_on", date(2026, 5, 12)),
        },
        409,
        "Nothing would change",
    ),
    "no reason": ({"why": " "}, 422, "Say why the rule is changed"),
    "no day": ({"in_force_from_day": ""}, 422, "The date must include a day"),
    "no such day": ({"in_force_from_month": "13"}, 422, "Enter a real date"),
    "no source": ({"source": ""}, 422, "There is a problem"),
    "nobody": ({"offices": []}, 422, "Select at least one office, or the team"),
    "no version": ({"based_on": "x"}, 422, "There is a problem"),
    "a version to come": ({"based_on": "7"}, 409, "changed while your page was open"),
}


@pytest.mark.parametrize(("wrong", "status", "words"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_change_is_refused(
    cast: Cast, as_: As, wrong: dict[str, Any], status: int, words: str
) -> None:
    response = as_(cast.adam).post(NEW_POST, changing(cast.ashford, **wrong))
    assert response.status_code == status
    assert words in response.content.decode()
    assert latest(cast.ashford).number == 1


@pytest.mark.parametrize("name", Rules.model_fields)
def test_every_rule_can_be_shown_and_kept_as_it_is(cast: Cast, as_: As, name: str) -> None:
    """What the page of a rule shows, sent back unchanged, is the same value."""
    book = next(
        (book for book in map(shipped, ("flitwick", "dunstable", "ludlow")) if is_set(book, name)),
        None,
    )
    response = as_(cast.adam).get(f"{RULES_PAGE}{name.replace('_', '-')}/")
    assert response.status_code == 200
    assert TITLES[name] in response.content.decode()
    if book:
        value = getattr(book.rules, name).value
        assert value_in_words(book, name)
        from accounts.councils.forms import ChangeRuleForm

        shown = shape_of(name).initial(value)
        form = ChangeRuleForm(
            {
                **changing(cast.ashford),
                **{key: text for key, text in shown.items() if text is not None},
            },
            council=cast.ashford,
            book=book,
            rules=(name,),
        )
        assert form.is_valid(), form.errors
        again = book.model_dump(mode="json")
        again["rules"][name] = form.changes()[name]
        assert getattr(Rulebook.model_validate(again).rules, name).value == value


def is_set(book: Rulebook, name: str) -> bool:
    return bool(getattr(book.rules, name).is_set)


@pytest.mark.parametrize("rule", ["second_person", "singing", "second--person"])
def test_there_is_no_other_rule(cast: Cast, as_: As, rule: str) -> None:
    assert as_(cast.adam).get(f"{RULES_PAGE}{rule}/").status_code == 404


REFUSED = {"ana": 403, "priya": 403, "rita": 403, "dev": 403, "leo": 404, "oscar": 404}


@pytest.mark.parametrize(("name", "status"), REFUSED.items())
def test_only_who_manages_rules_changes_one(cast: Cast, as_: As, name: str, status: int) -> None:
    browser = as_(getattr(cast, name))
    assert browser.get(NEW_POST).status_code == status
    assert browser.post(NEW_POST, changing(cast.ashford)).status_code == status
    assert latest(cast.ashford).number == 1


@pytest.mark.parametrize("path", ["", "history/", "authorise-new-post/"])
def test_rules_stay_within_their_queries(
    cast: Cast, as_: As, queries: Callable[..., Any], path: str
) -> None:
    for number in range(30):
        a_rulebook(cast.ashford, **RULES | {"team_name": chosen(f"Team {number}")})
    browser = as_(cast.adam)
    browser.post(NEW_POST, changing(cast.ashford, today() + timedelta(days=3)))
    with queries(at_most=8):
        assert browser.get(f"{RULES_PAGE}{path}").status_code == 200


def test_every_rule_has_a_title_and_words(cast: Cast) -> None:
    assert set(TITLES) == set(Rules.model_fields)


def test_only_who_authorises_posts_consults_first(cast: Cast, as_: As) -> None:
    """Nothing asks what was said before access is given, so its rule does not take it."""
    adam, access = as_(cast.adam), f"{RULES_PAGE}grant-access/"
    assert "Whom do they consult first?" not in adam.get(access).content.decode()
    assert adam.post(access, changing(cast.ashford, consulting=["auditor"])).status_code == 302
    assert latest(cast.ashford).rulebook.rules.grant_access.value.consulting == ()
    assert "Whom do they consult first?" in adam.get(NEW_POST).content.decode()
    typed = changing(cast.ashford, new_office="Mayor", new_consulted="mayor")
    assert adam.post(NEW_POST, typed).status_code == 422
    typed = changing(cast.ashford, new_consulted="Chair of the council")
    assert adam.post(NEW_POST, typed).status_code == 302
    assert "After consulting the Chair of the council" in adam.get(RULES_PAGE).content.decode()


@pytest.mark.parametrize(
    ("rule", "field", "words"),
    [
        ("lapse", "after_days", "Enter a number from 7 to 365"),
        ("account-checks", "number", "Enter a number from 1 to 120"),
    ],
)
@pytest.mark.parametrize("number", ["999", ""])
def test_a_wrong_number_is_one_error(
    cast: Cast, as_: As, rule: str, field: str, words: str, number: str
) -> None:
    typed = changing(cast.ashford, lapse="suspend", **{field: number})
    response = as_(cast.adam).post(f"{RULES_PAGE}{rule}/", typed)
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [words]


def test_a_rule_that_leaves_nobody_to_authorise_is_warned_about(cast: Cast, as_: As) -> None:
    """Only a councillor would hold it, and none may decide alone: told to who can mend it."""
    adam = as_(cast.adam)
    a_rulebook(cast.ashford, **RULES)
    adam.post(NEW_POST, changing(cast.ashford, offices=["events-officer"], new_office="Chair"))
    appoint(
        office=cast.ashford.offices.get(key="chair"),
        membership=cast.dev.memberships.get(),
        starts_on=today(),
        actor=None,
    )
    said = "Nobody can authorise new posts. It takes an officer who is Chair."
    assert said not in words(adam.get("/c/ashford/home/"))
    tomorrow = today() + timedelta(days=1)
    saved = adam.post(NEW_POST, changing(cast.ashford, tomorrow, offices=["chair"]), follow=True)
    assert f"From {when_in_words(tomorrow)} on: {said}" in words(saved)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        adam, dev = as_(cast.adam), as_(cast.dev)
        for page in ("home/", "rules/"):
            assert said in words(adam.get(f"/c/ashford/{page}"))
        assert said in words(dev.get("/c/ashford/home/"))
        assert "Decide about drafts" not in words(dev.get("/c/ashford/home/"))
