"""Requests are read as UTF-8, whatever a client says."""

from collections.abc import Callable, Iterable
from typing import Any


def only_utf8(django: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Reads every request as UTF-8, as browsers send them.

    Django would otherwise decode by the charset a client names, UTF-7 and raw escapes included,
    before any middleware of ours sees the request.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if "charset" in kind.lower():
            parts = [part for part in kind.split(";") if "charset" not in part.lower()]
            environ["CONTENT_TYPE"] = ";".join(parts)
        return django(environ, start_response)

    return application
