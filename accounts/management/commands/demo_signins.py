import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.people.demo import TRY_FIRST, DemoSignIn, demo_sign_ins

COLUMNS = ("Council", "Name", "Email", "Password", "Offices")


class Command(BaseCommand):
    help = "Lists who can sign in to the demonstration, with the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration (DEMO is off), so there is none.")
        found = demo_sign_ins()
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
        elif not found:
            self.stdout.write("Nobody can sign in yet: the demonstration is not loaded.")
        else:
            self.stdout.write(as_table(found))
            self.stdout.write(TRY_FIRST)


def as_table(found: list[DemoSignIn]) -> str:
    """The sign-ins in columns, as wide as they need."""
    rows = [COLUMNS] + [
        (one["council"], one["name"], one["email"], one["password"], ", ".join(one["offices"]))
        for one in found
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)
