"""Facts about the people in pictures: who is seen, and whether they have agreed."""

from collections.abc import Iterator

from accounts.councils.models import Council
from accounts.councils.wording import BASES
from moderation.checks.content import Consent, Content, PictureContent
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.pictures import asked, named, numbered
from moderation.checks.sources import source

#: Who can agree for somebody under 18. A teacher cannot, nor can a club leader.
IN_LAW = {"parent", "guardian"}
DATA_LAW = "UK GDPR Article 6"
NOT_IN_IT = "If they are not in it, untick their name or take the reference out."


@policy_check("People in pictures")
def people(content: Content, council: Council) -> Iterator[Finding]:
    """Somebody has said who is seen, on a ground that counts in this council."""
    rule = council.rulebook.rules.picture_bases
    unanswered = [number for number, picture in numbered(content) if not picture.people]
    if unanswered:
        yield Finding(
            Result.MUST_FIX,
            f"Say who can be recognised in {named(unanswered, content)}, even if it is nobody.",
            source=source(council, "FTC-A-13"),
            field=asked(unanswered, "people", content),
        )
    shown = [
        (number, p.people) for number, p in numbered(content) if p.people not in {"", "nobody"}
    ]
    if rule.value is None:
        if shown:
            seen = [number for number, _ in shown]
            yield Finding(
                Result.CHECK_THIS,
                f"People are seen in {named(seen, content)}, and your council’s rules do not say "
                "which pictures of people may be posted. Decide for this one, and set the rule.",
                field=asked(seen, "people", content),
            )
        return
    for basis in dict.fromkeys(basis for _, basis in shown if basis not in rule.value):
        seen = [number for number, other in shown if other == basis]
        words = next(words for known, words in BASES.items() if known == basis)
        yield Finding(
            Result.MUST_FIX,
            f"“{words}” is no ground that counts in your council, and it is the answer for "
            f"{named(seen, content)}. Give another answer that is true, or take the picture out.",
            source=council.rulebook.source_of("picture_bases"),
            field=asked(seen, "people", content),
        )


@policy_check("Permission of people in pictures")
def permissions(content: Content, council: Council) -> Iterator[Finding]:
    """Whoever is named in a picture has agreed, and the permission still stands."""
    cited = source(council, "FTC-A-13", law=DATA_LAW)
    nobody_named = [
        number
        for number, picture in numbered(content)
        if picture.people == "named" and not picture.consents
    ]
    if nobody_named:
        yield Finding(
            Result.MUST_FIX,
            f"Name everybody who can be recognised in {named(nobody_named, content)}, each with "
            "their permission.",
            source=cited,
            field=asked(nobody_named, "permissions", content),
        )
    for number, picture in numbered(content):
        missing = [consent.name for consent in picture.consents if _lacks_own(consent)]
        if missing:
            yield Finding(
                Result.MUST_FIX,
                f"There is no permission in force from {_listed(missing)} for "
                f"{named([number], content)}. Ask for it, or choose another picture. {NOT_IN_IT}",
                source=cited,
                field=asked([number], "permissions", content),
            )


@policy_check("Permission for under-18s")
def guardians(content: Content, council: Council) -> Iterator[Finding]:
    """For anybody under 18 a parent or legal guardian has agreed, and nobody in their place."""
    cited = source(council, "FTC-A-14", law=DATA_LAW)
    for number, picture in numbered(content):
        which = named([number], content)
        if picture.people == "under_18" and not any(c.under_18 for c in picture.consents):
            yield Finding(
                Result.MUST_FIX,
                f"Name each person under 18 in {which}, with the permission of a parent or legal "
                "guardian.",
                source=cited,
                field=asked([number], "permissions", content),
            )
        missing = _without_guardian(picture)
        if missing:
            yield Finding(
                Result.MUST_FIX,
                f"No permission from a parent or legal guardian is in force for {_listed(missing)} "
                f"in {which}. A teacher’s is not enough. Ask for it, or choose another picture. "
                f"{NOT_IN_IT}",
                source=cited,
                field=asked([number], "permissions", content),
            )


def _lacks_own(consent: Consent) -> bool:
    return not consent.under_18 and not consent.in_force


def _without_guardian(picture: PictureContent) -> list[str]:
    return [
        consent.name
        for consent in picture.consents
        if consent.under_18 and not (consent.in_force and consent.relationship in IN_LAW)
    ]


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
