from typing import Any

from django.db import migrations

from accounts.register.identity import plain_names


def keep_names(apps: Any, schema_editor: Any) -> None:
    """Whoever asks whether an account is ours is answered from its names."""
    names = apps.get_model("accounts", "AccountName")
    accounts = apps.get_model("accounts", "OfficialAccount").objects.exclude(url="")
    names.objects.bulk_create(
        (
            names(
                council_id=account.council_id,
                account_id=account.pk,
                platform=account.platform,
                handle=account.handle,
                url=account.url,
                plain=plain,
            )
            for account in accounts.filter(names__isnull=True).iterator()
            for plain in plain_names(account.platform, account.handle, account.url)
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_standing_registers_append_only")]

    operations = [migrations.RunPython(keep_names, migrations.RunPython.noop)]
