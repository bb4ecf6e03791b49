from typing import Any

from django.core.management.base import BaseCommand, CommandError

from councilsm.audit.checks import missing_triggers
from councilsm.audit.models import ChainHead
from councilsm.audit.verification import chains, checkpoint, first_fault


class Command(BaseCommand):
    help = "Reads every chain of the trail and names the first entry that does not hold."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--council", type=int, help="only the chain with this council's id")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["council"]
        numbers = chains() if wanted is None else [wanted]
        faults = [fault for number in numbers if (fault := first_fault(number))]
        for fault in faults:
            self.stderr.write(self.style.ERROR(str(fault)))
        if faults:
            raise CommandError(f"{faults[0]} {len(faults)} of {len(numbers)} chains do not hold.")
        if missing := missing_triggers():
            raise CommandError(f"The chains hold, but triggers are missing: {', '.join(missing)}.")
        heads = ChainHead.objects.filter(pk__in=numbers)
        entries = sum(head.sequence for head in heads)
        self.stdout.write(
            f"{len(numbers)} chains with {entries} entries hold. Checkpoint {checkpoint(numbers)}"
        )
