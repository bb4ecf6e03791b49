import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import MaxLengthValidator, validate_email, validate_slug
from django.urls import reverse
from django.utils.text import slugify

from accounts.councils.actions import Opened, open_council
from accounts.councils.rulebook import SHIPPED
from accounts.people.actions.invitations import LASTS
from councilsm.refusals import RuleBroken

RULEBOOKS = sorted(path.stem for path in SHIPPED.glob("*.toml"))


def known_rulebook(name: str) -> None:
    if name not in RULEBOOKS:
        raise ValidationError(f"Choose one of: {', '.join(RULEBOOKS)}.")


def something(text: str) -> None:
    if not text:
        raise ValidationError("This cannot be empty.")


def as_address(text: str) -> None:
    try:
        validate_slug(text)
    except ValidationError:
        raise ValidationError("Use small letters, numbers and hyphens only.") from None
    if text != text.lower():
        raise ValidationError("Use small letters, numbers and hyphens only.")


Check = Callable[[str], None]

#: Each thing to know: the flag, what is asked, and what an answer must be.
ASKED: dict[str, tuple[str, list[Check]]] = {
    "council": ("Name of the council", [something, MaxLengthValidator(120)]),
    "slug": ("Its part of every address", [something, MaxLengthValidator(60), as_address]),
    "email": ("The council's email address", [something, MaxLengthValidator(254), validate_email]),
    "rulebook": (f"Rulebook to begin with ({', '.join(RULEBOOKS)})", [known_rulebook]),
    "clerk_name": ("Full name of the clerk", [something, MaxLengthValidator(120)]),
    "clerk_email": (
        "The clerk's email address",
        [something, MaxLengthValidator(254), validate_email],
    ),
}

NEXT = """
{council} is set up with the {rulebook} rulebook.

1. {clerk} opens this link {first}.
   It works once, for {days} days, and was also sent to {email}:
   {link}

2. Then {clerk} answers the setup questions, in any number of sittings:
   {setup}
"""


class Command(BaseCommand):
    help = "Sets up a council and invites its clerk. Asks for what the flags do not say."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, (words, _) in ASKED.items():
            parser.add_argument(f"--{name.replace('_', '-')}", help=words.lower())
        parser.add_argument(
            "--no-input", action="store_false", dest="interactive", help="never ask; fail instead"
        )

    def handle(self, *args: Any, interactive: bool, **options: Any) -> None:
        answers: dict[str, str] = {}
        for name in ASKED:
            answers[name] = self.answer(name, options[name], answers, interactive)
        try:
            opened = open_council(name=answers.pop("council"), actor=None, **answers)
        except RuleBroken as error:
            raise CommandError(f"{error.sentence} Nothing was set up.") from error
        self.stdout.write(self.style.SUCCESS(in_words(opened, answers["rulebook"])))

    def answer(
        self, name: str, given: str | None, answers: dict[str, str], interactive: bool
    ) -> str:
        """One answer: from its flag, or asked for until it will do."""
        if given is not None or not interactive:
            flag = f"--{name.replace('_', '-')}"
            if given is None:
                raise CommandError(f"{flag} is missing. Nothing was set up.")
            if fault := fault_of(name, given):
                raise CommandError(f"{flag}: {fault} Nothing was set up.")
            return given.strip()
        default = default_of(name, answers)
        while True:
            shown = f" [{default}]" if default else ""
            typed = self.ask(f"{ASKED[name][0]}{shown}: ") or default
            if not (fault := fault_of(name, typed)):
                return typed
            self.stderr.write(fault)

    def ask(self, prompt: str) -> str:
        try:
            return input(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Stopped. Nothing was set up.") from None


def default_of(name: str, answers: dict[str, str]) -> str:
    """What Enter alone answers; nothing for most."""
    if name == "slug":
        words = re.sub(r"\b(town|parish|city|council|the)\b", " ", answers["council"].lower())
        return slugify(words)[:60].strip("-")
    return "starter" if name == "rulebook" else ""


def fault_of(name: str, text: str) -> str:
    """What is wrong with an answer; empty when nothing is."""
    for check in ASKED[name][1]:
        try:
            check(text.strip())
        except ValidationError as error:
            return " ".join(error.messages)
    return ""


def in_words(opened: Opened, rulebook: str) -> str:
    """What was done, and what comes next."""
    link = re.search(rf"{re.escape(settings.BASE_URL)}/\S+", opened.letter)
    clerk = opened.clerk.person
    known = clerk.has_usable_password()
    return NEXT.format(
        council=opened.council,
        rulebook=rulebook,
        clerk=clerk,
        first="and accepts" if known else "and chooses a password, then adds a second factor",
        days=LASTS.days,
        email=clerk.email,
        link=link[0] if link else "(see the message)",
        setup=settings.BASE_URL + reverse("councils:setup", args=[opened.council.slug]),
    )
