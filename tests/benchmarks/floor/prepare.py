"""Fills the floor's own database; prints the session keys of its two people as JSON.

A program of its own, since one process has one set of settings.
"""

import json
import os
import sys
from datetime import timedelta


def main(groups: int, rows: int, in_first: int) -> None:
    """Makes `rows` rows in each of `groups` groups, and so many more in the first."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.floor.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from tests.benchmarks.floor.models import Row
    from tests.sessions import session_key

    call_command("migrate", run_syncdb=True, verbosity=0)
    due = timezone.now() + timedelta(days=7)
    sizes = [rows + (in_first if group == 1 else 0) for group in range(1, groups + 1)]
    made = (
        Row(group=group, title=f"Row {number}", author="Somebody", state="waiting", due=due)
        for group, size in enumerate(sizes, 1)
        for number in range(size)
    )
    Row.objects.bulk_create(made, batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    people = [User.objects.create(username=name) for name in ("officer", "clerk")]
    print(json.dumps([session_key(person) for person in people]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
