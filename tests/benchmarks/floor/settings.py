"""Django's own defaults; the database is used as councilsm uses it."""

from pathlib import Path

import environ

env = environ.Env()

SECRET_KEY = "for-the-floor-only-0123456789-abcdefghijklmnopqrstuvwxyz"
ALLOWED_HOSTS = ["councilsm.test"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "tests.benchmarks.floor",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.benchmarks.floor.urls"
WSGI_APPLICATION = "tests.benchmarks.floor.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],
    }
]
DATABASES = {"default": env.db("FLOOR_DATABASE_URL")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
MEDIA_ROOT = env.str("FLOOR_FILES", "")
