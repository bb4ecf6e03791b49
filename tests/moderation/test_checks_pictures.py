"""Facts about pictures: described, rightfully used, and the people in them have agreed."""

from datetime import date

import pytest

from accounts.councils.rulebook import PeopleBasis, Rule
from moderation.checks.content import Content, PictureContent
from tests.moderation.checking import account, consent, content, council, found, picture

PERMISSION = {"rights": "permission", "rights_detail": "Ann Lee by e-mail, 3 May 2026"}


def shown(*pictures: PictureContent, **changes: object) -> Content:
    return content(pictures=pictures, **changes)


#: Check, pictures, the field that mends it, and words of the sentence.
FACTS = {
    "no alt text": (
        "Alt text",
        shown(picture(alt=" ")),
        "picture_7_alt",
        "Write alt text for the picture:",
    ),
    "alt text that nobody sees": (
        "Alt text",
        shown(picture(alt="\u200b\u2060")),
        "picture_7_alt",
        "Write alt text for the picture:",
    ),
    "no alt text for two of three": (
        "Alt text",
        shown(picture(1), picture(2, alt=""), picture(3, alt="")),
        "picture_2_alt",
        "Write alt text for pictures 2 and 3:",
    ),
    "alt text too long for Instagram": (
        "Length of alt text",
        shown(picture(alt="a" * 1001), texts={account("instagram"): "Hello"}),
        "picture_7_alt",
        "The picture: Shorten the alt text for Instagram: Main page by 1 character",
    ),
    "rights not answered": (
        "Rights to pictures",
        shown(picture(rights="")),
        "picture_7_rights",
        "Say who made the picture and what lets the council use it.",
    ),
    "permission without whose": (
        "Rights to pictures",
        shown(picture(rights="permission", rights_detail=" ")),
        "picture_7_rights_detail",
        "Say whose permission or which licence covers the picture",
    ),
    "a licence without its name": (
        "Rights to pictures",
        shown(picture(), picture(8, rights="licence")),
        "picture_8_rights_detail",
        "covers picture 2",
    ),
    "a copy in a share": (
        "Rights to pictures",
        shown(picture(rights=""), kind="share"),
        "picture_7_rights",
        "A picture uploaded again is a copy, not a share.",
    ),
    "people not answered": (
        "People in pictures",
        shown(picture(people="")),
        "picture_7_people",
        "Say who can be recognised in the picture, even if it is nobody.",
    ),
    "named people without names": (
        "Permission of people in pictures",
        shown(picture(people="named")),
        "picture_7_permissions",
        "Name everybody who can be recognised in the picture",
    ),
    "a permission that has ended": (
        "Permission of people in pictures",
        shown(
            picture(
                people="named",
                consents=(
                    consent("Ann", under_18=False, relationship="self"),
                    consent("Bob", under_18=False, relationship="self", in_force=False),
                ),
            )
        ),
        "picture_7_permissions",
        "There is no permission in force from Bob for the picture.",
    ),
    "an under-18 whom nobody names": (
        "Permission for under-18s",
        shown(picture(people="under_18")),
        "picture_7_permissions",
        "Name each person under 18 in the picture",
    ),
    "a guardian's permission withdrawn": (
        "Permission for under-18s",
        shown(
            picture(people="under_18", consents=(consent("Mia"), consent("Tom", in_force=False)))
        ),
        "picture_7_permissions",
        "No permission from a parent or legal guardian is in force for Tom",
    ),
    "an under-18 among named people": (
        "Permission for under-18s",
        shown(picture(people="named", consents=(consent("Mia", relationship="self"),))),
        "picture_7_permissions",
        "is in force for Mia",
    ),
}


@pytest.mark.parametrize(("check", "asked", "field", "words"), FACTS.values(), ids=list(FACTS))
def test_fact_must_be_fixed(check: str, asked: Content, field: str, words: str) -> None:
    (finding,) = found(check, asked)
    assert finding.must_fix
    assert words in finding.sentence
    assert finding.field == field


ADULT = consent("Ann", under_18=False, relationship="self")
FINE = {
    "decoration with its reason": (
        "Alt text",
        shown(picture(alt="", decorative_reason="A coloured line")),
    ),
    "no picture": ("Alt text", content()),
    "1,000 characters on Instagram": (
        "Length of alt text",
        shown(picture(alt="a" * 1000), texts={account("instagram"): "Hello"}),
    ),
    "permission with whose": ("Rights to pictures", shown(picture(**PERMISSION))),
    "nobody in it": ("People in pictures", shown(picture())),
    "named people who agreed": (
        "Permission of people in pictures",
        shown(picture(people="named", consents=(ADULT,))),
    ),
    "under-18s and an adult": (
        "Permission for under-18s",
        shown(
            picture(people="under_18", consents=(consent(relationship="guardian"), ADULT)),
        ),
    ),
    "a crowd names nobody": ("Permission of people in pictures", shown(picture(people="crowd"))),
    "a new post of the council's own picture": ("Pictures in a share", shown(picture())),
}


@pytest.mark.parametrize(("check", "asked"), FINE.values(), ids=list(FINE))
def test_what_is_in_order_passes(check: str, asked: Content) -> None:
    assert not found(check, asked)


@pytest.mark.clause("FTC-A-14")
@pytest.mark.parametrize(
    ("relationship", "refused"),
    [("teacher", True), ("self", True), ("parent", False), ("guardian", False)],
)
def test_only_parent_or_guardian_agrees_for_a_child(relationship: str, refused: bool) -> None:
    asked = shown(picture(people="under_18", consents=(consent(relationship=relationship),)))
    findings = found("Permission for under-18s", asked, council("flitwick"))
    assert bool(findings) is refused
    assert all(finding.source.startswith("FTC-A-14: ") for finding in findings)
    assert all("A teacher’s is not enough" in finding.sentence for finding in findings)


@pytest.mark.clause("FTC-A-13")
def test_person_in_a_picture_has_agreed() -> None:
    asked = shown(picture(people="named"))
    (finding,) = found("Permission of people in pictures", asked, council("flitwick"))
    assert finding.must_fix
    assert finding.source.startswith("FTC-A-13: ")


@pytest.mark.parametrize(
    ("book", "clause"),
    [
        pytest.param("flitwick", "FTC-A-11", marks=pytest.mark.clause("FTC-A-11")),
        pytest.param("ludlow", "LTC-4.2.2-e", marks=pytest.mark.clause("LTC-4.2.2-e")),
        pytest.param("leighton-linslade", "LLTC-9.4-f", marks=pytest.mark.clause("LLTC-9.4-f")),
        pytest.param("heanor-loscoe", "HLTC-resp-10", marks=pytest.mark.clause("HLTC-resp-10")),
        ("starter", "Copyright, Designs and Patents Act 1988"),
    ],
)
def test_rights_are_asked_by_each_councils_own_clause(book: str, clause: str) -> None:
    (finding,) = found("Rights to pictures", shown(picture(rights="")), council(book))
    assert finding.must_fix
    assert finding.source.startswith(clause)


@pytest.mark.clause("FTC-A-11")
def test_share_with_a_picture_of_its_own_is_looked_at() -> None:
    asked = shown(picture(), kind="share")
    (finding,) = found("Pictures in a share", asked, council("flitwick"))
    assert not finding.must_fix
    assert "it is a copy" in finding.sentence
    assert not found("Pictures in a share", shown(picture(**PERMISSION), kind="share"))


# --- Which pictures of people count is for the council to say ---------------------------------


def bases(*values: PeopleBasis) -> Rule[tuple[PeopleBasis, ...]]:
    return Rule[tuple[PeopleBasis, ...]](
        value=values, minute="24/101", decided_on=date(2026, 5, 12)
    )


def test_ground_that_does_not_count_is_refused() -> None:
    by = council(picture_bases=bases(PeopleBasis.NOBODY, PeopleBasis.NAMED))
    asked = shown(picture(1), picture(2, people="crowd"), picture(3, people="crowd"))
    (finding,) = found("People in pictures", asked, by)
    assert finding.must_fix
    assert "“A crowd at a public event” is no ground that counts" in finding.sentence
    assert "pictures 2 and 3" in finding.sentence
    assert "minute 24/101" in finding.source
    assert not found("People in pictures", shown(picture(people="named")), by)


@pytest.mark.clause("FTC-A-13")
def test_flitwick_makes_no_exception_for_official_roles() -> None:
    asked = shown(picture(people="official"))
    (finding,) = found("People in pictures", asked, council("flitwick"))
    assert finding.must_fix
    assert finding.source.startswith("FTC-A-13: ")


def test_rule_that_is_not_set_is_said() -> None:
    (finding,) = found("People in pictures", shown(picture(people="official")))
    assert not finding.must_fix
    assert "your council’s rules do not say which pictures of people" in finding.sentence
    assert not found("People in pictures", shown(picture()))
