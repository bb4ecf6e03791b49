"""What somebody sends in, as plain values."""

import json
from dataclasses import dataclass
from datetime import date

from councilsm.audit.canonical import sha256
from councilsm.files.models import StoredFile

#: Who can be seen, as the public is asked; the codes are those of `checks.content.PEOPLE`.
SHOWS = {
    "nobody": "Nobody who could be recognised",
    "crowd": "A crowd at a public event",
    "official": "People in an official role, such as the Mayor",
    "named": "Adults who could be recognised",
    "under_18": "Children under 18 who could be recognised",
}


@dataclass(frozen=True)
class SentPicture:
    """A picture and what its sender says of it.

    Args:
        shows: a code of `checks.content.PEOPLE`.
        people: who is in it; empty where nobody could be recognised.
        agreed: everybody in it agrees (for a child, a parent or legal guardian).
    """

    file: StoredFile
    taken_by: str
    shows: str
    people: str = ""
    agreed: bool = False

    @property
    def shows_in_words(self) -> str:
        return SHOWS[self.shows]


@dataclass(frozen=True)
class Letter:
    """An idea as it is sent.

    Args:
        email: where to answer; empty for none.
        wanted_on: the day (London) on which the sender would like it to appear.
        wants_credit: a post may name the sender and whoever took the pictures.
    """

    idea: str
    text: str = ""
    wanted_on: date | None = None
    name: str = ""
    email: str = ""
    wants_credit: bool = False
    pictures: tuple[SentPicture, ...] = ()

    def digest_from(self, sender_id: int | None) -> str:
        """SHA-256 over the letter and who was signed in: the same one again has the same."""
        said = [
            self.idea,
            self.text,
            self.wanted_on.isoformat() if self.wanted_on else "",
            self.name,
            self.email.casefold(),
            self.wants_credit,
            sorted(
                [sent.file.digest, sent.taken_by, sent.shows, sent.people, sent.agreed]
                for sent in self.pictures
            ),
            sender_id,
        ]
        return sha256(json.dumps(said).encode())
