"""The whole report of the checks, the part that shows it, and what is not asked again."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from moderation.checks.findings import CHECKS, JUDGE_WORDS, SETTLED, Report, note_field, run_checks
from tests.cast import Cast
from tests.moderation.checking import account, content, picture


def test_must_fix_stands_first_and_the_rest_in_order(cast: Cast) -> None:
    asked = content(
        "Vote Labour, says #roadclosuretoday at 12 Mill Lane", pictures=(picture(alt=""),)
    )
    report = run_checks(asked, cast.ashford)
    assert [finding.check for finding in report.findings] == [
        "Alt text",
        "Home addresses",
        "Party politics",
        "Hashtags",
    ]
    assert [finding.check for finding in report.must_fix] == ["Alt text"]
    assert report.asks("party")
    assert len(report.passed) == len(CHECKS) - 4
    assert not report.set_aside


def test_fact_stands_before_what_an_earlier_check_found(cast: Cast) -> None:
    linked = {account("instagram"): "See https://ashford.example/a"}
    report = run_checks(content(texts=linked, pictures=(picture(alt=""),)), cast.ashford)
    checks = [finding.check for finding in report.findings]
    assert checks == ["Alt text", "What each platform shows"]


def test_statutory_notice_is_not_judged_by_its_words(cast: Cast) -> None:
    text = "Persons nominated: Jane Smith, Labour Party, 12 Mill Lane, 07700 900123"
    plain = run_checks(content(text), cast.ashford)
    assert {"Party politics", "Home addresses", "Telephone numbers"} <= {
        finding.check for finding in plain.findings
    }
    asked = content(text, exempt="nominations", pictures=(picture(alt=""),))
    report = run_checks(asked, cast.ashford)
    assert [finding.check for finding in report.findings] == ["Alt text"]
    assert set(report.set_aside) == JUDGE_WORDS
    assert not JUDGE_WORDS & set(report.passed)
    assert report.exempt == "Persons nominated, or notice of election or poll"
    assert not report.asks("party")


def test_each_check_has_a_field_of_its_own_for_the_note() -> None:
    assert len({note_field(name) for name in CHECKS}) == len(CHECKS)


# --- Shown ------------------------------------------------------------------------------------


def shown(report: Report, **context: Any) -> str:
    return " ".join(
        render_to_string("moderation/drafts/checks.html", {"report": report, **context}).split()
    )


def test_part_shows_failures_first_then_how_many_passed(cast: Cast) -> None:
    asked = content("Vote <b>Labour</b>. Vote Labour", pictures=(picture(alt=""),))
    page = shown(run_checks(asked, cast.ashford))
    assert page.index("Must fix") < page.index("Write alt text") < page.index("Check this")
    assert '<mark dir="auto">Vote Labour</mark>' in page
    assert "From: Local Government Act 1986 s.2" in page
    assert f"{len(CHECKS) - 2} passed" in page
    assert "<input" not in page
    assert ">Fix" not in page


def test_part_says_what_was_set_aside(cast: Cast) -> None:
    page = shown(run_checks(content("Vote Labour", exempt="result"), cast.ashford))
    assert "the result of an election or poll" in page
    assert "Set aside: Telephone numbers; " in page


def test_part_tells_what_the_author_says(cast: Cast) -> None:
    class Submitted:
        findings = [{"check": "Party politics", "note": "It is the club’s <name>"}]

    page = shown(run_checks(content("Vote Labour"), cast.ashford), revision=Submitted())
    assert "The author says: It is the club’s &lt;name&gt;" in page


def test_composer_leads_to_the_field_and_takes_a_note(cast: Cast) -> None:
    from moderation.drafts.forms.composing import DraftForm

    form = DraftForm({"note_party_politics": "Its <name>"}, council=cast.ashford)
    page = shown(run_checks(content("Vote Labour"), cast.ashford), form=form)
    assert '<a class="govuk-link" href="#id_text">Fix' in page
    assert 'name="note_party_politics"' in page
    assert 'value="Its &lt;name&gt;"' in page


# --- Not asked again --------------------------------------------------------------------------


def test_what_the_words_alone_say_is_not_asked_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = content("Vote Labour. Ring 07700 900123.")
    submitted = run_checks(asked, cast.ashford)
    rows = [finding.as_record() for finding in submitted.findings]

    def refuses(*_: object) -> None:
        raise AssertionError("a settled check ran again")

    for name in SETTLED:
        monkeypatch.setitem(CHECKS, name, refuses)
    again = run_checks(asked, cast.ashford, known=rows)
    assert again == submitted
    assert again.asks("party")


def test_a_fact_is_asked_again(cast: Cast) -> None:
    asked = content("Closed on Friday.")
    assert not run_checks(asked, cast.ashford).must_fix
    next(iter(asked.texts)).status = "closed"
    assert run_checks(asked, cast.ashford, known=[]).must_fix
