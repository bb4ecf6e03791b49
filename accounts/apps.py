from django.apps import AppConfig

from councilsm.discovery import discover


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Who may touch which official account"

    def ready(self) -> None:
        discover(self)
