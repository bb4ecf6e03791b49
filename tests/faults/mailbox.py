"""A mail server of our own on the loopback: it keeps what it is given, and hangs when told to."""

import contextlib
import email
import email.policy
import socketserver
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Self

#: Seconds for which a hanging server says nothing.
HANGS = 60.0


class Mailbox:
    """`with Mailbox() as mailbox: ... mailbox.url`: an SMTP server in threads of this process."""

    def __init__(self) -> None:
        self.taken: Counter[tuple[str, str]] = Counter()
        #: Set: nobody is greeted any more.
        self.hanging = threading.Event()
        #: Seconds before it says that it took a message: time in which a sender may be killed.
        self.slowness = 0.0
        self._lock = threading.Lock()
        mailbox = self

        class Line(_Line):
            box = mailbox

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Line)
        self.url = f"smtp://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hanging.clear()
        self._server.shutdown()
        self._server.server_close()

    def take(self, recipients: list[str], data: bytes) -> None:
        """Keeps a message: it is delivered, whatever becomes of the sender."""
        message = email.message_from_bytes(data, policy=email.policy.default)
        with self._lock:
            self.taken.update((to, str(message["Subject"])) for to in recipients)

    def doubled(self) -> dict[tuple[str, str], int]:
        """What came more than once, and how often."""
        with self._lock:
            return {what: times for what, times in self.taken.items() if times > 1}


class _Line(socketserver.StreamRequestHandler):
    """One client, as far as smtplib speaks."""

    box: Mailbox

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        self._wait()
        self._say("220 mailbox")
        recipients: list[str] = []
        while line := self.rfile.readline():
            word = line[:4].decode(errors="replace").upper()
            if word == "RCPT":
                recipients.append(line.decode().split("<")[1].split(">")[0])
            if word == "DATA":
                self._say("354 go on")
                self.box.take(recipients, self._data())
                recipients = []
                time.sleep(self.box.slowness)
            self._say("221 bye" if word == "QUIT" else "250 mailbox")
            if word == "QUIT":
                return

    def _data(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _wait(self) -> None:
        until = time.monotonic() + HANGS
        while self.box.hanging.is_set() and time.monotonic() < until:
            time.sleep(0.1)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
