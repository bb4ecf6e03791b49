"""What belongs to the council itself and may be published any day: its own contacts."""

import re
from dataclasses import dataclass

from accounts.councils.models import Council

_PUBLIC_MAIL = """
    aol.com btinternet.com btopenworld.com fastmail.com gmail.com gmx.co.uk gmx.com googlemail.com
    hotmail.co.uk hotmail.com icloud.com live.co.uk live.com mac.com mail.com me.com msn.com
    ntlworld.com outlook.com plusnet.com proton.me protonmail.com sky.com talktalk.net
    tiscali.co.uk virginmedia.com yahoo.co.uk yahoo.com zoho.com
    """
#: Anybody can have an address there, so the domain says nothing of whose it is.
PUBLIC_MAIL = frozenset(_PUBLIC_MAIL.split())

#: What stands before the @ where an office reads the mail, not one person.
ROLE = re.compile(
    r"""(?: admin | accounts? | allotments? | bookings? | cemetery | clerk | deputy[.-]?clerk
    | comms | communications? | community | complaints | contact(?:us)? | council | customer\w*
    | democratic\w* | elections? | enquir(?:y|ies) | events? | facilities | feedback | finance
    | foi | general | grants? | hall | hello | help\w* | highways | info\w* | inquir(?:y|ies)
    | jobs | lettings | licensing | mail | market\w* | mayor | media | museum | news\w* | no-?reply
    | office | parks | planning\w* | post | press | recruitment | reception | registrar
    | reservations | sales | school | secretary | services? | support | team | theatre | tickets
    | tourism | townclerk | vacancies | venues? | volunteer\w* | webmaster | website | youth
    ) \d*""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class OwnContacts:
    """How the council itself is reached.

    Args:
        emails: whole addresses, in lower case.
        domain: every address in it is the council's; empty where anybody may have one there.
        published: telephone numbers and postal addresses, letters and digits only.
    """

    emails: frozenset[str]
    domain: str
    published: tuple[str, ...] = ()

    @classmethod
    def of(cls, council: Council) -> "OwnContacts":
        """The contacts on the council's own particulars."""
        email = council.email.lower()
        domain = email.rpartition("@")[2]
        published = tuple(_bare(line) for line in council.contacts.splitlines() if _bare(line))
        return cls(frozenset({email}), "" if domain in PUBLIC_MAIL else domain, published)

    def owns_email(self, address: str) -> bool:
        """Whether a published address is the council's, or some office's rather than a person's."""
        local, _, domain = address.lower().rpartition("@")
        if address.lower() in self.emails or domain == self.domain:
            return True
        return domain not in PUBLIC_MAIL and ROLE.fullmatch(local) is not None

    def owns(self, words: str) -> bool:
        """Whether a telephone number (national, without its 0) or a place is the council's."""
        return any(_bare(words) in line for line in self.published)


def _bare(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum())
