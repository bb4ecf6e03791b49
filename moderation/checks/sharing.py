"""Facts about a share: what is passed on, and that it is no endorsement."""

from collections.abc import Iterator

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.pictures import COPYRIGHT, asked, named, numbered
from moderation.checks.sources import source


@policy_check("Original post")
def original(content: Content, council: Council) -> Iterator[Finding]:
    """A share leads back to what it shares, so that its author stays credited."""
    if content.kind == Kind.SHARE and not content.particulars.original_url.strip():
        yield Finding(
            Result.MUST_FIX,
            "Give the address of the original post. A share keeps its author’s name; without the "
            "original it is a copy.",
            source=source(council, "FTC-A-12"),
            field="original_url",
        )


@policy_check("Endorsement")
def endorsement(content: Content, council: Council) -> Iterator[Finding]:
    """What endorses something controversial is not shared."""
    if content.kind != Kind.SHARE or content.particulars.endorses is False:
        return
    sentence = "Say whether sharing this endorses anything controversial."
    if content.particulars.endorses:
        sentence = (
            "By your answer this share endorses something controversial, so it cannot go out. "
            "Share something else, or write a neutral post of your own."
        )
    yield Finding(
        Result.MUST_FIX,
        sentence,
        source=source(council, "FTC-6.5-j", "LTC-4.2.2-c", "DTC-4-d"),
        field="endorses",
    )


@policy_check("Pictures in a share")
def copied_picture(content: Content, council: Council) -> Iterator[Finding]:
    """A picture that is uploaded again is a copy, whoever says that the council made it."""
    claimed = [number for number, picture in numbered(content) if picture.rights == "council"]
    if content.kind == Kind.SHARE and claimed:
        yield Finding(
            Result.CHECK_THIS,
            f"This is a share with a picture of its own. If {named(claimed, content)} comes from "
            "the post that is shared, it is a copy: take it out, or give its owner’s permission.",
            source=source(council, "FTC-A-11", "LTC-4.2.2-e", law=COPYRIGHT),
            field=asked(claimed, "rights", content),
        )
