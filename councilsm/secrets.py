"""Passwords do not belong on the register: whatever looks like one is refused."""

import re

from councilsm.refusals import RuleBroken

KEYWORD = r"\b(pass(?:word|code|phrase)|pwd?|pin|passwd|login|secret)\b"
#: "Password: x", "pw = x". "Password is kept in the safe" is none: more than one word follows.
SAID = re.compile(KEYWORD + r"\s*(?:is|was|=|:)+\s*(?P<value>\S+)(?P<rest>[^\n]*)", re.IGNORECASE)
#: "PIN 1234", "password hunter2".
NAMED = re.compile(KEYWORD + r"\s+(?:\d{4,}|(?=\S*\d)(?=\S*[a-z])\w{6,})(?!\S)", re.IGNORECASE)
#: One word that mixes letters, figures and signs.
WORD = re.compile(r"(?<!\S)(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)(?=\S*[^\w\s.,;:/@()’'-])\S{8,}(?!\S)")
#: "Password for Facebook is Summer2026", "password - hunter2", "pass: Summer2026".
FURTHER_ON = re.compile(
    r"\b(?:pass(?:word|code|phrase|wort)?|passwd|pwd?|token|(?:api|access)[ _-]?key)\b"
    r"(?: +[\w’']+){0,5}?(?: +is +| *[:=] *| +[-–—] +)"
    r"(?=\S*[a-z])(?=\S*\d)(?!https?:)[^\s@]{6,}",
    re.IGNORECASE,
)
#: "The PIN of the phone is 4821", "Recovery codes 1234-5678".
FIGURES = re.compile(
    r"\bPIN\b(?: +[\w’']+){0,5} +\d{4,8}\b|\b(?i:recovery|backup)[ _-](?i:codes?)\b\W{0,3}\d{4}"
)
#: What programs are let in by, as those who issue it write it; the seed of a second step.
ISSUED = re.compile(
    r"(?<!\S)(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|[rs]k_(?:live|test)_\w{10,}"
    r"|A[KS]IA[0-9A-Z]{16}|EAA[A-Za-z0-9]{20,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"
    r"|xox[abprs]-[\w-]{10,}|(?=[A-Z]*[2-7])(?=(?:[2-7]*[A-Z]){8})[A-Z2-7]{16,}(?!\S))"
)
#: Nobody writes these in a plain word.
ODD = re.compile(r"\d|[^\w\s.,;:()’'&/-]|(?<=[a-z])[A-Z]")

REFUSAL = (
    "This looks like a password. councilsm never keeps one: say where it is kept, for example in "
    "the password manager, under Facebook."
)


def looks_secret(text: str) -> bool:
    """Whether a text holds something like a password. Web and mail addresses are none."""
    return (
        any(map(_gives_value, SAID.finditer(text)))
        or any(pattern.search(text) for pattern in (NAMED, FURTHER_ON, FIGURES, ISSUED))
        or any("://" not in word and "@" not in word.strip("@")[1:] for word in WORD.findall(text))
    )


def _gives_value(said: re.Match[str]) -> bool:
    value, rest = said["value"].strip(".,;:()"), said["rest"].strip(" .")
    if re.fullmatch(r"\S+@\S+\.\w+|https?://\S+", value):
        return False  # "login: social@flitwick.example" names the login
    if said[1].lower() == "login":
        return bool(ODD.search(value))
    return bool(ODD.search(value)) or not rest


def refuse_secrets(*texts: str) -> None:
    """Asserts that no text holds something like a password.

    Raises:
        RuleBroken: one does.
    """
    if any(looks_secret(text) for text in texts):
        raise RuleBroken(REFUSAL)
