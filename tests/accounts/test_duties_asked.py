"""What somebody is told who holds none of the duties that would do."""

from datetime import date

import pytest

from accounts.people.models import Person
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from tests.cast import RULES, Cast, a_version, chosen


def told(person: Person, cast: Cast, *duties: Duty) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        person.require_duty_at(cast.ashford, *duties)
    return refused.value


def ruled(cast: Cast, **rules: object) -> None:
    number = cast.ashford.rulebook_versions.count() + 1
    a_version(cast.ashford, number, RULES | rules).save()
    cast.ashford.refresh_from_db()


def test_a_refusal_names_each_duty_that_would_do_and_where_each_comes_from(cast: Cast) -> None:
    held = {"offices": ["town-clerk"]}
    first, second = chosen(held), chosen(held) | {"minute": "26/9", "decided_on": date(2026, 3, 2)}
    ruled(cast, grant_access=first, keep_register=second)
    refused = told(cast.dev, cast, Duty.GRANT_ACCESS, Duty.KEEP_REGISTER, Duty.GRANT_ACCESS)
    assert refused.sentence.startswith(
        "This needs the duty “Grant access to official accounts” or “Keep the register of "
        "official accounts” or"
    )
    book = cast.ashford.rulebook
    assert refused.source == "; ".join(map(book.source_of, ("grant_access", "keep_register")))
    assert "26/9" in refused.source
    one = told(cast.dev, cast, Duty.KEEP_REGISTER)
    assert one.sentence == (
        "This needs the duty “Keep the register of official accounts”, which you do not hold today."
    )
    assert one.source == book.source_of("keep_register")
    assert cast.priya.require_duty_at(cast.ashford, Duty.READ_TRAIL, Duty.KEEP_REGISTER)


def test_a_duty_that_no_rule_names_is_refused_as_plainly(cast: Cast) -> None:
    """Who hands over has one duty left; writing drafts stands in no rule."""
    membership = cast.adam.memberships.get()
    membership.ends_on, membership.hands_over = membership.starts_on, True
    membership.save()
    handover = cast.adam.handover_at("ashford")
    assert handover is not None
    cast.adam.act_in_handover(handover)
    refused = told(cast.adam, cast, Duty.SUBMIT_DRAFTS)
    assert "“Write and submit drafts”" in refused.sentence and refused.source == ""


def test_who_is_no_member_is_told_so(cast: Cast) -> None:
    for person in (cast.oscar, cast.leo):
        assert "do not belong to this council" in told(person, cast, Duty.READ_TRAIL).sentence
