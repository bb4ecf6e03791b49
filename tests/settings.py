"""The service's settings, told of private servers, and as little else changed as can be."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import servers

# Each process has its own folder, so that two of them cannot meet in a file.
_var = Path(tempfile.mkdtemp(prefix="csm-var-"))
atexit.register(shutil.rmtree, _var, ignore_errors=True)
(_var / "staticfiles").mkdir()
os.environ.update(servers.environment(os.environ, _var))

from councilsm.settings import *  # noqa: E402, F403 - they read the environment set above
from councilsm.settings import CACHES, DATABASES, STORAGES  # noqa: E402

# Scrypt is slow on purpose, and hashed file names want a collectstatic first.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Most tests have no broker. What a broker that is down does is asked of it by name.
CACHES["presence"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in service: in memory, threads would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(_var / "test.sqlite3")}
else:
    # A thread of live_server that keeps its connection keeps the test database from being dropped.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    if (
        "TEST_TEMPLATE" in os.environ
    ):  # the database itself was migrated, to be copied: see migrated
        DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}
