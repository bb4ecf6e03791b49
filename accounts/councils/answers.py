"""What a visitor without a sign-in has answered to one council, from page to page."""

import time
from typing import Any

from accounts.councils.front import FrontRequest


class VisitorAnswers:
    """Answers that wait in a visitor's own session until they are sent; nobody else reads them.

    Subclasses name the form that they belong to, and say what is kept.
    """

    #: Which form: its answers stand in the session under this name.
    form = ""
    #: Seconds after which they are shown no more, as somebody else may sit at the same computer;
    #: None for as long as the session lasts.
    shown_for: int | None = None

    def __init__(self, request: FrontRequest) -> None:
        self.session = request.session
        self.council = request.council
        #: What `keep_these` wrote last; empty at first.
        self.kept: dict[str, Any] = self._lately(self.form) or {}

    def keep_these(self, answers: dict[str, Any]) -> None:
        """Writes answers into the session, in place of those that were there."""
        self._write(self.form, answers)

    def forget(self, number: int | None, *, link: bool) -> None:
        """Forgets the answers once they are sent, and notes what the confirmation shows.

        Args:
            number: of what became of them; None where that was only pretended.
            link: show the way to the status page, as no message carries it.
        """
        others = self.session.get(self.form, {})
        others.pop(self.council.slug, None)
        self.session[self.form] = others
        self._write(f"{self.form}_sent", {"number": number, "link": link})

    @property
    def confirmation(self) -> dict[str, Any] | None:
        """What `forget` noted last; None if nothing was sent to this council."""
        return self._lately(f"{self.form}_sent")

    def _write(self, key: str, values: dict[str, Any]) -> None:
        values = values | {"at": int(time.time())}
        self.session[key] = self.session.get(key, {}) | {self.council.slug: values}

    def _lately(self, key: str) -> dict[str, Any] | None:
        """What was written for this council, unless it is too old to be shown."""
        values: dict[str, Any] | None = self.session.get(key, {}).get(self.council.slug)
        if values and self.shown_for and values.get("at", 0) < time.time() - self.shown_for:
            return None
        return values
