from django.apps import AppConfig

from councilsm.discovery import discover


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts and people"

    def ready(self) -> None:
        discover(self)
