"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from councilsm.encoding import only_utf8
from councilsm.startup import require_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsm.settings")

application = only_utf8(get_wsgi_application())
require_ready()
