"""Facts about pictures: what they show, in words, and by what right they are used."""

from collections.abc import Iterator, Sequence

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from moderation.checks.content import Content, PictureContent
from moderation.checks.counting import alt_problem
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.reading import as_read
from moderation.checks.sources import source

EQUALITY = "Equality Act 2010 s.20(6)"
COPYRIGHT = "Copyright, Designs and Patents Act 1988 s.16"
#: Each council's clause on other people's pictures.
OWNERS = ("FTC-A-11", "LTC-4.2.2-e", "LLTC-9.4-f", "HLTC-resp-10", "DTC-3.1-d")


@policy_check("Alt text")
def alt_text(content: Content, council: Council) -> Iterator[Finding]:
    """Each picture is described for people who cannot see it, or is said to be decoration."""
    bare = [
        number
        for number, picture in numbered(content)
        if not as_read(picture.alt) and not picture.decorative_reason.strip()
    ]
    if bare:
        yield Finding(
            Result.MUST_FIX,
            f"Write alt text for {named(bare, content)}: say what it shows to somebody who cannot "
            "see it, or say why it is only decoration.",
            source=EQUALITY,
            field=asked(bare, "alt", content),
        )


@policy_check("Length of alt text")
def alt_length(content: Content, council: Council) -> Iterator[Finding]:
    """The alt text fits wherever it goes."""
    for number, picture in numbered(content):
        for account in content.texts:
            if sentence := alt_problem(picture.alt, account):
                which = named([number], content).capitalize()
                yield Finding(
                    Result.MUST_FIX,
                    f"{which}: {sentence}",
                    field=asked([number], "alt", content),
                )


@policy_check("Rights to pictures")
def rights(content: Content, council: Council) -> Iterator[Finding]:
    """Somebody has said who made each picture and what lets the council use it."""
    cited = source(council, *OWNERS, law=COPYRIGHT)
    unanswered = [number for number, picture in numbered(content) if not picture.rights]
    if unanswered and content.kind == Kind.SHARE:
        yield Finding(
            Result.MUST_FIX,
            f"A picture uploaded again is a copy, not a share. Say what lets the council use "
            f"{named(unanswered, content)}, or take it out and share the original post.",
            source=cited,
            field=asked(unanswered, "rights", content),
        )
    elif unanswered:
        yield Finding(
            Result.MUST_FIX,
            f"Say who made {named(unanswered, content)} and what lets the council use it.",
            source=cited,
            field=asked(unanswered, "rights", content),
        )
    by_word_only = [
        number
        for number, picture in numbered(content)
        if picture.rights in {"permission", "licence"} and not picture.rights_detail.strip()
    ]
    if by_word_only:
        yield Finding(
            Result.MUST_FIX,
            f"Say whose permission or which licence covers {named(by_word_only, content)}: "
            "who gave it and when, or the name of the licence.",
            source=cited,
            field=asked(by_word_only, "rights_detail", content),
        )


def numbered(content: Content) -> Iterator[tuple[int, PictureContent]]:
    """The pictures, counted from 1 as on the page."""
    return enumerate(content.pictures, start=1)


def asked(numbers: Sequence[int], question: str, content: Content) -> str:
    """The composer's field for a question about the first of these pictures."""
    return f"picture_{content.pictures[numbers[0] - 1].file.pk}_{question}"


def named(numbers: Sequence[int], content: Content) -> str:
    """The pictures in words: "the picture", "picture 2", "pictures 1, 2 and 4"."""
    if len(content.pictures) == 1:
        return "the picture"
    if len(numbers) == 1:
        return f"picture {numbers[0]}"
    *first, last = numbers
    return f"pictures {', '.join(map(str, first))} and {last}"
