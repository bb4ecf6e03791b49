"""Passwords do not belong on the register: whatever looks like one is refused."""

import re

from councilsm.refusals import RuleBroken

KEYWORD = r"\b(pass(?:word|code|phrase)|pwd?|pin|passwd|login|secret)\b"
#: "Password: x", "pw = x". "Password is kept in the safe" is none: more than one word follows.
SAID = re.compile(KEYWORD + r"\s*(?:is|was|=|:)+\s*(?P<value>\S+)(?P<rest>[^\n]*)", re.IGNORECASE)
#: "PIN 1234", "password hunter2".
NAMED = re.compile(KEYWORD + r"\s+(?:\d{4,}|(?=\S*\d)(?=\S*[a-z])\w{6,})(?!\S)", re.IGNORECASE)
#: One word that mixes letters, figures and signs.
WORD = re.compile(
    r"(?<!\S)(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)(?=\S*[^\w\s.,;:/@()’'&+-])\S{8,}(?!\S)"
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
        or bool(NAMED.search(text))
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
