from django.apps import AppConfig

from councilsm.discovery import discover


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "By which rules"

    def ready(self) -> None:
        discover(self)
