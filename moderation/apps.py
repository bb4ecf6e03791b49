from django.apps import AppConfig

from councilsm.discovery import discover


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = "What is said"

    def ready(self) -> None:
        discover(self)
