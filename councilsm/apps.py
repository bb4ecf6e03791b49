from contextlib import suppress
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig

from councilsm.converters import register_converters
from councilsm.discovery import discover


class CouncilsmConfig(AppConfig):
    name = "councilsm"
    verbose_name = "Shared ground"

    def ready(self) -> None:
        register_converters()
        discover(self)
        # Where uploads arrive. If it cannot be made, Django's own check of it says so.
        with suppress(OSError):
            Path(str(settings.FILE_UPLOAD_TEMP_DIR)).mkdir(mode=0o700, parents=True, exist_ok=True)


class CouncilAdminConfig(AdminConfig):
    """Django's admin with our site in the place of its own."""

    default_site = "councilsm.site.CouncilAdminSite"
