"""The Celery application. Tasks live in each feature's tasks.py, found by `discover`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsm.settings")

app = Celery("councilsm")
app.config_from_object("django.conf:settings", namespace="CELERY")
