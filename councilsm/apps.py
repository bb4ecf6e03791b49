from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from councilsm.discovery import discover


class CouncilsmConfig(AppConfig):
    name = "councilsm"
    verbose_name = "Shared ground"

    def ready(self) -> None:
        discover(self)


class CouncilAdminConfig(AdminConfig):
    """Django's admin with our site in the place of its own."""

    default_site = "councilsm.site.CouncilAdminSite"
