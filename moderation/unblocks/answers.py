"""What a visitor who asks to be unblocked has answered so far."""

import secrets
from typing import Any

from accounts.councils.answers import VisitorAnswers
from accounts.councils.front import FrontRequest
from accounts.register.models import OfficialAccount
from councilsm.turns import HOUR
from moderation.unblocks.models import UnblockRequest
from moderation.unblocks.request_letter import RequestLetter

#: The questions in their order, as their pages are called.
PAGES = ("where", "what", "more", "who", "answer")

AnswerBy = UnblockRequest.AnswerBy


class Answers(VisitorAnswers):
    """A request, as far as this visitor has told of it: the cleaned values of each page."""

    form = "unblock"
    shown_for = 4 * HOUR

    def __init__(self, request: FrontRequest) -> None:
        super().__init__(request)
        self.pages: dict[str, dict[str, Any]] = self.kept.get("pages", {})
        #: A program filled in what people cannot see: it is led through and nothing is stored.
        self.trapped: bool = self.kept.get("trapped", False)

    def take(self, page: str, said: dict[str, Any]) -> None:
        """Keeps what a page was answered with."""
        self.pages[page] = said
        self.keep_these({"pages": self.pages, "trapped": self.trapped})

    @property
    def sender(self) -> str:
        """What tells this visitor's session from any other, as long as the answers are shown."""
        name = f"{self.form}_sender"
        known = self._lately(name)
        if known is None:
            known = {"key": secrets.token_hex(16)}
            self._write(name, known)
        return str(known["key"])

    @property
    def first_gap(self) -> str | None:
        """The first page that is not answered; None when all are."""
        return next((page for page in PAGES if page not in self.pages), None)

    def may_ask(self, page: str) -> bool:
        """Whether every question before this page is answered."""
        return all(before in self.pages for before in PAGES[: PAGES.index(page)])

    @property
    def letter(self) -> RequestLetter:
        """All of it, ready to be sent. Call when there is no gap.

        What was typed for another way than the one chosen in the end is left out.
        """
        where, who, answer = (self.pages[page] for page in ("where", "who", "answer"))
        helped = who["who"] == "other"
        way = answer["answer_by"]
        return RequestLetter(
            platform=where["platform"],
            handle=where["handle"],
            what=self.pages["what"]["what"],
            more=self.pages["more"]["more"],
            answer_by=way,
            email=answer["email"] if way == AnswerBy.EMAIL else "",
            answer_to=answer.get({"post": "post_to", "phone": "phone"}.get(way, ""), ""),
            helper_name=who["helper_name"] if helped else "",
            helper_as=who["helper_as"] if helped else "",
        )

    @property
    def in_words(self) -> list[tuple[str, str, str]]:
        """What was answered, to be checked: what it is, what was said, the page to change it on."""
        letter = self.letter
        helped = f"{letter.helper_name} ({letter.helper_as})" if letter.helper_name else "Myself"
        rows = [
            ("Platform", OfficialAccount.Platform(letter.platform).label, "where"),
            ("Name of the profile", letter.handle, "where"),
            ("What happened", letter.what, "what"),
            ("Anything to add", letter.more or "Nothing", "more"),
            ("Sent by" if letter.helper_name else "Asking for", helped, "who"),
            ("Answer", AnswerBy(letter.answer_by).label, "answer"),
        ]
        if to := letter.email or letter.answer_to:
            label = {"email": "Email address", "post": "Address"}.get(letter.answer_by, "Number")
            rows.append((label, to, "answer"))
        return rows
