"""What somebody sends who asks to be unblocked, as plain values."""

import json
from dataclasses import dataclass

from councilsm.audit.canonical import sha256


@dataclass(frozen=True)
class RequestLetter:
    """A request to be unblocked as it is sent.

    Args:
        platform: a code of `OfficialAccount.Platform`.
        handle: their name or the address of their profile there, as they typed it.
        answer_by: a code of `UnblockRequest.AnswerBy`.
        email: where to answer by e-mail; empty for another way.
        answer_to: the postal address or telephone number, of those ways.
        helper_name: who sends it for somebody else; empty where nobody does.
        helper_as: as what, such as their support worker.
    """

    platform: str
    handle: str
    what: str
    more: str = ""
    answer_by: str = "email"
    email: str = ""
    answer_to: str = ""
    helper_name: str = ""
    helper_as: str = ""

    def digest_of(self, sender: str) -> str:
        """SHA-256 over all of it: the same sent again by the same sender has the same.

        Args:
            sender: what tells one visitor's session from another's. It counts where no e-mail
                address tells whose the request is: the same words from a stranger are theirs.
        """
        said = [
            *(self.platform, self.handle, self.what, self.more, self.answer_by),
            *(self.email.casefold(), self.answer_to, self.helper_name, self.helper_as),
            "" if self.email else sender,
        ]
        return sha256(json.dumps(said).encode())
