"""What a visitor has answered so far, kept in their session from page to page."""

from datetime import date
from typing import Any

from accounts.councils.answers import VisitorAnswers
from accounts.councils.front import FrontRequest
from councilsm.files.models import StoredFile
from moderation.ideas.forms import MOST_PICTURES
from moderation.ideas.letter import Letter, SentPicture
from moderation.ideas.models import Idea


class Answers(VisitorAnswers):
    """An idea and its pictures, as far as this visitor has told of them."""

    form = "ideas"

    def __init__(self, request: FrontRequest) -> None:
        super().__init__(request)
        kept = self.kept
        #: Cleaned values of the first page; empty before it was answered.
        self.idea: dict[str, Any] = kept.get("idea", {})
        #: What was said of each picture, by the file's id as text; None before it was asked.
        self.pictures: dict[str, dict[str, Any] | None] = kept.get("pictures", {})
        #: Name, email and whether to be named; None before that page was answered.
        self.sender: dict[str, Any] | None = kept.get("sender")
        #: A program filled in what people cannot see: it is led through and nothing is stored.
        self.trapped: bool = kept.get("trapped", False)
        #: What the visitor's pictures are called; the council may know the same by another name.
        self.names: dict[str, str] = kept.get("names", {})
        self._files = self.council.files.in_bulk([int(pk) for pk in self.pictures])
        for pk, file in self._files.items():
            file.name = self.names.get(str(pk), "Picture")
        # What waits longer than a day is removed: see `councilsm.files.abandoned`.
        self.pictures = {pk: said for pk, said in self.pictures.items() if int(pk) in self._files}

    def keep(self) -> None:
        """Writes the answers back into the session."""
        self.keep_these(
            {
                "idea": self.idea,
                "pictures": self.pictures,
                "names": self.names,
                "sender": self.sender,
                "trapped": self.trapped,
            }
        )

    def sent(self, idea: Idea | None, *, link: bool) -> None:
        """Forgets the answers and notes what the confirmation shows.

        Args:
            idea: None for one that was only pretended to be taken.
            link: show the way to the status page, as no message carries it.
        """
        self.forget(idea.number if idea else None, link=link)

    def set_idea(self, idea: str, text: str, wanted_on: date | None) -> None:
        self.idea = {
            "idea": idea,
            "text": text,
            "wanted_on": wanted_on.isoformat() if wanted_on else "",
        }

    @property
    def wanted_on(self) -> date | None:
        day = self.idea.get("wanted_on")
        return date.fromisoformat(day) if day else None

    @property
    def files(self) -> list[StoredFile]:
        """The pictures added so far, in the order in which they came."""
        return [self._files[int(pk)] for pk in self.pictures]

    @property
    def placed(self) -> dict[int, StoredFile]:
        """The same by the place at which each came, from 1, as pages name them.

        A file's own number would tell whether the council had the picture before. Places stay when
        a picture is removed, so that a page in another tab says nothing of the wrong one.
        """
        came = dict.fromkeys([*self.names, *self.pictures])  # those removed too, each once
        return {
            place: self._files[int(pk)] for place, pk in enumerate(came, 1) if pk in self.pictures
        }

    @property
    def room(self) -> int:
        """How many more pictures may come."""
        return MOST_PICTURES - len(self.pictures)

    def add_files(self, files: list[StoredFile]) -> None:
        for file in files:
            self._files[file.pk] = file
            self.names.setdefault(str(file.pk), file.name)
            self.pictures.setdefault(str(file.pk), None)

    def remove_file(self, place: str) -> None:
        """Takes out the picture that `placed` has at a place; none where nothing is."""
        file = next((file for at, file in self.placed.items() if str(at) == place), None)
        if file is not None:
            self.pictures.pop(str(file.pk), None)

    def describe(self, pictures: list[SentPicture]) -> None:
        self.pictures = {
            str(sent.file.pk): {
                "taken_by": sent.taken_by,
                "shows": sent.shows,
                "people": sent.people,
                "agreed": sent.agreed,
            }
            for sent in pictures
        }

    def sent_pictures(self, files: list[StoredFile]) -> dict[int, SentPicture]:
        """What was said of these pictures, of those that were asked about."""
        return {
            file.pk: SentPicture(file, **said)
            for file in files
            if (said := self.pictures.get(str(file.pk)))
        }

    def first_gap(self) -> str | None:
        """The URL name of the first page that is not answered; None when all are."""
        if not self.idea:
            return "ideas:new"
        if any(said is None for said in self.pictures.values()):
            return "ideas:about"
        return "ideas:sender" if self.sender is None else None

    def letter(self) -> Letter:
        """All of it, ready to be sent. Call when there is no gap."""
        sender = self.sender or {}
        return Letter(
            idea=self.idea["idea"],
            text=self.idea["text"],
            wanted_on=self.wanted_on,
            name=sender.get("name", ""),
            email=sender.get("email", ""),
            wants_credit=sender.get("wants_credit", False),
            pictures=tuple(self.sent_pictures(self.files).values()),
        )
