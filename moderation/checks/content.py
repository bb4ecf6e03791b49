"""What somebody wants the council to say, as plain values: what checks read and a digest binds."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from accounts.councils.wording import BASES
from accounts.register.models import OfficialAccount
from councilsm.files.models import StoredFile
from moderation.checks.reading import as_read

RIGHTS = [
    ("council", "The council made it"),
    ("permission", "Its owner has given permission"),
    ("licence", "It has a licence that lets us use it"),
]

#: Who can be seen in a picture. Which of these count is a value in the rulebook.
PEOPLE = [(basis.value, words) for basis, words in BASES.items()]

#: A notice the law makes the council publish; words in it are not ours to judge.
EXEMPT = [
    ("", "None of these"),
    ("statutory_notice", "A statutory notice"),
    ("nominations", "Persons nominated, or notice of election or poll"),
    ("result", "The result of an election or poll"),
]

#: What may go out in a pre-election period without a reason of the approver's.
IN_PERIOD = [
    ("statutory_notice", "A statutory notice"),
    ("poll_information", "How, where and when to vote"),
    ("emergency", "An emergency"),
    ("factual_reply", "A factual reply to a question"),
]


@dataclass(frozen=True)
class Consent:
    """One person's permission to be shown, as it stands.

    Args:
        relationship: of who gave it: `self`, `parent`, `guardian`.
    """

    subject_id: int
    name: str
    under_18: bool
    relationship: str
    in_force: bool


@dataclass(frozen=True)
class PictureContent:
    """A picture with what its author says of it. Order is the order it goes out in.

    Args:
        alt: what it shows, for people who cannot see it; empty only when decorative.
        decorative_reason: why no alt text is needed; empty when it is not decorative.
        rights: a code of `RIGHTS`; empty while not answered.
        rights_detail: who made it, and by what permission or licence.
        people: a code of `PEOPLE`; empty while not answered.
    """

    file: StoredFile
    alt: str = ""
    decorative_reason: str = ""
    rights: str = ""
    rights_detail: str = ""
    people: str = ""
    consents: tuple[Consent, ...] = ()


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Video(Frozen):
    """A video described, not stored: what goes out must be the file with this digest."""

    title: str
    file_name: str
    sha256: str
    captions: Literal["yes", "no_speech"]
    #: Who is in it, in the author's words.
    people: str


class Declarations(Frozen):
    """What the author declares, only where ticked. Each text says by whom and when, or where."""

    #: Line manager's permission to publish about a private or internal meeting (LLTC-13-f).
    private_meeting: str = ""
    #: A named customer, partner or supplier approves (LLTC-13-g).
    third_party: str = ""
    #: Where the evidence is held for words that may harm a reputation (FTC-A-9).
    reputation: str = ""


class Particulars(Frozen):
    """The rest of what an author submits. Stored with the revision and bound by its digest.

    A later release may add a value; left at its default it does not change a digest.
    """

    link: str = ""
    #: The original post, where ours shares or answers one.
    original_url: str = ""
    #: "Does this endorse anything controversial?" None while not answered (FTC-6.5-j).
    endorses: bool | None = None
    #: Whose information or idea it is, to be credited (FTC-6.3-h, FTC-A-16).
    credit: str = ""
    exempt: str = ""
    declarations: Declarations = Declarations()
    video: Video | None = None
    #: Why it cannot wait for the usual order; empty when it is not urgent.
    urgent: str = ""
    #: A code of `IN_PERIOD` with the author's reason; both empty where it is none of them.
    in_period: str = ""
    in_period_reason: str = ""


@dataclass(frozen=True)
class Content:
    """What an author submits.

    Args:
        texts: the exact words for each official account, link included.
        not_before: the earliest moment to post; None as soon as approved.
        not_after: the latest; None seven days after `not_before`, or after now.
    """

    kind: str
    title: str
    texts: dict[OfficialAccount, str]
    pictures: tuple[PictureContent, ...] = ()
    particulars: Particulars = field(default_factory=Particulars)
    not_before: datetime | None = None
    not_after: datetime | None = None

    @cached_property
    def read(self) -> list[str]:
        """Everything that people read or have read to them, alt text too, as they take it in."""
        said = [*self.words, *(picture.alt for picture in self.pictures if picture.alt)]
        if self.particulars.video is not None:
            said.append(self.particulars.video.title)
        return [as_read(text) for text in said]

    @property
    def words(self) -> list[str]:
        """Each different wording once, in the order of the accounts."""
        return list(self.accounts_by_words)

    @property
    def accounts_by_words(self) -> dict[str, list[str]]:
        """Each different wording once with the names of its accounts, in the order of these."""
        found: dict[str, list[str]] = {}
        for account, text in self.texts.items():
            found.setdefault(text, []).append(str(account))
        return found
