import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.councils.models import Council
from accounts.people.demo import DEMO_PASSWORD
from moderation.world import make_world
from moderation.world.councils import STAFF, Size

WIDTH = 40  # characters of the progress bar


class Command(BaseCommand):
    help = "Fills the database with made-up councils, to measure speed on. Never in service."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--councils", type=int, default=1000, help="how many (1000)")
        parser.add_argument("--drafts", type=int, help="in all councils together (ten for each)")
        parser.add_argument(
            "--drafts-in-largest",
            type=int,
            default=0,
            metavar="N",
            help="so many more in the first council, to see whether its lists stay quick",
        )
        parser.add_argument(
            "--grants", type=int, default=0, help="of access, in all councils together (none)"
        )
        parser.add_argument(
            "--log", type=int, default=0, help="entries of moderation logs, a tenth in the first"
        )
        parser.add_argument(
            "--blocks", type=int, default=0, help="of people, a tenth in the first council (none)"
        )
        parser.add_argument("--policies", type=int, default=0, help="in each council (none)")
        parser.add_argument(
            "--people", type=int, default=0, help="in each council who must read them (none)"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same world")
        parser.add_argument("--add", action="store_true", help="beside councils that are there")
        parser.add_argument(
            "--yes-this-is-not-in-service", action="store_true", help="needed unless DEMO=1"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not options["yes_this_is_not_in_service"]:
            raise CommandError(
                "This writes made-up councils past the rules that real ones are kept by. If nobody "
                "works in this database, say --yes-this-is-not-in-service."
            )
        if Council.objects.exists() and not options["add"]:
            raise CommandError("This database holds councils already. Say --add to add to them.")
        drafts = options["drafts"]
        size = Size(
            councils=options["councils"],
            drafts=options["councils"] * 10 if drafts is None else drafts,
            drafts_in_largest=options["drafts_in_largest"],
            seed=options["seed"],
            grants=options["grants"],
            log=options["log"],
            blocks=options["blocks"],
            policies=options["policies"],
            people=options["people"],
        )
        numbers = (size.drafts, size.drafts_in_largest, size.grants, size.log, size.blocks)
        if size.councils < 1 or min(*numbers, size.policies, size.people) < 0:
            raise CommandError("Ask for at least one council, and for no fewer than no drafts.")
        password = DEMO_PASSWORD if settings.DEMO else secrets.token_urlsafe(12)
        slugs = make_world(size, password, lambda done: self.show(done, size.steps))
        if options["verbosity"]:
            self.say_who(slugs, password)

    def show(self, done: int, total: int) -> None:
        """Draws the progress bar, but only for somebody who watches."""
        if not self.stderr.isatty():
            return
        bar = "#" * (WIDTH * done // total)
        end = "\n" if done == total else ""
        self.stderr.write(f"\r[{bar:<{WIDTH}}] {100 * done // total:3} %", ending=end)
        self.stderr.flush()

    def say_who(self, slugs: list[str], password: str) -> None:
        """Prints what to sign in as."""
        self.stdout.write(f"Made {len(slugs)} councils. Sign in to the largest as")
        for _, title, mailbox in STAFF:
            self.stdout.write(f"  {mailbox}@{slugs[0]}.example   {title}")
        self.stdout.write(f"with the password: {password}")
        self.stdout.write("Every other council has the same three, for example")
        self.stdout.write(f"  {STAFF[0][2]}@{slugs[-1]}.example")
