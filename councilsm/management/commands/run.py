import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from councilsm.running.supervisor import Supervisor


class Command(BaseCommand):
    help = "Runs a demonstration on this machine: broker, worker, clock and web. See `make run`."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("`run` is for a demonstration on one machine. Use: make run")
        sys.exit(Supervisor().run())
