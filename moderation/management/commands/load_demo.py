from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from moderation.demo import load_demo


class Command(BaseCommand):
    help = "Makes the demonstration councils that are not there yet."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people are for a demonstration only. Set DEMO=1.")
        made = load_demo()
        if made:
            self.stdout.write(f"Made {', '.join(council.name for council in made)}.")
