"""Words of party politics.

A council may publish nothing that appears designed to affect support for a political party (Local
Government Act 1986 s.2). A pattern cannot judge that; it makes the approver answer the question.

Most words of parties are also plain English: a Conservative Club, Labour Day, a village green and
local government reform are none of our business. So a party counts by its full name, or by a word
of politics beside it.
"""

import re
from collections.abc import Iterator

from accounts.councils.models import Council
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.personal import unique
from moderation.checks.reading import on_one_line
from moderation.checks.sources import source

LAW = "Local Government Act 1986 s.2"

#: What a party does or has, beside its short name.
_OF_PARTIES = (
    "administration|activists?|association|branch|campaign(?:ers?)?|candidates?|conference"
    "|council(?:lors?)?|Cllrs?|government|group|leader(?:ship)?|majority|manifesto|members?"
    "|ministers?|MPs?|policy|policies|politicians?|pledges?|run|supporters?|voters?|votes?"
)
#: Green and Reform are words of every day, so fewer words show that the party is meant.
_OF_OFFICE = "candidates?|council(?:lors?)|Cllrs?|government|leader|manifesto|MPs?|voters?"
_SHORT = "Labour|Conservatives?|Tory|Tories|Greens?|Reform(?: UK)?|Lib ?Dems?|Liberal Democrats?"

#: Whatever the case: these mean a party wherever they stand.
NAMES = re.compile(
    rf"""\b(?:
      labour[ ]party | conservative[ ](?:and[ ]unionist[ ])?party\b(?![ ]wall)
    | liberal[ ]democrats? | lib[ -]?dems? | reform[ ]uk | ukip | tory | tories
    | (?<!village[ ])(?<!bowling[ ])green[ ]party\b(?![ ]wall) | plaid[ ](?:cymru|lafur)
    | llafur[ ]cymru | ceidwadwyr[ ]cymreig | co-?operative[ ]party | scottish[ ]national[ ]party
    | snp | sinn[ ]f[eé]in | sdlp | ulster[ ]unionist | democratic[ ]unionist
    | british[ ]national[ ]party | bnp | social[ ]democratic[ ]party | workers[ ]party
    | women’?'?s[ ]equality[ ]party | monster[ ]raving[ ]loony | english[ ]democrats
    | restore[ ]britain | advance[ ]uk
    | (?:labour|conservative)[ ](?:{_OF_PARTIES})
    | (?:vot(?:e|es|ed|ing)|canvass(?:ing|ed)?|campaign(?:ing|ed)?|leaflet(?:ing|ed)?|elect|back)
        [ ](?:for[ ])?(?:the[ ])?(?:labour|conservatives?|tor(?:y|ies)|lib[ ]?dems?|reform[ ]uk)
    ) \b
    | \#(?:vote|elect|back|join)
        (?:labour|conservatives?|tor(?:y|ies)|libdems?|reform(?:uk)?|greens?)\b
    | \#(?:labour|conservatives?|tor(?:y|ies)|libdems?|reformuk|greenparty|labourparty|ukip|gtto
        |conservativeparty|plaidcymru|(?:tories|labour|starmer|tory)out)\b
    | @(?:uklabour|conservatives|libdems|reformparty_?uk|thegreenparty|plaid_?cymru|thesnp)\b
    | \b(?:labour\.org\.uk|conservatives\.com|libdems\.org\.uk|reformparty\.uk|greenparty\.org\.uk
        |partyof\.wales|snp\.org)\b""",
    re.VERBOSE | re.IGNORECASE,
)

#: With their capitals: without them they are other words.
CAPITALISED = re.compile(
    rf"""\b(?:
      (?<!Government[ ])(?:Greens?|Reform)[ ](?:{_OF_OFFICE})
    | (?:[Vv]ot(?:e|es|ed|ing)|[Cc]anvass(?:ing|ed)?|[Ee]lect)[ ](?:for[ ])?(?:the[ ])?(?:{_SHORT})
    | (?:[Tt]he|by|under|from)[ ]Conservatives
    | (?:by|under|from|join)[ ]Labour\b(?![ ](?:Day|Club|Hall|Exchange))
    | (?<!’s[ ])(?<!'s[ ])Labour['’]s\b(?![ ]Lost)
    )\b""",
    re.VERBOSE,
)

#: What is said when support is sought for somebody, of whatever party.
SUPPORT = re.compile(
    r"""\b(?:
      (?:our|your|the|a|party|parliamentary|prospective|local|labour|election|by-election)
        [ ](?:(?:local|parliamentary|prospective|party|council|election|by-election)[ ])+
        candidates?
    | our[ ]candidates? | (?:parliamentary|party|by-election)[ ]candidates?
    | vot(?:e|ing)[ ](?:for[ ])?(?:me|us|cllr|councillor)
    | (?:lend|give)[ ](?:me|us|him|her|them)[ ]your[ ]votes?
    | (?:re-?elect)(?:ing)?[ ](?-i:[A-Z][\w’'-]+)
    | (?:election|party|our|their)[ ]manifestos? | manifesto[ ](?:pledge|promise|commitment)s?
    | party[ ]political | party[ ](?:rosettes?|whips?) | political[ ]part(?:y|ies)[ ]leaders?
    | (?:the|their|its)[ ]party[ ](?:conference|leader|whip)
    | leader[ ]of[ ]the[ ](?:opposition | (?:labour|conservative|lib[ ]?dem\w*|green|reform)\b)
    | shadow[ ](?:cabinet|chancellor|minister|(?:home|foreign)?[ ]?secretary)
    | (?:election|campaign|party)[ ](?:leaflets?|rosettes?|placards?|canvass(?:ers?|ing))
    | (?:canvass(?:ing|ers)|campaigning)[ ](?:on[ ]the[ ]doorstep|for[ ](?:votes?|re-?election))
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


@policy_check("Party politics", judges_words=True)
def party(content: Content, council: Council) -> Iterator[Finding]:
    """A party, its people or a call to vote: the approver says whether it seeks support."""
    found = unique(
        match[0].strip()
        for text in content.read
        for pattern in (NAMES, CAPITALISED, SUPPORT)
        for match in pattern.finditer(on_one_line(text))
    )
    if found:
        own = source(council, "FTC-6.5-h", "LTC-4.2.2-g")
        yield Finding(
            Result.CHECK_THIS,
            "These words belong to party politics. Take them out unless the post is neutral "
            "without doubt. The approver must say whether it appears designed to affect support "
            "for a political party; if it does, it cannot go out.",
            words=found,
            source=f"{LAW}; {own}" if own else LAW,
            answer="party",
        )
