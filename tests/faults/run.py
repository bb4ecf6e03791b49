"""`make faults`: a whole installation, any part of which is killed again and again.

Nothing but servers that this program started is touched. It ends with "0 lost, 0 doubled" and the
counts behind it; anything else is a failure.
"""

import argparse
import contextlib
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from councilsm.running.processes import wait_for
from tests import servers
from tests.faults.house import House, kill_one
from tests.faults.mailbox import Mailbox
from tests.programs import CannotTest

if TYPE_CHECKING:
    from tests.faults.clerks import Clerk

#: How often each part is hit, in a hundred.
AIMS = {
    "web process": 40,
    "worker process": 35,
    "worker": 9,
    "broker": 9,
    "web": 4,
    "beat": 3,
}
#: So many kills between two restarts of PostgreSQL, and between two lots of work for the jobs.
LOT = 25
#: Seconds for what is left to be done once nothing is killed any more.
LONGEST = 120.0
WORKER = {"processes": 2}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    chosen = parser.parse_args(arguments)
    random.seed(chosen.seed)
    print(f"{chosen.kills} kills, seed {chosen.seed}", flush=True)
    with contextlib.ExitStack() as resources:
        folder = resources.enter_context(servers.temporary_folder())
        mailbox = resources.enter_context(Mailbox())
        database = resources.enter_context(servers.Postgres())
        broker = resources.enter_context(servers.Redis())
        prepare({"database": database.url, "broker": broker.url, "mail": mailbox.url}, folder)
        house = resources.enter_context(contextlib.closing(House(os.environ, folder)))
        return Trial(house, database, broker, mailbox).run(chosen.kills)


def prepare(urls: dict[str, str], folder: Path) -> None:
    """Settings as in service, told of our own servers; then Django, and an empty database."""
    os.environ.update(servers.environment({}, folder))
    os.environ.update(
        DATABASE_URL=urls["database"], REDIS_URL=urls["broker"], EMAIL_URL=urls["mail"]
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


class Trial:
    """One installation and all that is done to it."""

    def __init__(
        self, house: House, database: servers.Postgres, broker: servers.Redis, mailbox: Mailbox
    ) -> None:
        from tests.faults.tally import Tally

        self.house, self.database, self.broker, self.mailbox = house, database, broker, mailbox
        self.kills: Counter[str] = Counter()
        self.ran_out: list[int] = []
        self.left: list[int] = []
        self.restarts = 0
        self.tally = Tally()

    def run(self, kills: int) -> int:
        """The whole trial; the exit code."""
        from tests.cast import assemble

        self.cast = assemble()
        self.house.web()
        self.house.worker(**WORKER)
        self.house.beat()
        clerks = [self.clerk() for _ in range(3)]
        self.storm(kills, clerks)
        self.drain("after the kills")
        self.ten_days_without_beat()
        self.drain("after ten days without beat")
        self.hanging_mail(clerks[0])
        self.drain("after the mail server hung")
        return self.report(clerks)

    def clerk(self) -> "Clerk":
        """Ana, in a browser of her own."""
        from django.test import Client

        from tests.faults.clerks import Clerk

        browser = Client()
        browser.force_login(self.cast.ana)
        return Clerk(self.house, str(browser.session.session_key), self.cast.page.pk)

    # --- Under fire -------------------------------------------------------------------------------

    def storm(self, kills: int, clerks: "list[Clerk]") -> None:
        """Kills at random while people work; PostgreSQL is restarted under load."""
        from tests.faults.clerks import at_work

        self.mailbox.slowness = 0.05
        over = threading.Event()
        threads = at_work(clerks, over)
        lots = 0
        while (done := self.kills.total()) < kills:
            time.sleep(random.uniform(0.05, 0.5))
            self.strike()
            if done // LOT >= lots:
                lots += 1
                self.feed(lots)
                self.restart_database()
                print(f"{done} kills, {len(self.mailbox.taken)} messages came", flush=True)
        over.set()
        for thread in threads:
            thread.join(timeout=180)
        self.mailbox.slowness = 0

    def strike(self) -> None:
        """Kills something at random, by its process id, with -9."""
        aim = random.choices(list(AIMS), list(AIMS.values()))[0]
        part = aim.removesuffix(" process")
        if aim.endswith("process"):
            self.kills[aim] += kill_one(self.house.children[part], random.randrange(8))
        elif aim == "broker":
            self.broker.kill()  # what it held is gone
            self.broker.start()
            self.kills[aim] += 1
        else:
            self.house.again(aim)
            self.kills[aim] += 1

    def feed(self, lot: int) -> None:
        """Access that ran out and people who left, five of each."""
        from tests.faults import feeding

        for number in range(lot * 5, lot * 5 + 5):
            self.ran_out.append(feeding.access_that_ran_out(self.cast, number))
            self.left.append(feeding.somebody_who_left(self.cast, number))

    def restart_database(self) -> None:
        from django.db import connections

        connections.close_all()
        self.database.stop()
        time.sleep(0.5)
        self.database.start()
        self.restarts += 1

    # --- Afterwards -------------------------------------------------------------------------------

    def drain(self, when: str) -> None:
        """Waits until nothing is left to do, with every part at work."""
        from datetime import timedelta

        from django.utils import timezone

        from accounts.leavers.models import Departure
        from councilsm.inbox.models import OutboxMessage
        from councilsm.inbox.outbox import CLAIM_LASTS

        messages = OutboxMessage.objects
        began = time.monotonic()
        for name, child in self.house.children.items():
            if not child.running():
                self.house.again(name)
        done = self.wait(
            lambda: (
                not messages.filter(state="queued").exists()
                and not Departure.objects.due().exists()
            )
        )
        # What a killed worker left half-sent is given up after ten minutes; here they pass at once.
        ago = timezone.now() - CLAIM_LASTS - timedelta(minutes=1)
        time.sleep(2)
        messages.filter(state="sending").update(claimed_at=ago)
        done = self.wait(lambda: not messages.filter(state="sending").exists()) and done
        if not done:
            self.tally.wrong.append(f"Something is left to do {when}.")
        print(f"All was done {time.monotonic() - began:.0f} s {when}", flush=True)

    @staticmethod
    def wait(done: Callable[[], bool]) -> bool:
        def ask() -> bool:
            time.sleep(0.5)
            return done()

        return wait_for(ask, LONGEST)

    def ten_days_without_beat(self) -> None:
        """Neither beat nor worker runs for ten days; then everything at once, twice."""
        from tests.faults.later import ten_days_later

        for name in ("beat", "worker"):
            self.house.children[name].kill()
        ten_days_later(self.tally)
        for name in ("worker", "beat"):
            self.house.children[name].start()

    def hanging_mail(self, clerk: "Clerk") -> None:
        """The mail server takes nobody's call; the pages are as quick as before."""
        times: dict[bool, list[float]] = {False: [], True: []}
        for hangs in (False, True) * 3:
            self.mailbox.hanging.set() if hangs else self.mailbox.hanging.clear()
            time.sleep(2)
            clerk.seen.seconds = times[hangs]
            for _ in range(20):
                clerk.submit()
                clerk.ask("GET", "/c/ashford/home/")
        self.mailbox.hanging.clear()
        well, badly = (quantiles(times[hangs], n=20)[-1] * 1000 for hangs in (False, True))
        self.tally.lines.append(
            f"Mail server hangs: web p95 {well:.0f} ms before, {badly:.0f} ms meanwhile, "
            f"{badly / well:.2f} times"
        )
        if badly > 1.5 * well:
            self.tally.wrong.append("The pages waited for the mail server.")

    def report(self, clerks: "list[Clerk]") -> int:
        from tests.faults import tally

        kinds = ", ".join(f"{name} {times}" for name, times in self.kills.most_common())
        print(f"\n{self.kills.total()} kills with -9: {kinds}")
        print(f"{self.restarts} restarts of PostgreSQL under load")
        tally.of_forms(self.tally, clerks)
        tally.of_access(self.tally, self.ran_out)
        tally.of_leavers(self.tally, self.left)
        tally.of_messages(self.tally, self.mailbox)
        tally.of_chains(self.tally)
        print("\n".join(self.tally.lines))
        print("\n".join(self.tally.wrong))
        print(f"{self.tally.lost} lost, {self.tally.doubled} doubled")
        return 1 if self.tally.lost or self.tally.doubled or self.tally.wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotTest as reason:
        sys.exit(f"\n{reason}")
