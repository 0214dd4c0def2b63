"""The WSGI application: `gunicorn proj.wsgi`."""

import os

import django

from proj.request_log import LoggingHandler
from rollups.database import bound_waits

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")

# A thread that waits for a hung PostgreSQL answers nobody.
bound_waits(seconds=30)
django.setup(set_prefix=False)
application = LoggingHandler()
