"""Who is to be credited stands in the words, where the public reads it."""

from collections.abc import Iterator

from accounts.councils.models import Council
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.sources import source

#: Characters of "Whose information or idea is it?".
LONGEST_CREDIT = 200


@policy_check("Credit", settled=True)
def credit(content: Content, council: Council) -> Iterator[Finding]:
    """Whose information or idea it is: each of them is named in every wording."""
    named = content.particulars.credit
    missing = {name for text in content.words for name in uncredited(named, text)}
    if missing:
        yield Finding(
            Result.CHECK_THIS,
            f"The words do not credit {in_words(sorted(missing))}. Name them in the words, or "
            "change the answer to “Whose information or idea is it?”.",
            source=source(council, "FTC-A-16", "FTC-6.3-h"),
        )


def uncredited(credit: str, text: str) -> list[str]:
    """Which of those named in a credit, one after each comma, do not stand in a text."""
    names = [name.strip() for name in credit.split(",")]
    return [name for name in names if name and name.casefold() not in text.casefold()]


def in_words(names: list[str]) -> str:
    """Names as a sentence has them."""
    quoted = [f"“{name}”" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]
