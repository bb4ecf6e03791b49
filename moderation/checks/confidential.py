"""Words of papers and meetings that the public is kept out of."""

import re
from collections.abc import Iterator

from accounts.councils.models import Council
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.personal import unique
from moderation.checks.sources import source

_PAPERS = (
    "agendas?|annex|appendix|appendices|briefings?|business|discussions?|documents?|items?|legal"
    "|matters?|meetings?|memos?|minutes|negotiations?|notes?|papers?|part|reports?|sessions?"
)

#: Each alone says that something is kept from the public. "Confidential advice", a driver exempt
#: from a charge and part 2 of a history walk are none of them.
WORDS = re.compile(
    rf"""\b(?:
      (?:strictly|private[ ]and|private[ ]&|marked)[ ]confidential\b
    | confidential[ ]+(?:{_PAPERS})\b
    | contains?[ ]confidential[ ]information
    | exempt[ ]+(?:information|{_PAPERS})\b(?![ ]of[ ]tax)
    | (?:part|pt\.?)[ ](?:2|ii|b|two)[ ](?:agenda|business|items?|minutes|papers?|reports?|session
        |(?:of|on)[ ](?:the[ ]|our[ ]|last[ ]night’s[ ])?(?:agenda|meeting|minutes)) \b
    | (?:press[ ](?:and|&)[ ](?:the[ ])?public|public[ ](?:and|&)[ ](?:the[ ])?press|the[ ]public)
        [ ](?:(?:be|is|are|was|were|have[ ]been|will[ ]be)[ ])?excluded\b
    | exclu(?:de|ded|ding|sion[ ]of)[ ](?:the[ ])?(?:press|public[ ](?:and|&)[ ]press)\b
    | not[ ](?:yet[ ])?for[ ](?:publication|public[ ]release|circulation|onward[ ]circulation)\b
    | for[ ]internal[ ]use(?:[ ]only)?\b
    | internal[ ]use[ ]only\b
    | embargoed[ ](?:until|till|copy)\b
    | (?:in|into)[ ](?:a[ ])?(?:closed|confidential|private)[ ]session\b
    | closed[ ](?:part|session)[ ]of[ ](?:the|our)[ ]meeting
    | (?:commercial(?:ly)?[ ](?:in[ ]confidence|sensitive|confidential))\b
    | legal(?:ly)?[ ](?:professional[ ])?privileged?\b
    | without[ ]prejudice\b
    | settlement[ ]agreement\b
    | (?:disciplinary|grievance)[ ](?:hearing|investigation|panel|action[ ]against)\b
    | official[ ]?[-–:][ ]?sensitive\b
    )
    | ^[ \t]*(?:\[|\()?(?:confidential|restricted)(?:\]|\))?[ \t]*(?:[:–-]|$)""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


@policy_check("Confidential matters", judges_words=True)
def confidential(content: Content, council: Council) -> Iterator[Finding]:
    """Words that stand on papers or over meetings that are not public."""
    found = unique(found[0].strip() for text in content.read for found in WORDS.finditer(text))
    if found:
        yield Finding(
            Result.CHECK_THIS,
            "These words are used of matters kept from the public. Take out what is not public "
            "yet; if it is about a private or internal meeting, declare who allowed it.",
            words=found,
            source=source(
                council, "FTC-6.3-f", "LTC-4.2.2-d", "HLTC-resp-8", "LLTC-13-f", "LTC-4-a"
            ),
        )
