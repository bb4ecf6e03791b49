"""Finds the modules that Django and Celery look for only at the top of an app."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

#: What a feature folder may register just by having the file.
MODULES = (
    *("admin", "tasks", "due", "standing", "checks", "missing", "reach", "person", "ending"),
    *("falls", "deadlines", "discretion", "erasing", "beside", "opening", "made_under"),
)


def discover(app: AppConfig) -> None:
    """Imports the modules named above from each feature folder of an app.

    Called once from every `AppConfig.ready()`. A feature is a folder with an `__init__.py`
    directly below the app.
    """
    for folder in sorted(Path(app.path).iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        for module in MODULES:
            # Looked for as a file: `find_spec` would import folders that have none of these.
            if (folder / f"{module}.py").exists():
                import_module(f"{app.name}.{folder.name}.{module}")
