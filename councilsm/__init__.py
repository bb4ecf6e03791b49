"""The ground floor: settings, access, tenancy, the trail, the inbox. It knows no feature."""

from councilsm.celery import app as celery_app

__all__ = ["celery_app"]
